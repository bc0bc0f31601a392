/** The access log as the edge delivers it: what a client asked, what it was answered, and as whom it was known. */
import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { AccessLogField } from '../../../domain/contracts/access-log';
import type { EdgeLogRecord } from '../../../domain/contracts/edge-log';
import type { Deployed } from '../../deploy/support/deployed';

export interface Logged {
  readonly address: string;
  /** Milliseconds since 1970, to the second. */
  readonly time: number;
  readonly path: string;
  readonly status: number;
  readonly userAgent: string;
  /** What the edge function verified; undefined where it refused. */
  readonly custom: EdgeLogRecord | undefined;
}

/** Every record so far, oldest first. @param adminUrls of the edges that are to deliver what they have */
export async function accessLog(deployed: Deployed, ...adminUrls: readonly string[]): Promise<Logged[]> {
  for (const url of adminUrls) await fetch(`${url}/flush-logs`, { method: 'POST', headers: { origin: url } });
  const { s3 } = deployed.world;
  const Bucket = deployed.output('LOGS_BUCKET');
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  const files = await Promise.all(
    Contents.filter(({ Key }) => Key?.endsWith('.gz')).map(async ({ Key }) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      return gunzipSync(await Body!.transformToByteArray()).toString();
    }),
  );
  const lines = files.flatMap((text) => text.split('\n').filter(Boolean));
  return lines.map((line) => loggedOf(JSON.parse(line) as Record<AccessLogField, string>)).sort((a, b) => a.time - b.time);
}

const loggedOf = (record: Record<AccessLogField, string>): Logged => ({
  address: record['c-ip'],
  time: Date.parse(`${record.date}T${record.time}Z`),
  path: record['cs-uri-stem'],
  status: Number(record['sc-status']),
  userAgent: record['cs(User-Agent)'],
  custom: customOf(record['viewer-request-log-data']),
});

function customOf(text: string): EdgeLogRecord | undefined {
  return text === '-' ? undefined : (JSON.parse(decodeURIComponent(text)) as EdgeLogRecord);
}
