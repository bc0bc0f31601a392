/** Uploads as publishers make them, good and bad, put by hand where the command line would not do it. */
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { MANIFEST_NAME, type UploadId, uploadKey, verdictKey } from '../../../domain/contracts/keys';
import type { Manifest, Verdict } from '../../../domain/contracts/release';
import type { Authority, Identity } from '../../../local/authority';

export interface File {
  readonly name: string;
  readonly body: Buffer;
}

/** Everything of an upload that lies beside `release.json`. */
export interface Draft {
  readonly id: UploadId;
  readonly manifest: unknown;
  readonly files: readonly File[];
}

let count = 0;
export const newUpload = (project: string): UploadId => ({ ecosystem: 'pypi', project, upload: `deploy-test-${++count}` });

export const bundleName = (file: string): string => `${file}.sigstore.json`;

/** A release as it should be: every file with its digest and bundle. */
export async function signedDraft(
  authority: Authority,
  who: Identity,
  release: { readonly project: string; readonly version: string },
  files: readonly File[],
): Promise<Draft & { readonly manifest: Manifest }> {
  const bundles = await Promise.all(
    files.map(async ({ name, body }) => ({
      name: bundleName(name),
      body: Buffer.from(JSON.stringify(await authority.signMessage(body, who))),
    })),
  );
  const manifest: Manifest = {
    schema: 1,
    ecosystem: 'pypi',
    ...release,
    files: files.map(({ name, body }) => ({ name, size: body.length, sha256: sha256(body), bundles: [bundleName(name)] })),
  };
  return { id: newUpload(release.project), manifest, files: [...files, ...bundles] };
}

export const sha256 = (body: Buffer): string => createHash('sha256').update(body).digest('hex');

/** Puts the files, then the manifest; no manifest when it is undefined. */
export async function put(s3: S3Client, bucket: string, { id, manifest, files }: Draft): Promise<void> {
  const object = (name: string, Body: Buffer) =>
    s3.send(new PutObjectCommand({ Bucket: bucket, Key: uploadKey(id, name), Body, IfNoneMatch: '*' }));
  for (const { name, body } of files) await object(name, body);
  if (manifest !== undefined) await object(MANIFEST_NAME, Buffer.from(JSON.stringify(manifest)));
}

export async function keysBelow(s3: S3Client, bucket: string, prefix: string): Promise<string[]> {
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }));
  return (Contents ?? []).map(({ Key }) => Key!);
}

export async function readText(s3: S3Client, bucket: string, key: string): Promise<string> {
  const { Body, ContentEncoding } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const bytes = await Body!.transformToByteArray();
  return (ContentEncoding === 'gzip' ? gunzipSync(bytes) : Buffer.from(bytes)).toString();
}

/** Waits for the intake's word on an upload. @throws Error when it says nothing in time */
export async function verdictOf(s3: S3Client, bucket: string, id: UploadId, patienceMs = 60_000): Promise<Verdict> {
  const key = verdictKey(id);
  return eventually(`a verdict at ${key}`, patienceMs, async () => {
    const text = await readText(s3, bucket, key).catch((error: unknown) => {
      // To who may not list, as a publisher, S3 does not say that there is no verdict yet.
      if (error instanceof Error && ['NoSuchKey', 'AccessDenied'].includes(error.name)) return undefined;
      throw error;
    });
    return text === undefined ? undefined : (JSON.parse(text) as Verdict);
  });
}

/** Asks until there is an answer. */
export async function eventually<T>(what: string, patienceMs: number, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`There was no ${what} within ${patienceMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
