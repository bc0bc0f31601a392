import { createHash } from 'node:crypto';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST = { policy: 128, role: 64 };

/**
 * Name of the IAM policy that lets its holder publish one project. What IAM would not take as a name is shortened and respelt, with
 * a digest that keeps names apart.
 */
export const publisherPolicyName = (registry: string, ecosystem: string, project: string): string =>
  legal(`${registry}-publish-${ecosystem}-${project}`, MOST.policy);

/** Name of the role that a project's pipelines take, or its people. Respelt as the policy's name is. */
export const publisherRoleName = (registry: string, ecosystem: string, project: string, who: 'pipeline' | 'people'): string =>
  legal(`${registry}-${who}-${ecosystem}-${project}`, MOST.role);

function legal(name: string, most: number): string {
  if (/^[\w+=,.@-]+$/.test(name) && name.length <= most) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 16);
  return `${name.replace(/[^\w+=,.@-]/g, '-').slice(0, most - digest.length - 1)}-${digest}`;
}
