/** Invalidations that somebody created for a distribution, found by polling as an edge would be told. */
import { type CloudFrontClient, GetInvalidationCommand, ListInvalidationsCommand } from '@aws-sdk/client-cloudfront';

export interface InvalidationFeed {
  /** Items of every invalidation that is new since the last call, one list each, oldest first. */
  poll(): Promise<readonly Invalidation[]>;
}

export interface Invalidation {
  readonly id: string;
  /** Paths and `#tag` items. */
  readonly items: readonly string[];
}

/** Begins after what exists at the first poll: an edge that starts has no copies to lose. */
export function createInvalidationFeed(client: Pick<CloudFrontClient, 'send'>, distributionId: string): InvalidationFeed {
  let seen: Set<string> | undefined;
  return {
    async poll() {
      const ids = await listIds(client, distributionId);
      const news = seen ? ids.filter((id) => !seen!.has(id)) : [];
      const found: Invalidation[] = [];
      for (const id of news) found.push({ id, items: await itemsOf(client, distributionId, id) });
      seen = new Set(ids);
      return found;
    },
  };
}

async function listIds(client: Pick<CloudFrontClient, 'send'>, distributionId: string): Promise<readonly string[]> {
  const found: { readonly id: string; readonly at: number }[] = [];
  let marker: string | undefined;
  do {
    const { InvalidationList: list } = await client.send(
      new ListInvalidationsCommand({ DistributionId: distributionId, Marker: marker }),
    );
    for (const { Id, CreateTime } of list?.Items ?? []) found.push({ id: Id!, at: CreateTime!.getTime() });
    marker = list?.IsTruncated ? list.NextMarker : undefined;
  } while (marker);
  return found.sort((a, b) => a.at - b.at).map(({ id }) => id);
}

async function itemsOf(client: Pick<CloudFrontClient, 'send'>, distributionId: string, id: string): Promise<readonly string[]> {
  const { Invalidation: found } = await client.send(new GetInvalidationCommand({ DistributionId: distributionId, Id: id }));
  return found?.InvalidationBatch?.Paths?.Items ?? [];
}
