import type { World } from './world';

interface Rule {
  readonly Name: string;
  readonly Statement: { readonly RateBasedStatement?: { readonly Limit: number } };
}

/**
 * The rules of a deployed web ACL. The call is made by hand, for one call is no reason for another SDK package; a cloud that is not
 * strict only reads from the signature which service is meant.
 *
 * @param id physical id, `name|id|scope`
 */
export async function webAclRules(world: World, id: string): Promise<readonly Rule[]> {
  const [Name, Id, Scope] = id.split('|');
  const response = await fetch(world.cloud.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSWAF_20190729.GetWebACL',
      authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/wafv2/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify({ Name, Id, Scope }),
  });
  const { WebACL } = (await response.json()) as { WebACL: { Rules: readonly Rule[] } };
  return WebACL.Rules;
}

export async function rateLimit(world: World, id: string, rule: RegExp): Promise<number> {
  const found = (await webAclRules(world, id)).find(({ Name }) => rule.test(Name));
  if (!found?.Statement.RateBasedStatement) throw new Error(`The web ACL has no rate rule ${rule.source}`);
  return found.Statement.RateBasedStatement.Limit;
}
