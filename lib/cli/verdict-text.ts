/** What a verdict says to people. Pure. */
import type { AcceptedVerdict, CommandVerdict, RefusedVerdict, Verdict } from '../../domain/contracts/release';
import { findEcosystem } from '../../domain/packages/registry';
import { printable } from './failure';

/** Where an accepted release is, and how to install it. */
export interface Links {
  readonly indexUrl: string;
  /** Absent for an ecosystem that this command does not know. */
  readonly install?: string;
}

/** @param url address of the registry, without a trailing slash */
export function linksOf(verdict: AcceptedVerdict, url: string): Links {
  const install = findEcosystem(verdict.ecosystem)?.installText(verdict, url);
  return { indexUrl: url + verdict.indexPath, ...(install !== undefined && { install }) };
}

export function verdictText(verdict: Verdict | CommandVerdict, url: string | undefined): string {
  if (verdict.outcome === 'accepted') return acceptedText(verdict, url);
  return verdict.outcome === 'refused' ? refusedText(verdict) : commandText(verdict);
}

function acceptedText(verdict: AcceptedVerdict, url: string | undefined): string {
  const { project, version, files } = verdict;
  const links = url === undefined ? undefined : linksOf(verdict, url);
  return [
    `accepted: ${project} ${version}, ${files.length === 1 ? '1 file' : `${files.length} files`}`,
    ...files.map(({ name, sha256 }) => `  ${name}  sha256:${sha256}`),
    links ? `index:    ${links.indexUrl}` : `index:    ${verdict.indexPath} below the registry's address`,
    ...(links?.install === undefined ? [] : [`install:  ${links.install.replaceAll('\n', '\n          ')}`]),
  ].join('\n');
}

function refusedText({ project, upload, code, reason, file }: RefusedVerdict): string {
  return [
    `refused: ${project}, upload ${upload}`,
    `  ${code}${file === undefined ? '' : ` in ${printable(file)}`}`,
    `  ${printable(reason)}`,
    'Nothing was published. Mend it and publish again.',
  ].join('\n');
}

function commandText({ outcome, action, ecosystem, project, version, reason }: CommandVerdict): string {
  const what = `${action ?? 'command'}: ${ecosystem} ${project}${version === undefined ? '' : ` ${version}`}`;
  return outcome === 'applied' ? `applied: ${what}` : `rejected: ${what}\n  ${printable(reason ?? '')}\nNothing was changed.`;
}

/** For `--json`: the verdict, and the links when it was accepted. */
export const verdictJson = (verdict: Verdict | CommandVerdict, url: string | undefined): string =>
  JSON.stringify({ ...verdict, ...(verdict.outcome === 'accepted' && url !== undefined && linksOf(verdict, url)) }, null, 2);
