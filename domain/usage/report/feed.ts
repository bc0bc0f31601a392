/** The reports as an Atom feed: https://www.rfc-editor.org/rfc/rfc4287 */
import { escapeHtml } from '../../packages/html';
import type { History, HistoryEntry } from './history';

/** @param url `https://<domain>` of the registry, without a trailing slash */
export const feedXml = (registry: string, { reports }: History, url: string): string => `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>${escapeHtml(url)}/-/transparency/</id>
<title>${escapeHtml(registry)}: transparency reports</title>
<updated>${timeOf(
  reports
    .map(({ published }) => published)
    .sort()
    .at(-1) ?? '1970-01-01',
)}</updated>
<author><name>${escapeHtml(registry)}</name></author>
<link rel="self" type="application/atom+xml" href="${escapeHtml(url)}/-/transparency/feed"/>
<link rel="alternate" type="text/html" href="${escapeHtml(url)}/-/transparency/"/>
${reports.map((entry) => entryXml(entry, url)).join('\n')}
</feed>
`;

const entryXml = ({ period, version, published }: HistoryEntry, url: string): string => {
  const page = `${escapeHtml(url)}/-/transparency/${period}/`;
  const title = `Transparency report of ${period}${version > 1 ? `, version ${version}` : ''}`;
  return `<entry><id>${page}${version > 1 ? `#v${version}` : ''}</id><title>${title}</title><updated>${timeOf(published)}</updated><link rel="alternate" type="text/html" href="${page}"/><summary>${title}: what was served, what it cost, who drew it.</summary></entry>`;
};

const timeOf = (day: string): string => `${day}T00:00:00Z`;
