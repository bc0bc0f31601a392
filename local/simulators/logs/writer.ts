/** Collects log lines by hour and delivers them as gzip files (LOG-22, LOG-23). */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { LogDeliveryModel } from '../../assembly/model';
import { checkFields, fileHead, formatRecord } from './format';
import { logKey } from './path';
import type { LogRecord } from './record';

export interface LogWriterDeps {
  /** Puts one object into the delivery's bucket. */
  readonly put: (key: string, body: Buffer) => Promise<void>;
  readonly account: string;
  /** Eight characters, another one each time. */
  readonly unique: () => string;
  /** Lines of one hour that are delivered without waiting. @default 5000 */
  readonly maxLines?: number;
}

export interface LogWriter {
  write(record: LogRecord): void;
  /** Delivers what is waiting; what could not be delivered waits on. Rejects with the first failure. */
  flush(): Promise<void>;
  waiting(): number;
}

const gzipOf = promisify(gzip);

/** @throws Error when the delivery names a field that the edge does not know */
export function createLogWriter(delivery: LogDeliveryModel, distributionId: string, deps: LogWriterDeps): LogWriter {
  checkFields(delivery.fields);
  const { put, account, unique, maxLines = 5000 } = deps;
  const hours = new Map<string, string[]>();
  const underWay = new Set<Promise<void>>();

  const linesOf = (hour: string): string[] => {
    const lines = hours.get(hour) ?? [];
    hours.set(hour, lines);
    return lines;
  };

  async function deliver(hour: string): Promise<void> {
    const lines = hours.get(hour) ?? [];
    hours.delete(hour);
    if (lines.length === 0) return;
    try {
      const body = await gzipOf(`${fileHead(delivery)}${lines.join('\n')}\n`);
      await put(logKey(delivery, { distributionId, account, hour, unique: unique() }), body);
    } catch (error) {
      linesOf(hour).unshift(...lines);
      throw error;
    }
  }

  function deliverSoon(hour: string): void {
    // A failure leaves the lines waiting; the next flush reports it.
    const work = deliver(hour).catch(() => undefined);
    underWay.add(work);
    void work.then(() => underWay.delete(work));
  }

  return {
    write(record) {
      const lines = linesOf(hourOf(record.startedAt));
      lines.push(formatRecord(delivery, record));
      if (lines.length % maxLines === 0) deliverSoon(hourOf(record.startedAt));
    },
    async flush() {
      await Promise.all(underWay);
      for (const hour of [...hours.keys()]) await deliver(hour);
    },
    waiting: () => [...hours.values()].reduce((sum, lines) => sum + lines.length, 0),
  };
}

const hourOf = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 13).replace('T', '-');
