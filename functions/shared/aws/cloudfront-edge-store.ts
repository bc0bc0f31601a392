import {
  type CloudFrontKeyValueStoreClient,
  ConflictException,
  DescribeKeyValueStoreCommand,
  GetKeyCommand,
  ResourceNotFoundException,
  UpdateKeysCommand,
} from '@aws-sdk/client-cloudfront-keyvaluestore';
// The store takes no other signature than SigV4A; importing this teaches the client to make it.
import '@aws-sdk/signature-v4a';
import type { EdgeStore } from '../ports';

/** A CloudFront KeyValueStore. */
export class CloudFrontEdgeStore implements EdgeStore {
  constructor(
    private readonly client: CloudFrontKeyValueStoreClient,
    private readonly arn: string,
  ) {
    if (process.env.AWS_ENDPOINT_URL) keepHost(client, new URL(process.env.AWS_ENDPOINT_URL).hostname);
  }

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

/** The client puts the account before the host of any endpoint; one that is an address has no such name. */
function keepHost(client: CloudFrontKeyValueStoreClient, hostname: string): void {
  client.middlewareStack.add(
    (next) => (args) => {
      (args.request as { hostname: string }).hostname = hostname;
      return next(args);
    },
    { step: 'build', name: 'keepHost' },
  );
}
