import type { HostileCase } from '../case';
import { TAR_CASES } from './tar';
import { ZIP_CASES } from './zip';

/** Every hostile upload. How to add one: docs/adding-a-refusal.md. */
export const CASES: readonly HostileCase[] = [...ZIP_CASES, ...TAR_CASES];
