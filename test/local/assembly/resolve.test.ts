import { type PhysicalNames, resolve } from '../../../local/assembly/resolve';

const REFS: Record<string, string> = { Bucket: 'packages', 'AWS::Region': 'us-east-1' };
const ATTRIBUTES: Record<string, string> = { 'Bucket.Arn': 'arn:aws:s3:::packages', 'Nested.Outputs.X': 'deep' };
const NAMES: PhysicalNames = {
  ref: (name) => REFS[name],
  attribute: (logicalId, attribute) => ATTRIBUTES[`${logicalId}.${attribute}`],
};
const resolved = (value: unknown): unknown => resolve(value, 'Here', NAMES);

test.each<[what: string, value: unknown, result: unknown]>([
  ['Ref', { Ref: 'Bucket' }, 'packages'],
  ['Ref of a pseudo parameter', { Ref: 'AWS::Region' }, 'us-east-1'],
  ['GetAtt as a list', { 'Fn::GetAtt': ['Bucket', 'Arn'] }, 'arn:aws:s3:::packages'],
  ['GetAtt as a text', { 'Fn::GetAtt': 'Nested.Outputs.X' }, 'deep'],
  ['Join', { 'Fn::Join': ['/', [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, 'a', 1]] }, 'arn:aws:s3:::packages/a/1'],
  ['Join of a Split', { 'Fn::Join': ['-', { 'Fn::Split': ['/', 'a/b'] }] }, 'a-b'],
  ['Select from a Split', { 'Fn::Select': ['5', { 'Fn::Split': [':', { 'Fn::GetAtt': ['Bucket', 'Arn'] }] }] }, 'packages'],
  [
    'Sub',
    { 'Fn::Sub': '${Bucket}.s3.${AWS::Region} ${Bucket.Arn} ${!Literal}' },
    'packages.s3.us-east-1 arn:aws:s3:::packages ${Literal}',
  ],
  ['Sub with variables', { 'Fn::Sub': ['${x}/${Bucket}', { x: { Ref: 'AWS::Region' } }] }, 'us-east-1/packages'],
  ['Base64', { 'Fn::Base64': { Ref: 'Bucket' } }, 'cGFja2FnZXM='],
  ['nested values', { a: [{ b: { Ref: 'Bucket' } }, 2, true, null] }, { a: [{ b: 'packages' }, 2, true, null] }],
  ['NoValue, which takes its property along', { a: { Ref: 'AWS::NoValue' }, b: [{ Ref: 'AWS::NoValue' }, 1] }, { b: [1] }],
  ['an object that only looks like a function', { Ref: 'Bucket', other: 1 }, { Ref: 'Bucket', other: 1 }],
])('%s is resolved', (_what, value, result) => {
  expect(resolved(value)).toEqual(result);
});

const HEAD = 'The local edge cannot follow the synthesised template:\n- ';

test.each<[value: unknown, message: string]>([
  [
    { a: { 'Fn::If': ['c', 1, 2] } },
    'Here.a: Fn::If is not followed by the local edge; it follows Ref, Fn::GetAtt, Fn::Join, Fn::Split, Fn::Select, Fn::Sub, Fn::Base64',
  ],
  [{ Ref: 'Nobody' }, "Here.Ref: 'Nobody' is not known of the deployed stack; deploy it, or teach local/assembly/attributes.ts"],
  [{ 'Fn::Join': ['', 'abc'] }, 'Here.Fn::Join: must be a list, got: "abc"'],
  [{ 'Fn::Split': ['', {}] }, 'Here.Fn::Split: must be text, got: {}'],
  [
    { 'Fn::Select': ['3', ['a']] },
    "Here.Fn::Select: 'item 3' is not known of the deployed stack; deploy it, or teach local/assembly/attributes.ts",
  ],
])('%j is an error', (value, message) => {
  expect(() => resolved(value)).toThrow(new Error(`${HEAD}${message}`));
});
