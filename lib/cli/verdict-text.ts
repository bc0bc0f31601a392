/** What a verdict says to people. Pure. */
import type { AcceptedVerdict, CommandVerdict, HeldVerdict, RefusedVerdict, Verdict } from '../../domain/contracts/release';
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
  if (verdict.outcome === 'held') return heldText(verdict);
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

function heldText({ project, version, upload, findings }: HeldVerdict): string {
  return [
    `held: ${project} ${version}, upload ${upload}`,
    ...findings.map(({ rule, reason }) => `  ${rule}: ${printable(reason)}`),
    'Nothing was published yet: an operator decides. Ask later with `npx registry status`, or run the same command again.',
  ].join('\n');
}

function commandText({ outcome, action, ecosystem, project, version, reason }: CommandVerdict): string {
  const what = `${action ?? 'command'}: ${ecosystem} ${project}${version === undefined ? '' : ` ${version}`}`;
  return outcome === 'applied' ? `applied: ${what}` : `rejected: ${what}\n  ${printable(reason ?? '')}\nNothing was changed.`;
}

/** 0: as asked. 3: neither public nor refused, a person decides. 1: anything else. */
export function exitCodeOf({ outcome }: { readonly outcome: string }): number {
  if (outcome === 'held') return 3;
  return outcome === 'accepted' || outcome === 'applied' ? 0 : 1;
}

/** For `--json`: the verdict, and the links when it was accepted. */
export const verdictJson = (verdict: Verdict | CommandVerdict, url: string | undefined): string =>
  JSON.stringify({ ...verdict, ...(verdict.outcome === 'accepted' && url !== undefined && linksOf(verdict, url)) }, null, 2);
