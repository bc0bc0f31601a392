/** Whatever goes wrong with any one call where delivery is split: both variants and both edges end as if nothing had. */
import { listOf, tryEverything } from './matrix';
import { SCENARIOS } from './scenarios';

beforeEach(() => {
  jest.spyOn(console, 'error').mockImplementation();
});

test.each(SCENARIOS.splitUp)(
  '$name',
  async (scenario) => {
    expect(listOf(await tryEverything(scenario))).toMatchSnapshot();
  },
  600_000,
);
