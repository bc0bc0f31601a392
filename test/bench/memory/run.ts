/**
 * Runs one upload through the bundled intake function, in a process of its own under the limits that Lambda would set, and prints what
 * it took: `node <flags> run.js <folder of the bundle> <event>`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const STATUS = '/proc/self/status';

/** Peak of the memory that the process has really had, in MB. Linux hands a parent's peak on in `maxRSS`, so it is asked otherwise there. */
function peakMegabytes(): number {
  const status = existsSync(STATUS) ? readFileSync(STATUS, 'utf8') : '';
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS;
  return (Number(kibibytes) * 1024) / 1e6;
}

type Handler = (event: unknown) => Promise<unknown>;

const [, , folder = '', event = ''] = process.argv;
const { handler } = createRequire(join(folder, 'index.js'))('./index.js') as { handler: Handler };
const start = process.hrtime.bigint();

void handler({ Records: [{ messageId: '1', receiptHandle: '1', body: event, attributes: {} }] }).then((answer) => {
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  const cpuSeconds = (userCPUTime + systemCPUTime) / 1e6;
  process.send!({ answer, seconds, cpuSeconds, megabytes: peakMegabytes() });
});
