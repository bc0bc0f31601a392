/** Whichever call to the outside fails, before or after it took effect: once repeated, the result is that of an undisturbed run. */
import type { Upload } from '../../../functions/lambda/intake/intake';
import { processUpload } from '../../../functions/lambda/intake/process-upload';
import { sdist, wheel } from '../../helpers/pypi-archives';
import { type Bench, newBench, put, putWheel, uploadParts } from './bench';
import { through } from './world';

interface Scenario {
  readonly name: string;
  /** Prepares the world, and returns the upload to process. */
  readonly prepare: (bench: Bench) => Promise<Upload>;
  readonly outcome: 'accepted' | 'refused';
}

const SCENARIOS: Scenario[] = [
  {
    name: 'first release of a project',
    prepare: async (bench) => {
      const project = { name: 'demo', version: '1.0' };
      return put(bench, uploadParts('1.0', 'upload-0001', [wheel(project), await sdist(project)]));
    },
    outcome: 'accepted',
  },
  {
    name: 'further release',
    prepare: async (bench) => {
      await processUpload(bench.intake, await putWheel(bench, '0.9', 'upload-0000'));
      return putWheel(bench, '1.0', 'upload-0001');
    },
    outcome: 'accepted',
  },
  {
    name: 'refused release',
    prepare: async (bench) => {
      await processUpload(bench.intake, await putWheel(bench, '1.0', 'upload-0000'));
      return putWheel(bench, '1.0', 'upload-0001', 'demo', 'other = 1\n');
    },
    outcome: 'refused',
  },
];

/** Everything that is stored, with all that is said about it, the version only of what is written once. */
function stateOf(bench: Bench): Record<string, unknown> {
  const stores = Object.entries({ staging: bench.staging, packages: bench.packages, records: bench.records });
  const objects = stores.flatMap(([name, store]) =>
    store.keys().map((key) => {
      const { body, ...rest } = store.current(key)!;
      const immutable = /^(files|releases|ledger|claims)\//.test(key);
      return [`${name}/${key}`, { ...rest, id: immutable ? rest.id : 'current', body: body.toString('base64') }] as const;
    }),
  );
  const asked = [...new Set(bench.invalidations.messages.map((message) => JSON.stringify(message)))];
  return { ...Object.fromEntries(objects), asked };
}

class Fault extends Error {}

/** Processes with the k-th call failing. Returns whether there was such a call. */
async function runWithFault(bench: Bench, upload: Upload, k: number, afterEffect: boolean): Promise<boolean> {
  let calls = 0;
  const faulty = through(bench.intake, async (name, call) => {
    const fails = ++calls === k;
    if (fails && !afterEffect) throw new Fault(name);
    const result = await call();
    if (fails) throw new Fault(name);
    return result;
  });
  try {
    await processUpload(faulty, upload);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
  }
  return calls >= k;
}

describe.each(SCENARIOS)('$name', ({ prepare, outcome }) => {
  test.each([
    ['is lost', false],
    ['is answered with an error after it took effect', true],
  ])('when any one call %s', async (_, afterEffect) => {
    const undisturbed = newBench();
    let calls = 0;
    const counted = through(undisturbed.intake, (_name, call) => {
      calls++;
      return call();
    });
    const ready = await prepare(undisturbed);
    expect(await processUpload(counted, ready)).toMatchObject({ outcome });
    const expected = stateOf(undisturbed);
    let faults = 0;
    for (let k = 1; ; k++) {
      const bench = newBench();
      const upload = await prepare(bench);
      if (!(await runWithFault(bench, upload, k, afterEffect))) break;
      faults++;
      expect(await processUpload(bench.intake, upload)).toMatchObject({ outcome });
      expect([k, stateOf(bench)]).toEqual([k, expected]);
    }
    expect(faults).toBe(calls);
  });
});

test('the time of a release is that of its claim, however long the rest takes', async () => {
  let minutes = 0;
  const clock = (): Date => new Date(Date.UTC(2026, 10, 22, 0, minutes++));
  for (let k = 1; ; k++) {
    const bench = newBench({ clock });
    const upload = await putWheel(bench, '1.0', 'upload-0001');
    if (!(await runWithFault(bench, upload, k, true))) break;
    const verdict = await processUpload(bench.intake, upload);
    const claim = JSON.parse(bench.records.current('claims/pypi/demo/1.json')!.body.toString()) as { at: string };
    const record = JSON.parse(bench.records.current('releases/pypi/demo/1.0.json')!.body.toString()) as { publishedAt: string };
    expect([k, verdict.at, record.publishedAt]).toEqual([k, claim.at, claim.at]);
  }
});

test('a retry does not read what it has stored, which may not fit into the memory', async () => {
  const bench = newBench();
  const upload = await putWheel(bench, '1.0', 'upload-0001');
  const isDown = through(bench.intake, (name, call) => (name === 'signer.sign' ? Promise.reject(new Fault(name)) : call()));
  await expect(processUpload(isDown, upload)).rejects.toThrow(Fault);
  const stored = bench.packages.keys().filter((key) => key.startsWith('files/'));
  expect(stored).toContain('files/pypi/demo/demo-1.0-py3-none-any.whl');
  const read: string[] = [];
  const get = (key: string) => {
    read.push(key);
    return bench.packages.get(key);
  };
  const packages = new Proxy(bench.packages, {
    get: (target, name) => (name === 'get' ? get : (Reflect.get(target, name) as object)),
  });
  expect(await processUpload({ ...bench.intake, packages }, upload)).toMatchObject({ outcome: 'accepted' });
  expect(read.filter((key) => stored.includes(key))).toEqual([]);
});
