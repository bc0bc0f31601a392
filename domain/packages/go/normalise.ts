/** Module paths: the rules of `module.CheckPath`. https://go.dev/ref/mod#go-mod-file-ident */
import { pathMajor } from './major';

/** No dot at either end. */
const ELEMENT = /^[A-Za-z0-9_~-](?:[A-Za-z0-9._~-]*[A-Za-z0-9_~-])?$/;
/** The first element is a host name. */
const HOST = /^[a-z0-9][a-z0-9-]*(?:\.+[a-z0-9-]+)+$/;
/** Names that Windows takes for devices, with any extension. */
export const DEVICE = /^(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?:\.|$)/i;
/** What Windows makes of long names for old programs, `progra~1`. */
const SHORT_NAME = /^[^.]*~\d+(?:\.|$)/;

/** The path itself when it is valid: paths that differ in anything, also in case, are different modules. */
export function normaliseName(path: string): string | undefined {
  const elements = path.split('/');
  const plain = elements.every((element) => ELEMENT.test(element) && !DEVICE.test(element) && !SHORT_NAME.test(element));
  return plain && HOST.test(elements[0]!) && pathMajor(path) !== undefined ? path : undefined;
}
