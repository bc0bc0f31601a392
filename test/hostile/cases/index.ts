import type { HostileCase } from '../case';
import { BLOCKED_CASES } from './blocked';
import { DECISION_CASES } from './decisions';
import { GEM_CASES } from './gem';
import { MANIFEST_CASES } from './manifest';
import { METADATA_CASES } from './metadata';
import { NAME_CASES } from './names';
import { SIGNATURE_CASES } from './signature';
import { SIGNERS_CASES } from './signers';
import { TAR_CASES } from './tar';
import { ZIP_CASES } from './zip';

/** Every hostile upload. How to add one: docs/adding-a-refusal.md. */
export const CASES: readonly HostileCase[] = [
  ...BLOCKED_CASES,
  ...DECISION_CASES,
  ...GEM_CASES,
  ...MANIFEST_CASES,
  ...METADATA_CASES,
  ...NAME_CASES,
  ...SIGNATURE_CASES,
  ...SIGNERS_CASES,
  ...ZIP_CASES,
  ...TAR_CASES,
];
