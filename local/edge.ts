/** Joins the local edge to the local cloud: model, buckets, key-value stores, IP sets, rule groups, invalidations, logs, two listeners. */
import { randomBytes } from 'node:crypto';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { S3Client } from '@aws-sdk/client-s3';
import { LOCAL_CREDENTIALS, LOCAL_REGION } from '../domain/contracts/local-run';
import { EICAR_SCANNER } from '../domain/signing/malware/eicar';
import { type AppliedInvalidation, createAdmin } from './admin/admin';
import { createEdge, type Edge } from './app';
import type { EdgeModel, WebAclModel } from './assembly/model';
import { readModel } from './assembly/read-model';
import { loadTemplate } from './assembly/template';
import { createBucket, createPutLog } from './backends/buckets';
import { type CloudSettings, createCloud } from './backends/cloud';
import { describeStack } from './backends/deployed-stack';
import { createInvalidationFeed } from './backends/invalidations';
import { createKeyValueStores } from './backends/key-value-store';
import { createIpSets, createRuleGroups } from './backends/wafv2';
import { createAdjustableClock } from './clock';
import { listen } from './listen';
import { createPlaces } from './places';
import { startPolling } from './polling';
import { type ScannedBucket, scannedBuckets } from './scanner/plans';
import { createScans } from './scanner/scanner';
import { CADENCES, type WafMode } from './simulators/waf/cadence';

export interface EdgeOptions {
  /** Directory of the synthesised assembly. */
  readonly assembly: string;
  readonly stack: string;
  readonly endpoint: string;
  readonly port: number;
  readonly adminPort: number;
  readonly scheme: 'http' | 'https';
  /** How promptly the web ACL reacts: at once, or as AWS does. */
  readonly wafMode: WafMode;
  readonly log: (line: string) => void;
}

export interface RunningEdge {
  readonly url: string;
  readonly adminUrl: string;
  /** Closes the listeners and delivers the waiting log lines. */
  stop(): Promise<void>;
}

const INVALIDATION_POLL_MS = 250;
const WAF_POLL_MS = 1_000;
const SCAN_POLL_MS = 500;
const LOG_DELIVERY_MS = 60_000;
const REMEMBERED_INVALIDATIONS = 50;

export async function startEdge(options: EdgeOptions): Promise<RunningEdge> {
  const { log } = options;
  const settings = settingsOf(options.endpoint);
  const cloudFront = new CloudFrontClient(settings);
  const { model, scanned } = await readDeployed(options, settings, cloudFront);
  const cloud = createCloud(settings);
  const time = createAdjustableClock(Date.now);
  const cadence = CADENCES[options.wafMode];
  const places = createPlaces();
  const propagation = { clock: time.clock, propagationMs: cadence.propagationMs };
  const ofWebAcls = <Value>(read: (webAcl: WebAclModel) => ReadonlyMap<string, Value>): ReadonlyMap<string, Value> =>
    new Map(model.distributions.flatMap(({ webAcl }) => (webAcl ? [...read(webAcl)] : [])));
  const ipSets = createIpSets(
    cloud,
    ofWebAcls((webAcl) => webAcl.ipSets),
    propagation,
  );
  const ruleGroups = createRuleGroups(
    cloud,
    ofWebAcls((webAcl) => webAcl.ruleGroups),
    propagation,
  );
  const edge = createEdge(model, {
    clock: time.clock,
    random: randomBytes,
    bucket: createBucket(cloud),
    keyValueStore: createKeyValueStores(cloud, { clock: Date.now }),
    ipSets: ipSets.ipSets,
    ruleGroups: ruleGroups.ruleGroups,
    cadence,
    locate: places.locate,
    putLog: createPutLog(cloud),
    log,
  });
  const invalidations = followInvalidations(model, edge, cloudFront);
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  await Promise.all([ipSets.refresh(), ruleGroups.refresh()]);
  await invalidations.poll();

  const listener = await listen(edge.handle, { port: options.port, scheme: options.scheme, log });
  const pollings = [
    startPolling(invalidations.poll, { name: 'Invalidations', everyMs: INVALIDATION_POLL_MS, log }),
    startPolling(ipSets.refresh, { name: 'IP sets', everyMs: WAF_POLL_MS, log }),
    startPolling(ruleGroups.refresh, { name: 'Rule groups', everyMs: WAF_POLL_MS, log }),
    ...(scanned.length > 0
      ? [startPolling(createScans(s3, scanned, EICAR_SCANNER), { name: 'Malware scans', everyMs: SCAN_POLL_MS, log })]
      : []),
    startPolling(edge.flushLogs, { name: 'Log delivery', everyMs: LOG_DELIVERY_MS, log }),
  ];
  const admin = createAdmin({
    edge,
    clock: time,
    places,
    wafMode: options.wafMode,
    invalidations: invalidations.applied,
    edgeUrl: listener.url,
  });
  const adminListener = await listen(admin, { port: options.adminPort, log });
  return {
    url: listener.url,
    adminUrl: adminListener.url,
    async stop() {
      await Promise.all([listener.close(), adminListener.close(), ...pollings.map((polling) => polling.stop())]);
      await edge.flushLogs().catch((error: unknown) => {
        log(`The last log lines were not delivered: ${error instanceof Error ? error.message : String(error)}`);
      });
      cloud.close();
      cloudFront.destroy();
      s3.destroy();
    },
  };
}

/** Credentials of the environment, or those that the local cloud takes as the account's own. */
const settingsOf = (endpoint: string): CloudSettings => ({
  endpoint,
  region: process.env.AWS_REGION ?? LOCAL_REGION,
  credentials: {
    accessKeyId: process.env.AWS_ACCESS_KEY_ID ?? LOCAL_CREDENTIALS.accessKeyId,
    secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY ?? LOCAL_CREDENTIALS.secretAccessKey,
    sessionToken: process.env.AWS_SESSION_TOKEN,
  },
  clock: Date.now, // signatures need the real time, however far the edge's clock has been moved
});

async function readDeployed(
  { assembly, stack }: EdgeOptions,
  settings: CloudSettings,
  cloudFront: CloudFrontClient,
): Promise<{ model: EdgeModel; scanned: readonly ScannedBucket[] }> {
  const template = loadTemplate(assembly, stack);
  const cloudFormation = new CloudFormationClient(settings);
  const deployed = await describeStack(cloudFormation, cloudFront, stack).finally(() => {
    cloudFormation.destroy();
  });
  return { model: readModel(template, deployed), scanned: scannedBuckets(template, deployed) };
}

function followInvalidations({ distributions }: EdgeModel, edge: Edge, client: CloudFrontClient) {
  const feeds = distributions.map(({ id }) => ({ id, feed: createInvalidationFeed(client, id) }));
  const applied: AppliedInvalidation[] = [];
  return {
    applied: () => applied,
    poll: async () => {
      for (const { id, feed } of feeds) {
        for (const invalidation of await feed.poll()) {
          const removed = edge.invalidate(id, invalidation.items);
          applied.unshift({ ...invalidation, time: new Date().toISOString(), removed });
        }
      }
      applied.length = Math.min(applied.length, REMEMBERED_INVALIDATIONS);
    },
  };
}
