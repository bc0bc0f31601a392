import {
  CloudFrontKeyValueStoreClient,
  ConflictException,
  DescribeKeyValueStoreCommand,
  GetKeyCommand,
  ResourceNotFoundException,
  UpdateKeysCommand,
} from '@aws-sdk/client-cloudfront-keyvaluestore';
// The store takes no other signature than SigV4A; importing this teaches the client to make it.
import '@aws-sdk/signature-v4a';
import { Env } from '../../../domain/contracts/env';
import { optionalList, requireEnv } from '../env';
import type { EdgeStore } from '../ports';

/** A CloudFront KeyValueStore. */
export class CloudFrontEdgeStore implements EdgeStore {
  constructor(
    private readonly client: CloudFrontKeyValueStoreClient,
    private readonly arn: string,
  ) {}

  async revision(): Promise<string> {
    const { ETag } = await this.client.send(new DescribeKeyValueStoreCommand({ KvsARN: this.arn }));
    if (!ETag) throw new Error('The KeyValueStore answered without an ETag.');
    return ETag;
  }

  async get(key: string): Promise<string | undefined> {
    try {
      return (await this.client.send(new GetKeyCommand({ KvsARN: this.arn, Key: key }))).Value;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  }

  async update(changes: ReadonlyMap<string, string | undefined>, revision: string): Promise<string | undefined> {
    const Puts = [...changes].flatMap(([Key, Value]) => (Value === undefined ? [] : [{ Key, Value }]));
    const Deletes = [...changes].flatMap(([Key, Value]) => (Value === undefined ? [{ Key }] : []));
    try {
      const { ETag } = await this.client.send(
        new UpdateKeysCommand({
          KvsARN: this.arn,
          IfMatch: revision,
          ...(Puts.length > 0 && { Puts }),
          ...(Deletes.length > 0 && { Deletes }),
        }),
      );
      return ETag;
    } catch (error) {
      if (error instanceof ConflictException) return undefined;
      throw error;
    }
  }
}

/** @param endpoint of a cloud that is not AWS's, as `AWS_ENDPOINT_URL` has it */
export function edgeStoreClient(endpoint = process.env.AWS_ENDPOINT_URL): CloudFrontKeyValueStoreClient {
  if (!endpoint) return new CloudFrontKeyValueStoreClient({});
  // The client would put the account before the host, and an address has no such name. Nor does an emulator know SigV4A.
  const scheme = { name: 'sigv4', signingName: 'cloudfront-keyvaluestore', signingRegion: 'us-east-1', properties: {} };
  return new CloudFrontKeyValueStoreClient({
    endpointProvider: () => ({ url: new URL(endpoint), properties: { authSchemes: [scheme] } }),
  });
}

/** The index host's, and each files host's where delivery is split. */
export function cloudFrontEdgeStores(): CloudFrontEdgeStore[] {
  const client = edgeStoreClient();
  const arns = [requireEnv(Env.EDGE_STORE_ARN), ...optionalList(Env.FILES_KEY_VALUE_STORE_ARN)];
  return arns.map((arn) => new CloudFrontEdgeStore(client, arn));
}
