/** A call that somebody adds to the functions is made to go wrong on its first day: nobody has to list it anywhere. */
import type { Intake } from '../../functions/lambda/intake/intake';
import { MemoryObjectStore } from '../../functions/shared/memory/object-store';
import { FAULTS } from './faults';
import { tryEverything } from './matrix';
import { DEMO, type Scenario } from './scenarios';

let mockAdded: (intake: Intake) => Promise<void>;

/** The step before each decision, with something added to it. */
jest.mock('../../functions/lambda/intake/log-policy', () => {
  const actual = jest.requireActual<{ logPolicy: (intake: Intake) => Promise<void> }>('../../functions/lambda/intake/log-policy');
  return {
    logPolicy: async (intake: Intake) => {
      await actual.logPolicy(intake);
      await mockAdded(intake);
    },
  };
});

interface Touchable {
  readonly touch: () => Promise<void>;
}

const SCENARIO: Scenario = {
  name: 'a release in a wrong place',
  prepare: (history) => history.misplaced('uploads/pypi/demo/upload-0001/sub/release.json'),
};

beforeEach(() => {
  jest.spyOn(console, 'error').mockImplementation();
  mockAdded = () => Promise.resolve();
});

test('a method that no port had before goes wrong in every way', async () => {
  const before = await tryEverything(SCENARIO);
  Reflect.defineProperty(MemoryObjectStore.prototype, 'touch', { value: () => Promise.resolve(), configurable: true });
  mockAdded = ({ records }) => (records as unknown as Touchable).touch();
  expect(await tryEverything(SCENARIO)).toEqual({ ...before, 'records.touch': FAULTS.length });
  Reflect.deleteProperty(MemoryObjectStore.prototype, 'touch');
});

test('a new step that cannot be stopped in the middle is found, by the call and by what went wrong', async () => {
  const write = { body: Buffer.from('x'), contentType: 'text/plain' };
  mockAdded = async ({ records }) => {
    if (await records.head('new/a')) return;
    await records.put('new/a', write);
    await records.put('new/b', write);
  };
  await expect(tryEverything(SCENARIO)).rejects.toThrow(
    /records\.put, is the last before the process ends: records\/new\/b differs/,
  );
});

test('a new step that shows a file before it is there is found', async () => {
  mockAdded = async ({ packages }) => {
    const body = Buffer.from('<a href="other/">');
    await packages.put('index/pypi/simple/index.html', { body, contentType: 'text/html' });
  };
  await expect(tryEverything({ name: 'a listing', prepare: (history) => history.wheel(DEMO, '1.0') })).rejects.toThrow(
    /index\/pypi\/simple\/index\.html leads to index\/pypi\/simple\/other\/index\.html, which shows nothing/,
  );
});
