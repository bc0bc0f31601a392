#!/bin/sh
# Publishes a release from any CI that hands out OIDC tokens, without any secret.
#
# registry.config.ts of the registry names the job by the `iss`, `sub` and `aud` of its token, letter by letter:
#   pipelines: [{ ci: 'oidc', issuer: 'https://ci.example', subject: 'job:demo:release', audience: 'commons-registry' }]
#
# Keyless signing needs a token that the Sigstore instance believes as well: the public one knows a few issuers
# (https://github.com/sigstore/fulcio/blob/main/config/identity/config.yaml). With another issuer sign with a key that the
# registry has pinned (`keys` in its configuration), as here.
#
# The CI sets: CI_TOKEN (a token for the audience above), ROLE_ARN and STAGING_BUCKET (outputs of the registry's stack),
# SIGNING_KEY_FILE (a PEM file).
set -eu

export AWS_REGION=us-east-1
export AWS_ROLE_ARN="$ROLE_ARN"
AWS_WEB_IDENTITY_TOKEN_FILE="$(mktemp)"
export AWS_WEB_IDENTITY_TOKEN_FILE
trap 'rm -f "$AWS_WEB_IDENTITY_TOKEN_FILE"' EXIT
printf '%s' "$CI_TOKEN" > "$AWS_WEB_IDENTITY_TOKEN_FILE"

node commons-registry/bin/registry.mjs publish dist --sign-key "$SIGNING_KEY_FILE" --bucket "$STAGING_BUCKET"
