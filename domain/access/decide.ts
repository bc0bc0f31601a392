/** Whether what an operator asks for makes sense, and what the record is after it. Pure: command line and intake decide alike. */
import type { AccessAction, AccessEntry, AccessLists, AccessRecord } from '../contracts/access';
import { activeEntries, countsOf, wantedIn, withMove } from './record';
import { canonical, isWithin, type Limits, listOf, overlap, readSubject, type Subject } from './subject';

export interface AccessRequest extends Limits {
  /** Unique, by which a repeated request is known. */
  readonly id: string;
  readonly action: AccessAction;
  /** Nothing when all is to be restored. */
  readonly what: readonly string[];
  readonly reason: string;
  readonly by: string;
  readonly requester?: string;
  readonly until?: string;
}

/** https://docs.aws.amazon.com/waf/latest/developerguide/limits.html and, for the others, the API's statements */
const MOST = { addresses: 10_000, countries: 50, networks: 100 } as const;

const DONE = { allow: 'allowed', block: 'blocked' } as const;

/**
 * @param lists what they hold now
 * @returns the record with the request in it, the same one when it was there already; or sentences that say what is wrong
 */
export function decide(record: AccessRecord, request: AccessRequest, lists: AccessLists, now: Date): AccessRecord | string {
  if (record.moves.some(({ id }) => id === request.id)) return record;
  const at = now.toISOString();
  if (request.action === 'access-restore')
    return withMove(record, record.entries, { id: request.id, at, change: { action: 'restore' } });
  const read = request.what.map((text) => readSubject(text, request.action === 'access-forget' ? ANY : request));
  const problems = read.filter((one) => typeof one === 'string');
  if (problems.length > 0) return problems.join('\n');
  const subjects = read as Subject[];
  return request.action === 'access-forget'
    ? forget(record, request, subjects, lists, now)
    : add(record, { ...request, effect: request.action === 'access-allow' ? 'allow' : 'block' }, subjects, lists, now);
}

/** Whatever is in a list can be taken out. */
const ANY: Limits = { wide: true, reserved: true };

type Adding = AccessRequest & Pick<AccessEntry, 'effect'>;

function add(
  record: AccessRecord,
  request: Adding,
  subjects: readonly Subject[],
  lists: AccessLists,
  now: Date,
): AccessRecord | string {
  const { id, effect, reason, by, requester, until } = request;
  const active = activeEntries(record, now);
  const problems = [
    ...untilProblems(until, now),
    ...among(subjects),
    ...subjects.flatMap((subject) => placeProblems(subject, request, lists)),
    ...subjects.flatMap((subject) => conflicts(subject, request, active, lists)),
  ];
  if (problems.length > 0) return problems.join('\n');
  const what = subjects.map((subject) => subject.what);
  const since = now.toISOString();
  const entries = [
    ...record.entries.filter((entry) => !(active.includes(entry) && entry.effect === effect && what.includes(entry.what))),
    ...what.map((one) => ({
      what: one,
      effect,
      reason,
      by,
      ...(requester !== undefined && { requester }),
      since,
      ...(until !== undefined && { until }),
    })),
  ];
  const change = { action: effect, ...countsOf(what), ...(until !== undefined && { until }) };
  const next = withMove(record, entries, { id, at: since, change });
  return sizeProblem(next, lists, now) ?? next;
}

function untilProblems(until: string | undefined, now: Date): string[] {
  if (until === undefined || Date.parse(until) > now.getTime()) return [];
  return [`The end is over already, got: ${until}, now: ${now.toISOString()}; give a later one, or none.`];
}

function among(subjects: readonly Subject[]): string[] {
  return subjects.flatMap((one, i) => {
    const other = subjects.slice(0, i).find((earlier) => overlap(one, earlier));
    if (!other) return [];
    return [
      one.what === other.what
        ? `${one.what} is named twice; name it once.`
        : `${one.what} and ${other.what} overlap; name the wider one only.`,
    ];
  });
}

function placeProblems({ what, kind }: Subject, { effect }: Adding, lists: AccessLists): string[] {
  const list = listOf({ what, effect });
  if (effect === 'allow' && list === 'killSwitches')
    return [`A ${kind} can only be blocked, got: allow ${what}; allow address ranges instead.`];
  if (lists[list]) return [];
  if (list === 'killSwitches')
    return [
      `This registry has no switches for countries and networks, got: ${what}; set killSwitches in the configuration and deploy, or block address ranges.`,
    ];
  return [`This registry has no list '${list}', got: ${what}; deploy this version of the registry.`];
}

function conflicts(subject: Subject, { effect, until }: Adding, active: readonly AccessEntry[], lists: AccessLists): string[] {
  const other = effect === 'allow' ? 'block' : 'allow';
  const against = [
    ...active.filter((entry) => entry.effect === other).map(({ what }) => what),
    ...byHand(other, subject, lists),
  ].find((what) => overlap(subject, subjectOf(what)));
  if (against !== undefined)
    return [
      against === subject.what
        ? `${subject.what} is ${DONE[other]} already, and cannot be both; forget that first.`
        : `${subject.what} overlaps ${against}, which is ${DONE[other]}; what is blocked stays blocked, so forget that first.`,
    ];
  const wider = active.find(
    (entry) =>
      entry.effect === effect && entry.what !== subject.what && isWithin(subject, subjectOf(entry.what)) && lasts(entry, until),
  );
  if (!wider) return [];
  const end = wider.until === undefined ? 'without end' : `until ${wider.until}`;
  return [`${subject.what} is within ${wider.what}, which is ${DONE[effect]} ${end}; leave it out.`];
}

/** Whatever stands in the list of the other effect. */
const byHand = (effect: AccessEntry['effect'], { what }: Subject, lists: AccessLists): string[] =>
  (lists[listOf({ what, effect })] ?? []).map(canonical).filter(() => listOf({ what, effect }) !== 'killSwitches');

const lasts = (entry: AccessEntry, until: string | undefined): boolean =>
  entry.until === undefined || (until !== undefined && Date.parse(entry.until) >= Date.parse(until));

/** Of what is on record or in a list. */
function subjectOf(what: string): Subject {
  const subject = readSubject(what, ANY);
  return typeof subject === 'string' ? { what, kind: 'IPv4', bits: '' } : subject;
}

function sizeProblem(record: AccessRecord, lists: AccessLists, now: Date): string | undefined {
  for (const list of ['allowIpv4', 'allowIpv6', 'blockIpv4', 'blockIpv6', 'killSwitches'] as const) {
    const wanted = wantedIn(list, lists[list] ?? [], record, now);
    for (const [name, count] of Object.entries(countsOf(wanted))) {
      const most = MOST[name as keyof typeof MOST];
      if (count > most)
        return `The list '${list}' would have ${count} ${name}, allowed: ${most}; forget some, or block wider ranges.`;
    }
  }
  return undefined;
}

function forget(
  record: AccessRecord,
  request: AccessRequest,
  subjects: readonly Subject[],
  lists: AccessLists,
  now: Date,
): AccessRecord | string {
  const active = activeEntries(record, now);
  const ended = now.toISOString();
  const found = subjects.map((subject) => known(subject, request, active, lists, ended));
  const problems = found.flatMap((entries, i) => (entries.length === 0 ? [notFound(subjects[i]!, active)] : []));
  if (problems.length > 0) return problems.join('\n');
  const leaving = found.flat();
  const entries = [
    ...record.entries.filter((entry) => !leaving.includes(entry)),
    ...leaving.map((entry) => ({ ...entry, ended, leaving: true as const })),
  ];
  const change = { action: 'forget', ...countsOf(leaving.map(({ what }) => what)) } as const;
  return withMove(record, entries, { id: request.id, at: ended, change });
}

/** Its entries on record; of what was put into a list by hand, an entry that says so. */
function known(
  { what }: Subject,
  { by, requester }: AccessRequest,
  active: readonly AccessEntry[],
  lists: AccessLists,
  now: string,
): AccessEntry[] {
  const own = active.filter((entry) => entry.what === what);
  const effects = (['allow', 'block'] as const).filter((effect) => !own.some((entry) => entry.effect === effect));
  const strays = effects.filter((effect) => {
    const list = listOf({ what, effect });
    return (effect === 'block' || list !== 'killSwitches') && lists[list]?.map(canonical).includes(what);
  });
  const reason = 'put there by hand';
  return [
    ...own,
    ...strays.map((effect) => ({ what, effect, reason, by, ...(requester !== undefined && { requester }), since: now })),
  ];
}

function notFound(subject: Subject, active: readonly AccessEntry[]): string {
  const wider = active.find(({ what }) => isWithin(subject, subjectOf(what)));
  return wider
    ? `${subject.what} is not in the lists by itself, but within ${wider.what}, which is ${DONE[wider.effect]}; forget that one.`
    : `${subject.what} is neither allowed nor blocked; see what is with 'npx registry access list'.`;
}
