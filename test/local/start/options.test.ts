import { readOptions } from '../../../local/start/options';

test.each([
  { args: [], options: { fresh: false, once: false, help: false, waf: 'precise' } },
  { args: ['--fresh', '--once'], options: { fresh: true, once: true, help: false, waf: 'precise' } },
  {
    args: ['--port', '9000', '--cloud-port=9001'],
    options: { fresh: false, once: false, help: false, waf: 'precise', port: 9000, cloudPort: 9001 },
  },
  { args: ['-h'], options: { fresh: false, once: false, help: true, waf: 'precise' } },
  { args: ['--waf', 'realistic'], options: { fresh: false, once: false, help: false, waf: 'realistic' } },
])('reads $args', ({ args, options }) => {
  expect(readOptions(args)).toEqual(options);
});

const ALLOWED = 'allowed: --fresh, --once, --help, --port, --cloud-port, --waf; see npm start -- --help';

test.each([
  { args: ['--frehs'], message: `Arguments not understood, got: --frehs; ${ALLOWED}` },
  { args: ['fresh'], message: `Arguments not understood, got: fresh; ${ALLOWED}` },
  { args: ['--port', '80'], message: '--port must be a port from 1024 to 65534, got: 80; choose another one' },
  { args: ['--port', '65535'], message: '--port must be a port from 1024 to 65534, got: 65535; choose another one' },
  { args: ['--cloud-port', '4k'], message: '--cloud-port must be a port from 1024 to 65534, got: 4k; choose another one' },
  { args: ['--waf', 'exact'], message: '--waf must be one of precise, realistic, got: exact; choose one of them' },
])('refuses $args', ({ args, message }) => {
  expect(() => readOptions(args)).toThrow(new Error(message));
});
