import { uploadKey } from '../../../domain/contracts/keys';
import type { ScratchFile } from '../../shared/ports';
import type { Intake, Release } from './intake';

/** Fetches an uploaded file, and keeps it for as long as it is used. */
export async function withStaged<T>(
  { staging, scratch }: Intake,
  { id }: Release,
  name: string,
  use: (file: ScratchFile) => Promise<T>,
): Promise<T> {
  const key = uploadKey(id, name);
  const stored = await staging.open(key);
  if (!stored) throw new Error(`${key} was listed and is gone.`);
  const file = await scratch.receive(stored.body);
  try {
    if (file.size !== stored.size) throw new Error(`${key} has ${stored.size} bytes, and ${file.size} of them came.`);
    return await use(file);
  } finally {
    await file.close();
  }
}
