/** The KeyValueStore of a registry, on AWS or in the local cloud. */
import {
  CloudFrontKeyValueStoreClient,
  ConflictException,
  DescribeKeyValueStoreCommand,
  paginateListKeys,
  UpdateKeysCommand,
} from '@aws-sdk/client-cloudfront-keyvaluestore';
// The store takes no other signature than SigV4A; importing this teaches the client to make it.
import '@aws-sdk/signature-v4a';
import { Output } from '../../domain/contracts/outputs';
import { outputsOf } from './aws';
import type { Place } from './place';
import type { TokenRegistry, TokenStore } from './world';

export async function findTokens(place: Place): Promise<TokenRegistry> {
  const { outputs, output } = await outputsOf(place);
  const arn = output(Output.KEY_VALUE_STORE_ARN);
  return { store: tokenStore(clientFor(place), arn), url: outputs[Output.REGISTRY_URL] };
}

/** The client would put the account before an emulator's host, and an address has no such name. Nor does it know SigV4A. */
function clientFor({ region, credentials, ...place }: Place): CloudFrontKeyValueStoreClient {
  const endpoint = place.endpoint ?? process.env.AWS_ENDPOINT_URL;
  if (endpoint === undefined) return new CloudFrontKeyValueStoreClient({ region });
  const scheme = { name: 'sigv4', signingName: 'cloudfront-keyvaluestore', signingRegion: region, properties: {} };
  return new CloudFrontKeyValueStoreClient({
    region,
    ...(credentials && { credentials }),
    endpointProvider: () => ({ url: new URL(endpoint), properties: { authSchemes: [scheme] } }),
  });
}

export const tokenStore = (client: CloudFrontKeyValueStoreClient, arn: string): TokenStore => ({
  async read() {
    // First: whatever is written while the entries come makes an update on top of this revision fail.
    const { ETag } = await client.send(new DescribeKeyValueStoreCommand({ KvsARN: arn }));
    if (!ETag) throw new Error('The KeyValueStore answered without an ETag.');
    const entries = new Map<string, string>();
    for await (const { Items = [] } of paginateListKeys({ client, pageSize: 50 }, { KvsARN: arn }))
      for (const { Key = '', Value = '' } of Items) entries.set(Key, Value);
    return { entries, revision: ETag };
  },

  async update(changes, revision) {
    const Puts = [...changes].flatMap(([Key, Value]) => (Value === undefined ? [] : [{ Key, Value }]));
    const Deletes = [...changes].flatMap(([Key, Value]) => (Value === undefined ? [{ Key }] : []));
    const some = { ...(Puts.length > 0 && { Puts }), ...(Deletes.length > 0 && { Deletes }) };
    try {
      await client.send(new UpdateKeysCommand({ KvsARN: arn, IfMatch: revision, ...some }));
      return true;
    } catch (error) {
      if (error instanceof ConflictException) return false;
      throw error;
    }
  },
});
