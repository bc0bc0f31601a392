/**
 * LOG-8, LOG-9: control characters, space, everything beyond ASCII and the listed punctuation are percent-encoded on top of
 * what the client sent, so a `%` becomes `%25`.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html
 */
export const encodeLogValue = (value: string): string => Buffer.from(value).toString('latin1').replace(UNSAFE, percent);

const UNSAFE = /[^\x21-\x7e]|[<>"#%{|}\\^~[\]`']/g;

const percent = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

/** FN-33: custom data is cut after encoding, never within an escape. */
export const encodeCustomData = (value: string): string =>
  encodeLogValue(value)
    .slice(0, 800)
    .replace(/%[0-9A-F]?$/, '');
