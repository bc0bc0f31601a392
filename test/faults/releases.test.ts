/** Whatever goes wrong with any one call of releases, and of what is deployed: once redelivered, all is as if nothing had. */
import { listOf, tryEverything } from './matrix';
import { SCENARIOS } from './scenarios';

beforeEach(() => {
  jest.spyOn(console, 'error').mockImplementation();
});

test.each(SCENARIOS.releases)(
  '$name',
  async (scenario) => {
    expect(listOf(await tryEverything(scenario))).toMatchSnapshot();
  },
  600_000,
);
