import { InvalidArgumentError } from 'commander';

/** Reads an option of up to an hour. */
export function seconds(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= 3600) return value;
  throw new InvalidArgumentError('It must be a whole number of seconds from 1 to 3600.');
}
