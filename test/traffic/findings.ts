/** What the simulated day has to show, each with what it showed. */
import { tierMetric } from '../../domain/contracts/metrics';
import { ANONYMOUS } from '../../domain/tiers/tier';
import { KINDS, type KindName } from './kinds';
import { concentration, firstMoments, type Report } from './report';

export interface Finding {
  readonly expected: string;
  readonly holds: boolean;
  readonly saw: string;
}

/** Kinds of which somebody is limited, and by which tier's rule; nobody of the others ever is. */
export const LIMITED: Readonly<Partial<Record<KindName, string>>> = {
  crawler: tierMetric(ANONYMOUS),
  'worst CI': tierMetric(ANONYMOUS),
  'overdrawn supporter': tierMetric('supporter'),
};

/** Maven Central's figure is 82 to 83 percent. */
const BYTES_OF_FIRST_PERCENT = 0.82;
const TOLERANCE = 0.04;

/** @param evaluation a day with all tiers in evaluation; `enforcement`: the same day with all of them in enforcement */
export function findings(evaluation: Report, enforcement: Report): readonly Finding[] {
  return [
    shape(evaluation),
    ...spared(evaluation, enforcement),
    ...caught(evaluation, enforcement),
    sameReport(evaluation, enforcement),
  ];
}

function shape(report: Report): Finding {
  const share = concentration(report, 0.01);
  return {
    expected: `1 % of addresses draw 82 % of the bytes (within ${TOLERANCE * 100} points)`,
    holds: Math.abs(share - BYTES_OF_FIRST_PERCENT) <= TOLERANCE,
    saw: `${(share * 100).toFixed(1)} %`,
  };
}

function spared(...reports: Report[]): Finding[] {
  return (Object.keys(KINDS) as KindName[])
    .filter((kind) => !(kind in LIMITED))
    .map((kind) => {
      const requests = reports.reduce((sum, report) => sum + (report.sums.get(kind)?.requests ?? 0), 0);
      const limited = reports.reduce((sum, report) => sum + (report.sums.get(kind)?.limited ?? 0), 0);
      return {
        expected: `no request of '${kind}' is over a limit`,
        // A kind that sent nothing shows nothing.
        holds: limited === 0 && requests > 0,
        saw: `${limited} of ${requests}`,
      };
    });
}

function caught(...reports: Report[]): Finding[] {
  return (Object.entries(LIMITED) as [KindName, string][]).map(([kind, rule]) => {
    const { addresses, token } = KINDS[kind];
    // Where the tier counts by token, all addresses of a holder are one client.
    const [clients, unit] = token ? [1, 'the token'] : [addresses, 'every address'];
    const counts = reports.map(({ intervals }) => {
      const over = intervals.filter((each) => each.client.kind === kind && each.rule === rule);
      return new Set(over.map(({ client }) => token?.holder ?? client.address)).size;
    });
    return {
      expected: `${unit} of '${kind}' is over the limit '${rule}', in evaluation and in enforcement`,
      holds: counts.every((count) => count === clients),
      saw: `${counts.join(' and ')} of ${clients}`,
    };
  });
}

/**
 * Whom evaluation would have limited, and whom enforcement does: the same tiers, the same clients, from the same moment on. What
 * comes after that moment differs, because in enforcement clients are told to wait and most do. The ceiling is left out: it
 * refuses in both, and a client that tries again and again reaches it the sooner.
 */
function sameReport(evaluation: Report, enforcement: Report): Finding {
  const [would, are] = [evaluation, enforcement].map((report) =>
    [...firstMoments(report)]
      .filter(([key]) => key.startsWith('tier-'))
      .map(([key, at]) => `${key} ${new Date(at).toISOString()}`),
  ) as [string[], string[]];
  const common = would.filter((each) => are.includes(each)).length;
  return {
    expected: 'evaluation names the same clients, tiers and first moments as enforcement',
    holds: common === would.length && common === are.length && common > 0,
    saw: `${would.length} and ${are.length}, ${common} in common`,
  };
}
