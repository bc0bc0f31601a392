/** Malware protection plans of the template: which buckets are scanned, and below which prefixes. */
import { z } from 'zod';
import type { DeployedStack } from '../assembly/physical-names';
import type { Template } from '../assembly/template';

export interface ScannedBucket {
  readonly bucket: string;
  readonly prefixes: readonly string[];
}

const PLAN = z.object({
  Type: z.literal('AWS::GuardDuty::MalwareProtectionPlan'),
  Properties: z.object({
    Role: z.unknown(),
    ProtectedResource: z.object({
      S3Bucket: z.object({ BucketName: z.object({ Ref: z.string() }), ObjectPrefixes: z.array(z.string()).default(['']) }),
    }),
    // Without the tag nobody would learn the verdict.
    Actions: z.object({ Tagging: z.object({ Status: z.literal('ENABLED') }) }),
    Tags: z.unknown().optional(),
  }),
});

export function scannedBuckets({ Resources }: Pick<Template, 'Resources'>, { physicalIds }: DeployedStack): ScannedBucket[] {
  const plans = Object.values(Resources).filter(({ Type }) => Type === PLAN.shape.Type.value);
  return plans.map((plan) => {
    const { S3Bucket } = PLAN.parse(plan).Properties.ProtectedResource;
    const bucket = physicalIds.get(S3Bucket.BucketName.Ref);
    if (bucket === undefined)
      throw new Error(`Bucket '${S3Bucket.BucketName.Ref}' of a malware protection plan is not deployed.`);
    return { bucket, prefixes: S3Bucket.ObjectPrefixes };
  });
}
