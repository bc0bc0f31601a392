/** Reads a cloud assembly from disk and reviews each of its stacks. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Template } from '../../domain/cost/template';
import { findingsOf, type Review, reviewOf } from '../../domain/review/review';

const readJson = (...path: string[]): unknown => JSON.parse(readFileSync(join(...path), 'utf8'));

interface Manifest {
  readonly artifacts: Readonly<
    Record<string, { readonly type: string; readonly properties?: { readonly templateFile?: string } }>
  >;
}

/** @throws Error when the directory holds no assembly, or one without a validation report. */
export function reviewAssembly(directory: string): Review[] {
  const { artifacts } = readJson(directory, 'manifest.json') as Manifest;
  const findings = findingsOf(readJson(directory, 'validation-report.json') as Parameters<typeof findingsOf>[0]);
  return Object.entries(artifacts)
    .filter(([, artifact]) => artifact.type === 'aws:cloudformation:stack')
    .map(([stack, artifact]) =>
      reviewOf(stack, readJson(directory, artifact.properties?.templateFile ?? '') as Template, findings),
    );
}
