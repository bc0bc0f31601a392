/** Whatever goes wrong with any one call of releases, and of what is deployed: once redelivered, all is as if nothing had. */
import { tryEverything } from './matrix';
import { SCENARIOS } from './scenarios';

beforeEach(() => {
  jest.spyOn(console, 'error').mockImplementation();
});

test.each(SCENARIOS.releases)(
  '$name',
  async (scenario) => {
    expect(Object.keys(await tryEverything(scenario)).length).toBeGreaterThan(0);
  },
  600_000,
);
