import { type CloudFrontClient, CreateInvalidationCommand } from '@aws-sdk/client-cloudfront';
import type { Invalidator } from '../ports';

export class CloudFrontInvalidator implements Invalidator {
  constructor(
    private readonly client: CloudFrontClient,
    private readonly distributionId: string,
  ) {}

  /** Tags are written `#tag` among the paths. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/invalidation-by-tags.html */
  async invalidate(tags: readonly string[], reference: string): Promise<void> {
    const Items = tags.map((tag) => `#${tag}`);
    await this.client.send(
      new CreateInvalidationCommand({
        DistributionId: this.distributionId,
        InvalidationBatch: { CallerReference: reference, Paths: { Quantity: Items.length, Items } },
      }),
    );
  }
}
