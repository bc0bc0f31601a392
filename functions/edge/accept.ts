const wildcard = (type: string): string => type.replace(/\/.*/, '/*');

/** How much a client wants a media type (RFC 9110 12.5.1): 0 to 1, taken from the most specific range that covers it. */
export function quality(accept: string, type: string): number {
  const found: { [range: string]: number } = {};
  accept
    .toLowerCase()
    .split(',')
    .forEach((part) => {
      const q = /;\s*q=([0-9.]+)/.exec(part);
      // One more than it is, so that 0 is not like nothing.
      found[part.split(';')[0]!.trim()] = q ? Number(q[1]) + 1 : 2;
    });
  return (found[type] || found[wildcard(type)] || found['*/*'] || 1) - 1;
}
