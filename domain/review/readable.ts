/** CloudFormation values as a person would write them: `{ "Fn::GetAtt": ["Bucket", "Arn"] }` becomes `${Bucket.Arn}`. */
export function readable(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const [[fn, argument] = ['', undefined]] = Object.entries(value);
  if (fn === 'Ref') return `\${${String(argument)}}`;
  if (fn === 'Fn::GetAtt') return `\${${(argument as string[]).join('.')}}`;
  if (fn === 'Fn::Sub') return readable(Array.isArray(argument) ? argument[0] : argument);
  if (fn === 'Fn::Join') return (argument as [string, unknown[]])[1].map(readable).join((argument as [string])[0]);
  return JSON.stringify(value);
}
