import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { signed } from '../../../local/backends/signature';
import type { World } from './world';

interface Rule {
  readonly Name: string;
  readonly Statement: { readonly RateBasedStatement?: { readonly Limit: number } };
}

/** Limit of a rate rule as the deployed web ACL has it. @param id physical id, `name|id|scope` */
export async function rateLimit(world: World, id: string, rule: RegExp): Promise<number> {
  const [Name, Id, Scope] = id.split('|');
  const { WebACL } = (await call(world, 'GetWebACL', { Name, Id, Scope })) as { WebACL: { Rules: readonly Rule[] } };
  const found = WebACL.Rules.find((one) => rule.test(one.Name));
  if (!found?.Statement.RateBasedStatement) throw new Error(`The web ACL has no rate rule ${rule.source}`);
  return found.Statement.RateBasedStatement.Limit;
}

/** One call of AWS WAF, made by hand: it is no reason for another SDK package. */
function call({ client }: World, action: string, input: object): Promise<unknown> {
  const url = new URL(client.endpoint);
  const body = Buffer.from(JSON.stringify(input));
  const headers: [string, string][] = [
    ['Content-Type', 'application/x-amz-json-1.1'],
    ['X-Amz-Target', `AWSWAF_20190729.${action}`],
  ];
  const scope = { service: 'wafv2', region: client.region, now: Date.now() };
  const all = signed({ method: 'POST', host: url.host, target: '/', headers, body }, client.credentials, scope);
  const open = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const agent = client.requestHandler?.httpsAgent;
  return new Promise((resolve, reject) => {
    const outgoing = open(url, { method: 'POST', headers: Object.fromEntries(all), ...(agent && { agent }) }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        if (incoming.statusCode === 200) resolve(JSON.parse(text));
        else reject(new Error(`AWS WAF's ${action} failed, got: ${incoming.statusCode} ${text}`));
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** What a list of addresses holds from now on, put there by hand. */
export async function setAddresses(world: World, arn: string, Addresses: readonly string[]): Promise<void> {
  const [Name, Id] = arn.split('/').slice(-2);
  const names = { Name, Id, Scope: 'CLOUDFRONT' };
  const { LockToken } = (await call(world, 'GetIPSet', names)) as { LockToken: string };
  await call(world, 'UpdateIPSet', { ...names, Addresses, LockToken });
}
