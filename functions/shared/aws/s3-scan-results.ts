import { GetObjectTaggingCommand, type S3Client } from '@aws-sdk/client-s3';
import { SCAN_TAG } from '../../../domain/signing/malware/status';
import type { ScanResults } from '../ports';

/** Reads the scanner's verdict off the object's tags. */
export class S3ScanResults implements ScanResults {
  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
  ) {}

  async statusOf(key: string): Promise<string | undefined> {
    const { TagSet = [] } = await this.client.send(new GetObjectTaggingCommand({ Bucket: this.bucket, Key: key }));
    return TagSet.find((tag) => tag.Key === SCAN_TAG)?.Value;
  }
}
