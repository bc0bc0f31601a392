/** What a start tells its user. */
import type { LocalRun } from '../../domain/contracts/local-run';
import type { CloudReport } from '../cloud/cloud';
import { pipArguments } from './pip';
import { REPORT_PATH } from './report';

/** Types that the local cloud keeps without acting on them, with how many resources of each. */
export function notSimulated({ recordOnly, unread }: Pick<CloudReport, 'recordOnly' | 'unread'>): string {
  const types = [...new Set(recordOnly.map(({ type }) => type))].sort();
  const lines = types.map((type) => `    ${type} (${recordOnly.filter((one) => one.type === type).length})`);
  return [
    `  Kept by the local cloud but not acted on${types.length ? ':' : ': nothing'}`,
    ...lines,
    ...(unread.unexplained.length ? [`  Properties the local cloud ignores: ${unread.unexplained.join(', ')}`] : []),
  ].join('\n');
}

export const welcome = (run: LocalRun): string => `
The registry is up. Everything listens on 127.0.0.1 only.

  install the demo   pip ${pipArguments(run.edgeUrl).join(' ')}
  the index          curl --compressed -H 'Accept: application/vnd.pypi.simple.v1+json' ${run.edgeUrl}/pypi/simple/commons-demo/
  the report         ${run.edgeUrl}${REPORT_PATH} (what has been served so far)
  the admin page     ${run.adminUrl}
  publish            npx registry publish FILE... --local --sign-with-test-authority
  the AWS API        ${run.endpoint} (any SDK or CLI; key id test, secret test, region ${run.region})

Ctrl-C stops it and keeps what was published. \`npm start -- --fresh\` begins anew.`;
