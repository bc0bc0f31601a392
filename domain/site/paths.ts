/** Paths of the registry's own pages; those of errors are in ../contracts/http-errors.ts. */
export const LIMITS_PATH = '/-/limits';
export const LIMITS_JSON_PATH = '/-/limits.json';
/** Answered by the edge function: what holds for whoever asks. */
export const LIMITS_ME_PATH = '/-/limits/me';
