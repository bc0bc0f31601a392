/** Whatever goes wrong with any one call of commands, and of invalidations: once redelivered, all is as if nothing had. */
import { listOf, tryEverything } from './matrix';
import { SCENARIOS } from './scenarios';

beforeEach(() => {
  jest.spyOn(console, 'error').mockImplementation();
});

test.each(SCENARIOS.commands)(
  '$name',
  async (scenario) => {
    expect(listOf(await tryEverything(scenario))).toMatchSnapshot();
  },
  600_000,
);
