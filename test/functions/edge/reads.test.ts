/** Each look-up of the function in its store is billed; the estimator's table of them has to be the function's own. */
import { createHash } from 'node:crypto';
import { fileBlockKey, projectBlockKey, SOME } from '../../../domain/contracts/blocks';
import { MOST_READS, type RequestMix, readsPerRequest } from '../../../domain/cost/store-reads';
import { type Asked, ask, STORE, token } from './harness';

const FILE = '/pypi/files/demo/demo-1.0.tar.gz';
const ENTRY = fileBlockKey(createHash('sha256').update('files/pypi/demo/demo-1.0.tar.gz').digest('base64url'));
const BLOCKED = { ...STORE, [projectBlockKey('pypi', 'demo')]: SOME, [ENTRY]: '410 Blocked: it stole tokens.' };
const WITH_TOKEN = { headers: { authorization: token() } };
const LIMITED = { 'x-amzn-waf-limit': '75 "tier-anonymous";q=3000;w=300 Too many.' };
const mix = (of: Partial<RequestMix>): RequestMix => ({ tokens: 0, projects: 0, blocked: 0, ...of });

const readsOf = async (path: string, asked: Asked = {}): Promise<number> => (await ask(path, asked)).reads;

test.each<[string, string, Asked, RequestMix]>([
  ['the registry itself', '/-/limits', {}, mix({})],
  ['an ecosystem', '/pypi/simple/', {}, mix({})],
  ['a project', '/pypi/simple/demo/', {}, mix({ projects: 1 })],
  ['a file', FILE, {}, mix({ projects: 1 })],
  ['a file, with a token', FILE, WITH_TOKEN, mix({ tokens: 1, projects: 1 })],
  ['an ecosystem, with a token', '/pypi/simple/', WITH_TOKEN, mix({ tokens: 1 })],
  ['a blocked file', FILE, { store: BLOCKED }, mix({ projects: 1, blocked: 1 })],
  ['a blocked file, with a token', FILE, { ...WITH_TOKEN, store: BLOCKED }, mix({ tokens: 1, projects: 1, blocked: 1 })],
])('%s: as many look-ups as the estimator counts', async (_, path, asked, of) => {
  expect(await readsOf(path, asked)).toBe(readsPerRequest(of));
});

test.each<[string, string, Asked, number]>([
  ['a path that is malformed', '/pypi/%zz', {}, 0],
  ['who is over a limit of the web ACL', FILE, { headers: LIMITED }, 0],
  ['a token that is of no use here', '/t/silver/acme/pypi/simple/', WITH_TOKEN, 0],
  ['another file of a project with a blocked one', '/pypi/files/demo/demo-2.0.tar.gz', { store: BLOCKED }, 4],
])('%s: fewer', async (_, path, asked, reads) => {
  expect(await readsOf(path, asked)).toBe(reads);
});

test('no request looks up more: a holder of whose tokens one is revoked asks for a blocked file', async () => {
  const store = { ...BLOCKED, 'revoked:acme': 'another' };
  expect(await readsOf(FILE, { ...WITH_TOKEN, store })).toBe(MOST_READS);
});
