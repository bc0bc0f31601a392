/**
 * What a request claims, as the web ACL can see it: it reads a path and a header, but proves nothing. The edge function refuses
 * every false claim, so a claim decides only which rule counts.
 */
import { allOf, anyOf, type ByteMatch, not, type Statement, type TextTransformation } from './statement';
import { ANONYMOUS, TIERS_PREFIX, type Tier } from './tier';

/**
 * The request claims a tier, or one holder in it: by path, or on a path that claims nothing by a token in the Authorization header.
 * Basic authentication is not seen: what its base64 says depends on the length of the user name before the token. The tier of such
 * a request is claimed by its path.
 */
export const claims = (tier: string, holder?: string): Statement =>
  anyOf([pathBelow(tier, holder), allOf([not(pathStartsWith(TIERS_PREFIX)), presents(tier, holder)])]);

/** The request claims none of the tiers. */
export function claimsNothing(tiers: readonly Pick<Tier, 'name'>[]): Statement | undefined {
  const names = tiers.map(({ name }) => name).filter((name) => name !== ANONYMOUS);
  if (!names.length) return undefined;
  const paths = names.map((name) => pathBelow(name));
  const tokens = anyOf(names.map((name) => presents(name)));
  return not(anyOf([...paths, allOf([not(pathStartsWith(TIERS_PREFIX)), tokens])]));
}

/**
 * The request shows no token in any form, Basic included, and claims no tier by its path. Stricter than {@link claimsNothing}, so that no
 * token that the web ACL cannot read is taken for none; who sends a false one is answered 401 before a byte is spent.
 */
export const showsNothing = (): Statement[] => [
  not(pathStartsWith(TIERS_PREFIX)),
  not({
    byteMatchStatement: {
      fieldToMatch: { headers: { matchPattern: { all: {} }, matchScope: 'KEY', oversizeHandling: 'CONTINUE' } },
      positionalConstraint: 'EXACTLY',
      searchString: 'authorization',
      textTransformations: [{ priority: 0, type: 'LOWERCASE' }],
    },
  }),
];

const named = (tier: string, holder: string | undefined, end: string): string =>
  [tier, ...(holder ? [holder] : []), ''].join(end);

const pathBelow = (tier: string, holder?: string): ByteMatch => pathStartsWith(TIERS_PREFIX + named(tier, holder, '/'));

/** A token as `Bearer` or, as cargo sends it, bare. */
function presents(tier: string, holder?: string): Statement {
  const token = `cr1.${named(tier, holder, '.')}`;
  return anyOf([headerStartsWith(`bearer ${token}`), headerStartsWith(token)]);
}

/** The path as the client sent it, which is what the edge function reads too. */
export const pathStartsWith = (searchString: string): ByteMatch => ({
  byteMatchStatement: {
    fieldToMatch: { uriPath: {} },
    positionalConstraint: 'STARTS_WITH',
    searchString,
    textTransformations: [{ priority: 0, type: 'NONE' }],
  },
});

/** The scheme is `Bearer` in any case, with any number of spaces after it. */
export const AS_THE_FUNCTION_READS_IT: TextTransformation[] = [
  { priority: 0, type: 'COMPRESS_WHITE_SPACE' },
  { priority: 1, type: 'LOWERCASE' },
];

const headerStartsWith = (searchString: string): ByteMatch => ({
  byteMatchStatement: {
    fieldToMatch: { singleHeader: { Name: 'authorization' } },
    positionalConstraint: 'STARTS_WITH',
    searchString,
    textTransformations: AS_THE_FUNCTION_READS_IT,
  },
});
