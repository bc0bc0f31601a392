import { EICAR, EICAR_SCANNER } from '../../../domain/signing/malware/eicar';
import { scannedBuckets } from '../../../local/scanner/plans';
import { createScans } from '../../../local/scanner/scanner';

const plan = (changes: object = {}) => ({
  Resources: {
    Plan: {
      Type: 'AWS::GuardDuty::MalwareProtectionPlan',
      Properties: {
        Role: {},
        ProtectedResource: { S3Bucket: { BucketName: { Ref: 'Staging' }, ObjectPrefixes: ['uploads/'] } },
        Actions: { Tagging: { Status: 'ENABLED' } },
        ...changes,
      },
    },
  },
});
const DEPLOYED = {
  stack: 's',
  account: '1',
  region: 'r',
  physicalIds: new Map([['Staging', 'the-bucket']]),
  outputs: new Map<string, string>(),
  parameters: new Map<string, string>(),
  distributionDomains: new Map<string, string>(),
};

test('what is scanned is read from the template', () => {
  expect(scannedBuckets(plan(), DEPLOYED)).toEqual([{ bucket: 'the-bucket', prefixes: ['uploads/'] }]);
  expect(scannedBuckets({ Resources: {} }, DEPLOYED)).toEqual([]);
});

test('a plan that tags nothing, or is of an unknown bucket, is an error', () => {
  expect(() => scannedBuckets(plan({ Actions: undefined }), DEPLOYED)).toThrow('Actions');
  expect(() => scannedBuckets(plan(), { ...DEPLOYED, physicalIds: new Map() })).toThrow(
    "Bucket 'Staging' of a malware protection plan is not deployed.",
  );
});

test('each object is scanned once, and its verdict written as a tag', async () => {
  const objects: Record<string, string> = { 'uploads/a/good': 'good', 'uploads/a/bad': `<${EICAR}>`, 'verdicts/a': EICAR };
  const tags: unknown[] = [];
  const send = (command: { constructor: { name: string }; input: Record<string, unknown> }): Promise<unknown> => {
    const { Prefix, Key, Tagging } = command.input as { Prefix: string; Key: string; Tagging: unknown };
    switch (command.constructor.name) {
      case 'ListObjectsV2Command':
        return Promise.resolve({
          Contents: Object.keys(objects).flatMap((key) => (key.startsWith(Prefix) ? [{ Key: key }] : [])),
        });
      case 'GetObjectCommand':
        return Promise.resolve({ Body: { transformToByteArray: () => Promise.resolve(Buffer.from(objects[Key]!)) } });
      default:
        tags.push([Key, Tagging]);
        return Promise.resolve({});
    }
  };
  const scans = createScans({ send }, [{ bucket: 'b', prefixes: ['uploads/'] }], EICAR_SCANNER);
  await scans();
  objects['uploads/a/new'] = 'new';
  await scans();
  const verdict = (Value: string) => ({ TagSet: [{ Key: 'GuardDutyMalwareScanStatus', Value }] });
  expect(tags).toEqual([
    ['uploads/a/good', verdict('NO_THREATS_FOUND')],
    ['uploads/a/bad', verdict('THREATS_FOUND')],
    ['uploads/a/new', verdict('NO_THREATS_FOUND')],
  ]);
});
