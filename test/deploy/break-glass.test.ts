/** The drill of docs/runbook.md, "A locked file has to go", with IAM enforced: one role deletes a locked file, after MFA, and nobody else does. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteObjectCommand, GetObjectCommand, ListObjectVersionsCommand, type ObjectVersion } from '@aws-sdk/client-s3';
import { FILES_PREFIX, LEDGER_PREFIX, RELEASES_PREFIX } from '../../domain/contracts/keys';
import { LOCAL_ACCOUNT, LOCAL_CREDENTIALS, LOCAL_REGION } from '../../domain/contracts/local-run';
import { breakGlassRoleName } from '../../domain/contracts/replica';
import { ROOT } from '../../local/start/layout';
import { deployment } from './suites/deployment';
import { archives, PROJECT, SIGNER } from './support/demo';
import { Deployed, STACK } from './support/deployed';
import { query } from './support/query';
import { physicalId, stackResources } from './support/stack';
import { put, signedDraft, verdictOf } from './support/uploads';
import { type Credentials, createUser, s3As } from './support/users';

const PERSON = 'alice';
const OPERATOR = 'bob';
const VERSION = '1.0.0';
const BREAK_GLASS_ROLE = `arn:aws:iam::${LOCAL_ACCOUNT}:role/${breakGlassRoleName('example')}`;
const OPERATOR_ROLE = `arn:aws:iam::${LOCAL_ACCOUNT}:role/example-operator`;

const registry = new Deployed({ strict: true, config: writeConfig });
beforeAll(() => registry.open());
afterAll(() => registry.close());

function writeConfig(file: string): void {
  const arn = (user: string) => `arn:aws:iam::${LOCAL_ACCOUNT}:user/${user}`;
  const access = JSON.stringify({ breakGlass: [arn(PERSON)], operators: [arn(OPERATOR)] });
  writeFileSync(
    file,
    `import example from '${join(ROOT, 'registry.config')}';\nexport default { ...example, access: ${access} };\n`,
  );
}

/** Asks IAM or STS. */
const ask = (service: 'iam' | 'sts', parameters: Readonly<Record<string, string>>, as: Credentials = LOCAL_CREDENTIALS) => {
  const { client, cloud } = registry.world;
  return query({ client, endpoint: cloud.endpoint }, service, parameters, as);
};

/** Gives a user a device. @returns its serial number */
async function giveDevice(user: string): Promise<string> {
  const version = { Version: '2010-05-08' };
  const made = await ask('iam', { Action: 'CreateVirtualMFADevice', ...version, VirtualMFADeviceName: user });
  const SerialNumber = /<SerialNumber>(.+?)<\/SerialNumber>/.exec(made.text)![1]!;
  const code = { AuthenticationCode1: '123456', AuthenticationCode2: '654321' };
  const enabled = await ask('iam', { Action: 'EnableMFADevice', ...version, UserName: user, SerialNumber, ...code });
  expect(enabled.status).toBe(200);
  return SerialNumber;
}

/** @param shown the second factor */
const take = (RoleArn: string, as: Credentials, shown: Readonly<Record<string, string>> = {}) =>
  ask('sts', { Action: 'AssumeRole', Version: '2011-06-15', RoleArn, RoleSessionName: 'drill', ...shown }, as);

async function taken(role: string, as: Credentials, device: string): Promise<Credentials> {
  const { status, text } = await take(role, as, { SerialNumber: device, TokenCode: '123456' });
  expect([status, text]).toEqual([200, expect.stringContaining('<SessionToken>')]);
  const field = (name: string): string => new RegExp(`<${name}>(.+?)</${name}>`).exec(text)![1]!;
  return { accessKeyId: field('AccessKeyId'), secretAccessKey: field('SecretAccessKey'), sessionToken: field('SessionToken') };
}

/** The intake's own session: MiniStack makes the keys of a function's session from its name and its role's. */
async function ofIntake(): Promise<Credentials> {
  const resources = await stackResources(registry.world.cloudFormation, STACK);
  const name = physicalId(resources, 'AWS::Lambda::Function', /^IntakeFunction/);
  const role = physicalId(resources, 'AWS::IAM::Role', /^IntakeRole/);
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const session = sha256(
    `arn:aws:lambda:${LOCAL_REGION}:${LOCAL_ACCOUNT}:function:${name}:arn:aws:iam::${LOCAL_ACCOUNT}:role/${role}`,
  );
  return {
    accessKeyId: `ASIA${session.slice(0, 16).toUpperCase()}`,
    secretAccessKey: sha256(`secret:${session}`),
    sessionToken: sha256(`token:${session}`),
  };
}

deployment(registry);

describe('a locked file that has to go', () => {
  const packages = () => registry.output('PACKAGES_BUCKET');
  const records = () => registry.output('RECORDS_BUCKET');
  const users: Record<string, Credentials> = {};
  const devices: Record<string, string> = {};

  const versionsOf = async (Bucket: string, Prefix: string): Promise<ObjectVersion[]> =>
    (await registry.world.s3.send(new ListObjectVersionsCommand({ Bucket, Prefix }))).Versions ?? [];

  /** Deletes a version, lock or not. @returns what S3 said */
  async function remove(as: Credentials, Bucket: string, prefix: string, BypassGovernanceRetention = true): Promise<string> {
    const [version] = await versionsOf(Bucket, prefix);
    const { Key, VersionId } = version!;
    const command = new DeleteObjectCommand({
      Bucket,
      Key: Key!,
      VersionId,
      ...(BypassGovernanceRetention && { BypassGovernanceRetention }),
    });
    return s3As(registry, as)
      .send(command)
      .then(
        () => 'deleted',
        (error: unknown) => (error instanceof Error ? error.name : String(error)),
      );
  }

  beforeAll(async () => {
    const { s3, authority } = registry.world;
    const draft = await signedDraft(authority, SIGNER, { project: PROJECT, version: VERSION }, await archives(VERSION));
    await put(s3, registry.output('STAGING_BUCKET'), draft);
    expect(await verdictOf(s3, registry.output('STAGING_BUCKET'), draft.id)).toMatchObject({ outcome: 'accepted' });
    for (const user of [PERSON, OPERATOR]) {
      users[user] = await createUser(registry, user, {
        statements: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }],
      });
      devices[user] = await giveDevice(user);
    }
  });

  test.each<{ readonly who: string; readonly as: () => Promise<Credentials> }>([
    {
      who: 'a publisher',
      as: () => createUser(registry, 'publisher', { policies: [registry.publisherPolicy(PROJECT)] }),
    },
    {
      who: 'an operator after MFA',
      as: () => taken(OPERATOR_ROLE, users[OPERATOR]!, devices[OPERATOR]!),
    },
    {
      who: 'an administrator who may do everything in S3',
      as: () => createUser(registry, 'administrator', { statements: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] }),
    },
  ])('$who deletes neither file nor record', async ({ as }) => {
    const credentials = await as();
    expect(await remove(credentials, packages(), FILES_PREFIX)).toBe('AccessDenied');
    expect(await remove(credentials, records(), RELEASES_PREFIX)).toBe('AccessDenied');
  });

  test('the intake, which wrote both, deletes neither', async () => {
    const intake = await ofIntake();
    const [record] = await versionsOf(records(), RELEASES_PREFIX);
    const read = s3As(registry, intake).send(new GetObjectCommand({ Bucket: records(), Key: record!.Key! }));
    expect((await read).ContentLength).toBeGreaterThan(0);
    expect(await remove(intake, packages(), FILES_PREFIX)).toBe('AccessDenied');
    expect(await remove(intake, records(), RELEASES_PREFIX)).toBe('AccessDenied');
  });

  test('nobody takes the role without a second factor, with that of somebody else, or without being named', async () => {
    const shown = (user: string) => ({ SerialNumber: devices[user]!, TokenCode: '123456' });
    expect((await take(BREAK_GLASS_ROLE, users[PERSON]!)).status).toBe(403);
    expect((await take(BREAK_GLASS_ROLE, users[PERSON]!, shown(OPERATOR))).status).toBe(403);
    expect((await take(BREAK_GLASS_ROLE, users[OPERATOR]!, shown(OPERATOR))).status).toBe(403);
  });

  test('with it, who is named takes the role and deletes the file and its record, knowingly, and never the ledger', async () => {
    const credentials = await taken(BREAK_GLASS_ROLE, users[PERSON]!, devices[PERSON]!);
    const before = await versionsOf(packages(), FILES_PREFIX);
    expect(await remove(credentials, packages(), FILES_PREFIX, false)).toBe('AccessDenied');
    expect(await versionsOf(packages(), FILES_PREFIX)).toEqual(before);
    expect(await remove(credentials, packages(), FILES_PREFIX)).toBe('deleted');
    expect(await versionsOf(packages(), FILES_PREFIX)).toEqual(before.slice(1));
    expect(await remove(credentials, records(), RELEASES_PREFIX)).toBe('deleted');
    expect(await versionsOf(records(), RELEASES_PREFIX)).toEqual([]);
    expect(await remove(credentials, records(), LEDGER_PREFIX)).toBe('AccessDenied');
  });
});
