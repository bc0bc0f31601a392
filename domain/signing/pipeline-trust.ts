/**
 * Which job of which CI may take a publisher's role: every claim is pinned to one value, so no wildcard can open it to a fork,
 * another repository or another workflow.
 */

/** A release job, as the configuration names it. */
export type Pipeline = GithubPipeline | GitlabPipeline | OidcPipeline;

export interface GithubPipeline {
  readonly ci: 'github';
  /** `owner/name`. */
  readonly repository: string;
  /** Path of the workflow file, e.g. `.github/workflows/release.yml`. */
  readonly workflow: string;
  /** Git ref that the workflow runs on, in full, e.g. `refs/heads/main`. */
  readonly ref: string;
  /** Name of the environment that the job runs in. @default - a job without one */
  readonly environment?: string | undefined;
  /** Ids that GitHub writes into the subject of repositories made or renamed since July 2026. @default - a subject with names only */
  readonly ids?: { readonly owner: string; readonly repository: string } | undefined;
}

export interface GitlabPipeline {
  readonly ci: 'gitlab';
  /** `group/project`, with every subgroup. */
  readonly project: string;
  readonly branch: string;
  /** Address of the GitLab instance, without a slash at the end. */
  readonly issuer: string;
}

/** Any other issuer of OIDC tokens: AWS hands its `aud` and `sub` to the policy, and nothing else. */
export interface OidcPipeline {
  readonly ci: 'oidc';
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
}

export interface PipelineTrust {
  /** `https://` address of who signs the token. */
  readonly issuer: string;
  /** Name and value of each claim that the token must have, `aud` and `sub` always. */
  readonly claims: Readonly<Record<string, string>>;
}

export const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com';

/** What tokens of GitHub and GitLab are asked to be made for. */
export const STS_AUDIENCE = 'sts.amazonaws.com';

export function trustOf(pipeline: Pipeline): PipelineTrust {
  switch (pipeline.ci) {
    case 'github':
      return { issuer: GITHUB_ISSUER, claims: githubClaims(pipeline) };
    case 'gitlab': {
      const { issuer, project, branch } = pipeline;
      // https://docs.gitlab.com/ci/secrets/id_token_authentication/; the path of the CI file is no claim that AWS reads
      return { issuer, claims: { aud: STS_AUDIENCE, sub: `project_path:${project}:ref_type:branch:ref:${branch}` } };
    }
    case 'oidc':
      return { issuer: pipeline.issuer, claims: { aud: pipeline.audience, sub: pipeline.subject } };
  }
}

/**
 * The subject alone says nothing about the workflow, and with an environment nothing about the ref; AWS reads both since 2026-01.
 * {@link https://docs.github.com/en/actions/reference/security/oidc}
 * {@link https://aws.amazon.com/about-aws/whats-new/2026/01/aws-sts-supports-validation-identity-provider-claims/}
 */
function githubClaims({ repository, workflow, ref, environment, ids }: GithubPipeline): Record<string, string> {
  const [owner = '', name = ''] = repository.split('/');
  const subject = ids ? `${owner}@${ids.owner}/${name}@${ids.repository}` : repository;
  return {
    aud: STS_AUDIENCE,
    sub: `repo:${subject}:${environment === undefined ? `ref:${ref}` : `environment:${environment}`}`,
    job_workflow_ref: `${repository}/${workflow}@${ref}`,
    ref,
    ...(ids && { repository_id: ids.repository }),
  };
}

/** How IAM names a claim in conditions: the issuer without `https://` before it. */
export const claimKey = (issuer: string, claim: string): string => `${providerName(issuer)}:${claim}`;

/** How IAM names the provider of an issuer. */
export const providerName = (issuer: string): string => issuer.replace(/^https:\/\//, '');
