/** What AWS bills by the hour or by the month whether anybody comes or not, by type: never part of a registry. */
import type { Resource } from './template';

type Properties = Readonly<Record<string, unknown>>;

interface Hourly {
  /** What to use in its place. */
  readonly instead: string;
  /** Property that makes the price, where the type alone does not. */
  readonly property?: string;
  readonly when?: (properties: Properties) => boolean;
}

const each = (types: readonly string[], hourly: Hourly): [string, Hourly][] => types.map((type) => [`AWS::${type}`, hourly]);

const NETWORK = { instead: 'stay outside a VPC and call the public endpoints of AWS, over TLS' };
const SERVER = { instead: 'use a Lambda function' };
const DATABASE = { instead: 'keep objects in S3, changed with If-Match' };
const STREAM = { instead: 'use an SQS queue' };
const CRAWLER = { instead: 'declare the table, with partition projection' };
const DELIVERY = { instead: 'use CloudFront without it' };
const CAPACITY = { instead: 'let the function start when it is asked' };
const ON_DEMAND: Hourly = {
  instead: 'set BillingMode to PAY_PER_REQUEST',
  property: 'BillingMode',
  when: ({ BillingMode }) => BillingMode !== 'PAY_PER_REQUEST',
};

/** Read 2026-11 on the price page of each service, `https://aws.amazon.com/<service>/pricing/`. */
const HOURLY: ReadonlyMap<string, Hourly> = new Map([
  ...each(['EC2::VPCEndpoint'], {
    instead: 'set VpcEndpointType to Gateway, which S3 and DynamoDB have for nothing, or leave the VPC',
    property: 'VpcEndpointType',
    when: ({ VpcEndpointType = 'Gateway' }) => VpcEndpointType !== 'Gateway',
  }),
  ...each(['EC2::NatGateway', 'EC2::EIP', 'EC2::ClientVpnEndpoint', 'EC2::VPNConnection', 'EC2::TransitGateway'], NETWORK),
  ...each(['EC2::TransitGatewayAttachment', 'EC2::TransitGatewayVpcAttachment', 'NetworkFirewall::Firewall'], NETWORK),
  ...each(['Route53Resolver::ResolverEndpoint', 'Transfer::Server', 'DirectoryService::MicrosoftAD'], NETWORK),
  ...each(['DirectoryService::SimpleAD'], NETWORK),
  ...each(['EC2::Instance', 'EC2::EC2Fleet', 'EC2::SpotFleet', 'EC2::Host', 'EC2::CapacityReservation', 'EC2::Volume'], SERVER),
  ...each(['AutoScaling::AutoScalingGroup', 'ECS::Service', 'EKS::Cluster', 'EKS::Nodegroup', 'AppRunner::Service'], SERVER),
  ...each(['Batch::ComputeEnvironment', 'ElasticBeanstalk::Environment', 'Lightsail::Instance', 'EMR::Cluster'], SERVER),
  ...each(['SageMaker::Endpoint', 'SageMaker::NotebookInstance', 'MWAA::Environment', 'WorkSpaces::Workspace'], SERVER),
  ...each(['KinesisAnalyticsV2::Application', 'Grafana::Workspace', 'Kendra::Index'], SERVER),
  ...each(['ElasticLoadBalancing::LoadBalancer', 'ElasticLoadBalancingV2::LoadBalancer'], DELIVERY),
  ...each(['GlobalAccelerator::Accelerator', 'CloudFront::AnycastIpList', 'Shield::Protection'], DELIVERY),
  ...each(['RDS::DBInstance', 'RDS::DBCluster', 'RDS::DBProxy', 'Neptune::DBInstance', 'Neptune::DBCluster'], DATABASE),
  ...each(['DocDB::DBInstance', 'DocDB::DBCluster', 'Redshift::Cluster', 'RedshiftServerless::Workgroup'], DATABASE),
  ...each(['OpenSearchService::Domain', 'Elasticsearch::Domain', 'OpenSearchServerless::Collection'], DATABASE),
  ...each(['ElastiCache::CacheCluster', 'ElastiCache::ReplicationGroup', 'ElastiCache::ServerlessCache'], DATABASE),
  ...each(['MemoryDB::Cluster', 'DAX::Cluster', 'Timestream::InfluxDBInstance', 'FSx::FileSystem'], DATABASE),
  ...each(['DynamoDB::Table', 'DynamoDB::GlobalTable'], ON_DEMAND),
  // Streams on demand have a price for each hour that they exist, too.
  ...each(['Kinesis::Stream', 'MSK::Cluster', 'MSK::ServerlessCluster', 'AmazonMQ::Broker'], STREAM),
  ...each(['Glue::Crawler', 'Glue::Job', 'Glue::DevEndpoint'], CRAWLER),
  ...each(['ACMPCA::CertificateAuthority'], { instead: 'use a public certificate of AWS Certificate Manager' }),
  ...each(['Lambda::CapacityProvider'], CAPACITY),
  ...each(['Lambda::Alias', 'Lambda::Version'], present('ProvisionedConcurrencyConfig')),
  ...each(['Lambda::EventSourceMapping'], present('ProvisionedPollerConfig')),
]);

function present(property: string): Hourly {
  return { ...CAPACITY, property, when: (properties) => property in properties };
}

/** Every type of the table, with the property that makes the price. */
export const HOURLY_TYPES: readonly { readonly type: string; readonly property?: string; readonly instead: string }[] = [
  ...HOURLY,
].map(([type, { property, instead }]) => ({ type, instead, ...(property !== undefined && { property }) }));

/** What makes a resource cost something every hour; undefined when nothing does. */
export function hourlyOf({ Type, Properties = {} }: Resource): Hourly | undefined {
  const hourly = HOURLY.get(Type);
  return hourly && (hourly.when?.(Properties) ?? true) ? hourly : undefined;
}
