/**
 * Moves the brake: its state first, then the edge functions' entry, the web ACL's sets and the public document, all of which follow from
 * the state. Whatever was left undone is done by the next run, and of several at once the last writer has read the newest state.
 */
import {
  BRAKE_DOCUMENT_KEY,
  BRAKE_SETTLED_KEY,
  BRAKE_STATE_KEY,
  type BrakeList,
  type BrakeState,
} from '../../domain/contracts/brake';
import { BRAKE_ENTRY_KEY } from '../../domain/contracts/brake-entry';
import { type BrakeInput, NO_BRAKE, nextBrake } from '../../domain/cost/brake';
import { type BrakeSettings, edgeEntry, publicBrake, setItems, settledName } from '../../domain/cost/brake-effects';
import { getJson, JSON_TYPE, toJson } from './json';
import type { AccessStore, Clock, EdgeStore, ObjectStore } from './ports';
import { ifStill, untilUndisturbed } from './retry';

/** All that a move takes. */
export interface Brake {
  readonly records: ObjectStore;
  readonly packages: ObjectStore;
  /** The index host's, and each files host's where delivery is split. */
  readonly edges: readonly EdgeStore[];
  readonly sets: AccessStore<BrakeList>;
  readonly settings: BrakeSettings;
  readonly clock: Clock;
}

/** As long as the entry takes to get everywhere, and short enough that nobody reads an old degree for long. */
const DOCUMENT_CACHE = 'public, max-age=60, s-maxage=60';

/** @returns the state after that, which everything else is in line with */
export async function moveBrake(brake: Brake, input: BrakeInput): Promise<BrakeState> {
  const state = await changeBrake(brake, (known) => nextBrake(known, input, brake.clock(), brake.settings.mode));
  return bringBrakeIntoLine(brake, state);
}

/** @param change returns what it was given when there is nothing to write */
export const changeBrake = ({ records }: Brake, change: (known: BrakeState) => BrakeState): Promise<BrakeState> =>
  untilUndisturbed(BRAKE_STATE_KEY, async () => {
    const stored = await getJson<BrakeState>(records, BRAKE_STATE_KEY);
    const known = stored?.value ?? NO_BRAKE;
    const next = change(known);
    if (next === known) return known;
    const write = { body: toJson(next), contentType: JSON_TYPE, when: ifStill(stored) };
    return (await records.put(BRAKE_STATE_KEY, write)) === 'stored' ? next : undefined;
  });

const readState = async ({ records }: Brake): Promise<BrakeState> =>
  (await getJson<BrakeState>(records, BRAKE_STATE_KEY))?.value ?? NO_BRAKE;

const nameOf = (state: BrakeState, { settings, edges }: Brake): string => settledName(state, settings, edges.length);

/** Until nobody has moved it meanwhile. Where nothing has moved since the last time, only the sets are looked at: a deployment may empty them. */
async function bringBrakeIntoLine(brake: Brake, seen: BrakeState): Promise<BrakeState> {
  await fillSets(brake);
  const name = nameOf(seen, brake);
  if (seen.settled === name) return seen;
  for (const edge of brake.edges) await writeEntry(brake, edge);
  await writeDocument(brake);
  const state = await changeBrake(brake, (known) => (nameOf(known, brake) === name ? { ...known, settled: name } : known));
  return state.settled === name ? state : bringBrakeIntoLine(brake, state);
}

/** A set is read before the state is, and written on top of that; then the state is read again, as whoever moved it meanwhile may have found nothing to do. */
async function fillSets(brake: Brake): Promise<void> {
  const { sets, settings } = brake;
  for (const list of sets.lists)
    await untilUndisturbed(`the web ACL's ${list}`, async () => {
      const { items, revision } = await sets.read(list);
      const wanted = setItems(list, await readState(brake), settings);
      if ([...items].sort().join() === [...wanted].sort().join()) return revision;
      await sets.update(list, wanted, revision);
      return undefined;
    });
}

/** Each move writes its name beside the entry, so that a run that is behind always meets another writer. */
async function writeEntry(brake: Brake, edge: EdgeStore): Promise<void> {
  await untilUndisturbed("the edge's entry of the brake", async () => {
    const revision = await edge.revision();
    const state = await readState(brake);
    const name = nameOf(state, brake);
    if ((await edge.get(BRAKE_SETTLED_KEY)) === name) return revision;
    const entry = edgeEntry(state, brake.settings);
    const changes = new Map<string, string | undefined>([[BRAKE_SETTLED_KEY, name]]);
    if ((await edge.get(BRAKE_ENTRY_KEY)) !== entry) changes.set(BRAKE_ENTRY_KEY, entry);
    return edge.update(changes, revision);
  });
}

async function writeDocument(brake: Brake): Promise<void> {
  const { packages, settings } = brake;
  await untilUndisturbed(BRAKE_DOCUMENT_KEY, async () => {
    const stored = await packages.get(BRAKE_DOCUMENT_KEY);
    const body = toJson(publicBrake(await readState(brake), settings));
    if (stored?.body.equals(body)) return true;
    const write = { body, contentType: JSON_TYPE, cacheControl: DOCUMENT_CACHE, when: ifStill(stored) };
    return (await packages.put(BRAKE_DOCUMENT_KEY, write)) === 'stored' ? true : undefined;
  });
}
