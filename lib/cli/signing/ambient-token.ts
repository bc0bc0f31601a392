/** The identity that a CI job has of itself: an OIDC token whose audience is Sigstore. */
import { CliError } from '../failure';
import type { World } from '../world';
import { askJson, type Http } from './http';

/** What Sigstore's certificate authority wants to read in the token. */
const AUDIENCE = 'sigstore';

/** @throws CliError when there is none, with what to change */
export async function ambientToken({ env, ...http }: Http & Pick<World, 'env'>): Promise<string> {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: secret, SIGSTORE_ID_TOKEN: given } = env;
  if (given) return given;
  if (url && secret) return githubToken(url, secret, http);
  throw new CliError(`There is no identity to sign with: ${adviceFor(env)}`);
}

/** https://docs.github.com/en/actions/reference/security/oidc */
async function githubToken(address: string, secret: string, http: Http): Promise<string> {
  const url = new URL(address);
  url.searchParams.set('audience', AUDIENCE);
  const headers = { authorization: `bearer ${secret}` };
  const answer = (await askJson({ who: "GitHub's token service", url: url.href, headers }, http)) as { value?: unknown };
  if (typeof answer.value === 'string') return answer.value;
  throw new CliError("GitHub's token service gave no token; run the job again");
}

function adviceFor(env: World['env']): string {
  if (env.GITHUB_ACTIONS === 'true')
    return "the job may not ask GitHub for one; add 'permissions: { id-token: write }' to the job";
  if (env.GITLAB_CI === 'true')
    return `the job asks GitLab for none; add 'id_tokens: { SIGSTORE_ID_TOKEN: { aud: ${AUDIENCE} } }' to the job`;
  return "--sign works in jobs of GitHub Actions and GitLab CI, or with an OIDC token for Sigstore in SIGSTORE_ID_TOKEN; elsewhere sign with 'python -m sigstore sign <file>', or with --sign-key";
}
