/** Every policy of the template can be evaluated, and every action it names be asked about. */
import { isKnownAction } from '../../../domain/iam/actions';
import { readPolicy } from '../../../domain/iam/policy';
import { physicalResources } from '../../helpers/iam-simulation';
import { exampleConfig, synthesise } from '../synthesis';

interface Found {
  readonly name: string;
  readonly document: {
    readonly Statement: readonly { readonly Principal?: unknown; readonly Action: string | readonly string[] }[];
  };
}

const isDocument = (value: object): value is Found['document'] => 'Version' in value && 'Statement' in value;

/** The policy documents anywhere below a value. */
function documents(name: string, value: unknown): Found[] {
  if (typeof value !== 'object' || value === null) return [];
  if (isDocument(value)) return [{ name, document: value }];
  return Object.values(value).flatMap((part) => documents(name, part));
}

const found = Object.entries(physicalResources(synthesise(exampleConfig('small')).template)).flatMap(([id, resource]) =>
  documents(`${resource.Type} ${id}`, resource.Properties),
);

test('the template has policies of every kind', () => {
  expect([...new Set(found.map(({ name }) => name.split(' ')[0]))].sort()).toEqual([
    'AWS::IAM::ManagedPolicy',
    'AWS::IAM::Role',
    'AWS::KMS::Key',
    'AWS::S3::BucketPolicy',
    'AWS::SNS::TopicPolicy',
    'AWS::SQS::QueuePolicy',
  ]);
});

test.each(found)('$name is evaluated whole', ({ name, document }) => {
  const kind = document.Statement[0]?.Principal === undefined ? 'identity' : 'resource';
  expect(readPolicy(kind, name, document)).toHaveLength(document.Statement.length);
});

test('every action that it names is in the table', () => {
  const actions = new Set(found.flatMap(({ document }) => document.Statement.flatMap(({ Action }) => Action)));
  expect([...actions].filter((action) => !action.endsWith(':*') && !isKnownAction(action))).toEqual([]);
  expect(isKnownAction('s3:GetObjects')).toBe(false);
});
