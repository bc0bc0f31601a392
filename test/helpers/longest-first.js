// The system suites that take minutes start first. A fresh checkout has no durations, by which jest would know: it goes by the size of
// a file, and these are small, for their tests are in suites/.
const { default: Sequencer } = require('@jest/test-sequencer');

const LONGEST = ['clients/clients', 'deploy/strict', 'deploy/life-cycle'];
const rank = ({ path }) => {
  const found = LONGEST.findIndex((name) => path.endsWith(`/test/${name}.test.ts`));
  return found < 0 ? LONGEST.length : found;
};

module.exports = class extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => rank(a) - rank(b));
  }
};
