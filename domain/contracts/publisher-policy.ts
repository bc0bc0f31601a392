import { createHash } from 'node:crypto';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
const LEGAL = /^[\w+=,.@-]{1,128}$/;
const MOST = 128;

/**
 * Name of the IAM policy that lets its holder publish one project. What IAM would not take as a name is shortened and respelt, with
 * a digest that keeps names apart.
 */
export function publisherPolicyName(registry: string, ecosystem: string, project: string): string {
  const name = `${registry}-publish-${ecosystem}-${project}`;
  if (LEGAL.test(name)) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 16);
  return `${name.replace(/[^\w+=,.@-]/g, '-').slice(0, MOST - digest.length - 1)}-${digest}`;
}
