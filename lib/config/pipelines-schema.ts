/** Whom the roles of publishers and operators open to. No field takes a wildcard. */
import { z } from 'zod';
import { advice } from './fields';

const REPOSITORY = /^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[A-Za-z0-9._-]{1,100}$/;

const gitRef = z
  .string()
  .regex(/^refs\/(heads|tags)\/[^\s*?:~^\\[]{1,200}$/)
  .register(advice, {
    allowed: "one git ref in full, without wildcards, e.g. 'refs/heads/main'",
    change: 'name the branch that releases are made from',
  });

const issuer = z
  .string()
  .regex(/^https:\/\/[^\s*?#]{1,200}[^\s*?#/]$/)
  .register(advice, {
    allowed: 'one exact https:// address, without wildcards and without a slash at the end',
    change: "write the 'iss' of its tokens",
  });

const number = z
  .string()
  .regex(/^\d{1,20}$/)
  .register(advice, { allowed: 'a number as text', change: "copy it from the repository's API answer" });

const githubPipeline = z.strictObject({
  ci: z.literal('github').register(advice, { allowed: "'github', 'gitlab' or 'oidc'", change: 'name the CI' }),
  repository: z.string().regex(REPOSITORY).register(advice, {
    allowed: "one repository, without wildcards: 'owner/name'",
    change: 'name the one repository that releases are made in; a whole organisation is never trusted',
  }),
  /** Path of the workflow file. */
  workflow: z
    .string()
    .regex(/^\.github\/workflows\/[A-Za-z0-9._-]{1,100}\.ya?ml$/)
    .register(advice, {
      allowed: "the path of one workflow file, e.g. '.github/workflows/release.yml'",
      change: 'name the workflow that releases',
    }),
  ref: gitRef,
  /** @default a job without environment */
  environment: z
    .string()
    .regex(/^[^\s*?:]{1,255}$/)
    .optional()
    .register(advice, {
      allowed: 'the name of one environment, without spaces, colons and wildcards',
      change: 'rename the environment, or leave it out',
    }),
  /** Ids in the subject of repositories made or renamed since July 2026. @default names only */
  ids: z.strictObject({ owner: number, repository: number }).optional().register(advice, {
    allowed: '{ owner, repository }, both numbers as text',
    change: 'give both when the subject of the tokens has them, else leave it out',
  }),
});

const gitlabPipeline = z.strictObject({
  ci: z.literal('gitlab').register(advice, { allowed: "'github', 'gitlab' or 'oidc'", change: 'name the CI' }),
  /** With every group. */
  project: z
    .string()
    .regex(/^[A-Za-z0-9_][A-Za-z0-9._-]*(\/[A-Za-z0-9_][A-Za-z0-9._-]*)+$/)
    .register(advice, {
      allowed: "one project with its groups, without wildcards: 'group/project'",
      change: 'name the one project that releases are made in; a whole group is never trusted',
    }),
  branch: z
    .string()
    .regex(/^[^\s*?:]{1,200}$/)
    .register(advice, {
      allowed: "the name of one branch, without wildcards, e.g. 'main'",
      change: 'name the protected branch that releases are made from',
    }),
  /** @default 'https://gitlab.com' */
  issuer: issuer.default('https://gitlab.com'),
});

const oidcPipeline = z.strictObject({
  ci: z.literal('oidc').register(advice, { allowed: "'github', 'gitlab' or 'oidc'", change: 'name the CI' }),
  issuer,
  subject: z
    .string()
    .regex(/^[^\s*?$]{1,255}$/)
    .register(advice, {
      allowed: 'one exact subject, without wildcards and spaces',
      change: "write the 'sub' of the release job's token in full",
    }),
  audience: z
    .string()
    .regex(/^[^\s*?$]{1,255}$/)
    .register(advice, { allowed: 'one exact audience', change: "write the 'aud' that the job asks for" }),
});

export const pipelinesSchema = z.array(z.union([githubPipeline, gitlabPipeline, oidcPipeline])).register(advice, {
  allowed: 'a list of pipelines: GitHub, GitLab, or another issuer of OIDC tokens',
  change:
    "write [{ ci: 'github', repository, workflow, ref }], [{ ci: 'gitlab', project, branch }] or [{ ci: 'oidc', issuer, subject, audience }]",
});

/** Users, not roles: a role that another account or an identity provider hands out says nothing of MFA to IAM. */
export const usersSchema = z
  .array(
    z
      .string()
      .regex(/^arn:aws:iam::\d{12}:user\/[\w+=,.@/-]{1,512}$/)
      .register(advice, {
        allowed: 'the ARN of one IAM user, e.g. arn:aws:iam::123456789012:user/alice',
        change: 'name each person by a user of their own, with an MFA device; IAM refuses users that do not exist',
      }),
  )
  .max(10)
  .register(advice, { allowed: 'a list of at most 10 ARNs of IAM users', change: 'write the ARN of each person' });

export const accessSchema = z
  .strictObject({
    /** May give commands (yank, reindex, ...), after MFA. @default nobody */
    operators: usersSchema.default([]),
    /** May delete locked files, after MFA, for a court order or a leaked secret. @default nobody */
    breakGlass: usersSchema.default([]),
    /** ARN of each identity provider that the account has already, by issuer. @default the stack makes them */
    oidcProviders: z
      .record(
        z.string(),
        z
          .string()
          .regex(/^arn:aws:iam::\d{12}:oidc-provider\/\S+$/)
          .register(advice, {
            allowed: 'the ARN of an OIDC provider in IAM',
            change: "copy it from 'aws iam list-open-id-connect-providers'",
          }),
      )
      .refine((arns) => Object.entries(arns).every(([url, arn]) => url === `https://${arn.replace(/^.*:oidc-provider\//, '')}`))
      .default({})
      .register(advice, {
        allowed:
          "{ 'https://issuer.example': 'arn:aws:iam::123456789012:oidc-provider/issuer.example' }, each with its own issuer",
        change: 'leave it out when the account has none',
      }),
  })
  .prefault({})
  .register(advice, { allowed: '{ operators?, breakGlass?, oidcProviders? }', change: 'leave it out for the defaults' });
