import fc from 'fast-check';
import { billOf } from '../../../domain/cost/bill';
import { billAsDeployed, chosenPlans, deliveryOptions, usesOfAll, wayDeployed } from '../../../domain/cost/delivery';
import { filesDistributions, filesHostResources, filesWork, indexWork, withoutFilesHosts } from '../../../domain/cost/hosts';
import { findMisfits } from '../../../domain/cost/plan-fit';
import type { Resource, Template } from '../../../domain/cost/template';
import { type Traffic, workloadOf } from '../../../domain/cost/workload';
import { sampleTemplate } from './sample-template';

const reads = (distribution: string, ...prefixes: readonly string[]) => ({
  Action: 's3:GetObject',
  Resource: prefixes.map((prefix) => ({ 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Packages', 'Arn'] }, `/${prefix}/*`]] })),
  Condition: { StringEquals: { 'aws:SourceArn': { 'Fn::Join': ['', ['distribution/', { Ref: distribution }]] } } },
});
const HOST: Readonly<Record<string, Resource>> = {
  FilesAcl: { Type: 'AWS::WAFv2::WebACL', Properties: { Rules: [{}, {}, {}, {}] } },
  FilesStore: { Type: 'AWS::CloudFront::KeyValueStore' },
  FilesGate: {
    Type: 'AWS::CloudFront::Function',
    Properties: {
      FunctionConfig: { KeyValueStoreAssociations: [{ KeyValueStoreARN: { 'Fn::GetAtt': ['FilesStore', 'Arn'] } }] },
    },
  },
  FilesCdn: {
    Type: 'AWS::CloudFront::Distribution',
    Properties: {
      DistributionConfig: {
        PriceClass: 'PriceClass_100',
        WebACLId: { 'Fn::GetAtt': ['FilesAcl', 'Arn'] },
        DefaultCacheBehavior: { FunctionAssociations: [{ FunctionARN: { 'Fn::GetAtt': ['FilesGate', 'FunctionARN'] } }] },
        Origins: [{ DomainName: { 'Fn::GetAtt': ['Packages', 'RegionalDomainName'] } }],
      },
    },
  },
};
const policy = (...files: readonly string[]): Record<string, Resource> => ({
  Policy: {
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      PolicyDocument: { Statement: [reads('Cdn', 'files', 'index', 'open'), ...files.map((id) => reads(id, 'files'))] },
    },
  },
});
const plan = (tier: string): Record<string, Resource> => ({
  FilesPlan: {
    Type: 'AWS::PricingPlanManager::Subscription',
    Properties: { PlanTier: tier, ResourceArns: [{ 'Fn::Join': ['', ['arn:', { Ref: 'FilesCdn' }]] }] },
  },
});
const byUse = sampleTemplate({ further: { ...HOST, ...policy('FilesCdn') } });
const onBusiness = sampleTemplate({ further: { ...HOST, ...policy('FilesCdn'), ...plan('BUSINESS') } });
/** The same under other names. */
const nth = (resources: Record<string, Resource>, number: number): Record<string, Resource> =>
  JSON.parse(JSON.stringify(resources).replace(/"Files/g, `"Files${number}`)) as Record<string, Resource>;
const threeOnPro = sampleTemplate({
  further: {
    ...{ ...HOST, ...nth(HOST, 2), ...nth(HOST, 3) },
    ...{ ...plan('PRO'), ...nth(plan('PRO'), 2), ...nth(plan('PRO'), 3) },
    ...policy('FilesCdn', 'Files2Cdn', 'Files3Cdn'),
  },
});
const TRAFFIC: Traffic = {
  terabytesPerMonth: 10,
  millionRequestsPerMonth: 42,
  hitRatio: 0.95,
  storedGb: 100,
  publishesPerMonth: 200,
};
const quantityOf = (template: Template, traffic: Traffic, meter: string, resource?: string): number =>
  usesOfAll([template], workloadOf(traffic))
    .filter((use) => use.meter === meter && (resource === undefined || use.resource === resource))
    .reduce((total, { quantity }) => total + quantity, 0);

test('the files host is the distribution that may read nothing but files, with what it alone uses', () => {
  expect(filesDistributions(byUse)).toEqual(['FilesCdn']);
  expect([...filesHostResources(onBusiness)].sort()).toEqual(['FilesAcl', 'FilesCdn', 'FilesGate', 'FilesPlan', 'FilesStore']);
  expect(filesDistributions(sampleTemplate())).toEqual([]);
  expect(Object.keys(withoutFilesHosts(onBusiness).Resources)).toEqual([...Object.keys(sampleTemplate().Resources), 'Policy']);
});

test('6 in 10 requests are for documents of 20 KiB: 16.8 million and the rest of the bytes come to the files host', () => {
  // 42 M x 0.4 = 16.8 M; 42 M x 0.6 x 20 KiB / 2^20 = 480.65 GB of 10,240
  const { filesHost } = workloadOf(TRAFFIC);
  expect(filesHost.requests).toBeCloseTo(16.8e6, 3);
  expect(filesHost.gb).toBeCloseTo(10_240 - (25.2e6 * 20) / 2 ** 20, 6);
  expect(quantityOf(byUse, TRAFFIC, 'waf.request', 'FilesAcl')).toBeCloseTo(16.8e6, 3);
  expect(quantityOf(byUse, TRAFFIC, 'waf.request', 'Acl')).toBeCloseTo(25.2e6, 3);
  // Two look-ups each: the brake, and the project's block.
  expect(quantityOf(byUse, TRAFFIC, 'edge.read', 'FilesGate')).toBeCloseTo(33.6e6, 3);
});

test('a quarter with tokens, and a fifth of other ecosystems, take their files from the index host', () => {
  const { filesHost } = workloadOf({ ...TRAFFIC, tiers: { commercial: 0.25 }, splitShare: 0.8 });
  expect(filesHost.requests).toBeCloseTo(16.8e6 * 0.75 * 0.8, 3);
});

test('property: all hosts together are asked for what one would be', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(share, share, share, (index, tokens, splitShare) => {
      const traffic = { ...TRAFFIC, index: { share: index, kib: 20 }, tiers: { supporter: tokens }, splitShare };
      for (const meter of [
        'edge.gb.us_mx_ca',
        'edge.request.eu_il_tr',
        'edge.function',
        'edge.read',
        'waf.request',
        'invalidation',
      ]) {
        const [four, two, one] = [threeOnPro, byUse, sampleTemplate()].map((template) => quantityOf(template, traffic, meter));
        expect(two).toBeCloseTo(one!, 3);
        expect(four).toBeCloseTo(one!, 3);
      }
    }),
    { numRuns: 50 },
  );
});

test('on a plan of its own the files host costs its fee, and the index what its own traffic does', () => {
  const work = workloadOf(TRAFFIC);
  const index = billOf(usesOfAll([withoutFilesHosts(onBusiness)], { ...indexWork(work), releases: work.releases }));
  // Business is $200 and credits 1 TB of S3 Standard, more than is stored here.
  const standard = index.lines.find(({ meter }) => meter === 's3.standard')!.monthly;
  expect(billAsDeployed([onBusiness], work).monthly).toBeCloseTo(200 + index.monthly - standard, 6);
  expect(wayDeployed([onBusiness], work)).toBe('split: index pay-as-you-go, files 1 x business');
});

test('a plan is held against the traffic of its own host', () => {
  const [chosen] = chosenPlans([onBusiness], workloadOf(TRAFFIC));
  expect([chosen?.plan.name, chosen?.isFiles, chosen?.work]).toEqual(['business', true, filesWork(workloadOf(TRAFFIC), 1)]);
});

test('other ways to pay are those of the same registry with one host', () => {
  const work = workloadOf(TRAFFIC);
  expect(deliveryOptions([onBusiness], work)).toEqual(deliveryOptions([withoutFilesHosts(onBusiness)], work));
});

test('of three files hosts each gets a third, of which its own plan pays', () => {
  // 42 M x 0.698 = 29.316 M requests for files, 9.772 M for each: Pro includes 10.
  const traffic = { ...TRAFFIC, index: { share: 0.302, kib: 20 } };
  const work = workloadOf(traffic);
  expect(filesDistributions(threeOnPro)).toEqual(['FilesCdn', 'Files2Cdn', 'Files3Cdn']);
  const plans = chosenPlans([threeOnPro], work);
  expect(plans.map(({ isFiles, work: own }) => [isFiles, own.requests])).toEqual(
    [1, 2, 3].map(() => [true, expect.closeTo(9.772e6, 3) as number]),
  );
  expect(quantityOf(threeOnPro, traffic, 'waf.request', 'Files3Acl')).toBeCloseTo(9.772e6, 3);
  expect(wayDeployed([threeOnPro], work)).toBe('split: index pay-as-you-go, files 3 x pro');
  // What is deployed costs what the comparison says of it, and has not to be allowed by `fileHosts`.
  const compared = deliveryOptions([threeOnPro], work).find(({ name }) => name === 'split: index pay-as-you-go, files 3 x pro');
  expect(compared?.misfits).toEqual([]);
  expect(billAsDeployed([threeOnPro], work).monthly).toBeCloseTo(compared!.monthly, 6);
  for (const subscription of ['FilesPlan', 'Files2Plan', 'Files3Plan'])
    expect(findMisfits(threeOnPro, 'pro', subscription)).toEqual([]);
});

test('what the index host has does not keep the files host from its plan', () => {
  const group = { Type: 'AWS::WAFv2::RuleGroup', Properties: { Rules: [] } };
  const acl = { ...onBusiness.Resources.Acl!, Properties: { Rules: [{ RuleGroup: { 'Fn::GetAtt': ['Group', 'Arn'] } }] } };
  const template = { Resources: { ...onBusiness.Resources, Group: group, Acl: acl } };
  expect(findMisfits(template, 'business', 'FilesPlan')).toEqual([]);
  expect(findMisfits(template, 'business').map(({ id }) => id)).toContain('Group');
});
