/** Whether a client or engine that this machine lacks is a failure (set in CI) or a skip. */
const REQUIRED = process.env.REQUIRE_CLIENTS === 'all';

/**
 * A `describe` for tests that need a client or engine outside this repository. Where it is missing, the run says so by
 * name: as a skipped test, or with `REQUIRE_CLIENTS=all` as a failed one.
 * @param client Its name, as its users know it.
 * @param found Whether it is on this machine.
 */
export function describeWith(client: string, found: boolean, name: string, tests: () => void): void {
  if (found) {
    describe(name, tests);
    return;
  }
  describe(name, () => {
    const missing = `needs ${client}, which is not on this machine`;
    if (REQUIRED)
      test(missing, () => {
        throw new Error(`${client} is missing, and REQUIRE_CLIENTS=all demands it: install it, or unset REQUIRE_CLIENTS.`);
      });
    else test.skip(missing, tests);
  });
}
