import { EXAMPLE_NAMES, exampleConfig, type Synthesis, synthesise } from '../lib/synthesis';

const made = EXAMPLE_NAMES.map((name): [string, Synthesis] => [name, synthesise(exampleConfig(name))]);

/** Types whose loss, or replacement by a resource of another name, would lose data or break who refers to it. */
const STATEFUL = [
  'AWS::CloudFront::Distribution',
  'AWS::CloudFront::KeyValueStore',
  'AWS::KMS::Key',
  'AWS::S3::Bucket',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
  'AWS::WAFv2::IPSet',
];

/** What splits add to it: the first host is called alike in both. */
const FILES_HOSTS: Readonly<Record<string, readonly string[]>> = {
  split: [
    'AWS::CloudFront::Distribution FilesCdnB6A2E27A Delete Delete',
    'AWS::CloudFront::KeyValueStore FilesCdnKeyValueStoreF21E4ED3 Delete Delete',
  ],
  'split-three': [
    'AWS::CloudFront::Distribution Files2Cdn064A83E7 Delete Delete',
    'AWS::CloudFront::Distribution Files3Cdn3843E338 Delete Delete',
    'AWS::CloudFront::Distribution FilesCdnB6A2E27A Delete Delete',
    'AWS::CloudFront::KeyValueStore Files2CdnKeyValueStoreBABE385B Delete Delete',
    'AWS::CloudFront::KeyValueStore Files3CdnKeyValueStore8021829D Delete Delete',
    'AWS::CloudFront::KeyValueStore FilesCdnKeyValueStoreF21E4ED3 Delete Delete',
  ],
};

test.each(made)(
  '%s: everything that keeps something has its logical id, and what cannot be made again outlives the stack',
  (name, synthesis) => {
    const kept = Object.entries(synthesis.resources)
      .filter(([, { Type }]) => STATEFUL.includes(Type))
      .map(([id, { Type, DeletionPolicy = 'Delete', UpdateReplacePolicy = 'Delete' }]) => {
        return `${Type} ${id} ${DeletionPolicy} ${UpdateReplacePolicy}`;
      });
    const ofIndex = [
      'AWS::CloudFront::Distribution CdnF9DD0B44 Delete Delete',
      'AWS::CloudFront::KeyValueStore CdnKeyValueStore211C40DD Delete Delete',
      'AWS::KMS::Key IntakeKey258FBA8E Retain Retain',
      'AWS::S3::Bucket StoreLogs6BDA8041 Retain Retain',
      'AWS::S3::Bucket StorePackages6ACF5A9F Retain Retain',
      'AWS::S3::Bucket StoreRecords7AE2656C Retain Retain',
      'AWS::S3::Bucket StoreStaging528BFEB5 Retain Retain',
      'AWS::S3::Bucket UsageBucketAFA90A1F Retain Retain',
      'AWS::SNS::Topic CostsAlerts0D40F721 Delete Delete',
      'AWS::SQS::Queue IntakeDeadLetters2AD990E2 Delete Delete',
      'AWS::SQS::Queue IntakeInvalidationDeadLettersD207D0A7 Delete Delete',
      'AWS::SQS::Queue IntakeInvalidationQueueB999F7CB Delete Delete',
      'AWS::SQS::Queue IntakeQueue60F6918D Delete Delete',
      'AWS::WAFv2::IPSet TiersAllowedIpv4F3445D3D Delete Delete',
      'AWS::WAFv2::IPSet TiersAllowedIpv62F8E5878 Delete Delete',
      'AWS::WAFv2::IPSet TiersBlockedIpv4C4AF76B9 Delete Delete',
      'AWS::WAFv2::IPSet TiersBlockedIpv6EEA434DB Delete Delete',
      'AWS::WAFv2::IPSet TiersBrakeIpv42A0EFCD6 Delete Delete',
      'AWS::WAFv2::IPSet TiersBrakeIpv6780BFABD Delete Delete',
    ];
    expect(kept.sort()).toEqual([...ofIndex, ...(FILES_HOSTS[name] ?? [])].sort());
  },
);

/** Properties that a reader of the snapshot wants to see change. */
const FACTS = [
  'FunctionName',
  'AlarmName',
  'Name',
  'Runtime',
  'Timeout',
  'Scope',
  'KeySpec',
  'VisibilityTimeout',
  'ObjectLockEnabled',
  'Threshold',
];

test.each(made)('%s: resources and outputs are as reviewed', (_, { resources, outputs }) => {
  const lines = Object.entries(resources).map(([id, { Type, Properties }]) => {
    const facts = FACTS.filter((key) => ['string', 'number', 'boolean'].includes(typeof Properties[key])).map(
      (key) => `${key}=${String(Properties[key])}`,
    );
    return [Type, id, ...facts].join(' ');
  });
  expect({ resources: lines.sort(), outputs: Object.keys(outputs).sort() }).toMatchSnapshot();
});
