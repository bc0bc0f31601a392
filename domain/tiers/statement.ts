/** The part of AWS WAF's rule language that the web ACL uses, as plain data in the spelling of CDK's `CfnWebACL`. */
export type Statement = ByteMatch | IpSetReference | RuleGroupReference | And | Or | Not | RateBased;

export interface TextTransformation {
  /** Those of the lowest number first. */
  readonly priority: number;
  readonly type: 'NONE' | 'LOWERCASE' | 'COMPRESS_WHITE_SPACE';
}

export interface ByteMatch {
  readonly byteMatchStatement: {
    readonly fieldToMatch:
      | { readonly uriPath: object }
      | { readonly singleHeader: { readonly Name: string } }
      | {
          readonly headers: {
            readonly matchPattern: { readonly all: object };
            readonly matchScope: 'ALL' | 'KEY' | 'VALUE';
            readonly oversizeHandling: 'CONTINUE' | 'MATCH' | 'NO_MATCH';
          };
        };
    readonly positionalConstraint: 'EXACTLY' | 'STARTS_WITH' | 'ENDS_WITH' | 'CONTAINS' | 'CONTAINS_WORD';
    readonly searchString: string;
    readonly textTransformations: TextTransformation[];
  };
}

export interface IpSetReference {
  readonly ipSetReferenceStatement: { readonly arn: string };
}

/** Only as the whole statement of a rule. */
export interface RuleGroupReference {
  readonly ruleGroupReferenceStatement: { readonly arn: string };
}

export interface And {
  readonly andStatement: { readonly statements: Statement[] };
}

export interface Or {
  readonly orStatement: { readonly statements: Statement[] };
}

export interface Not {
  readonly notStatement: { readonly statement: Statement };
}

/** What requests are counted by. A request that lacks a custom key is not counted at all. */
export type CustomKey =
  | { readonly header: { readonly name: string; readonly textTransformations: TextTransformation[] } }
  | { readonly asn: object };

/** Only as the whole statement of a rule. */
export interface RateBased {
  readonly rateBasedStatement: {
    readonly aggregateKeyType: 'IP' | 'CUSTOM_KEYS';
    readonly customKeys?: CustomKey[];
    readonly limit: number;
    readonly evaluationWindowSec: number;
    readonly scopeDownStatement?: Statement;
  };
}

/** All of the statements; AWS WAF takes no AND of one. */
export const allOf = (statements: Statement[]): Statement =>
  statements.length === 1 ? statements[0]! : { andStatement: { statements } };

/** Any of the statements, without an OR inside the OR; AWS WAF takes no OR of one. */
export function anyOf(alternatives: Statement[]): Statement {
  const statements = alternatives.flatMap((each) => ('orStatement' in each ? each.orStatement.statements : [each]));
  return statements.length === 1 ? statements[0]! : { orStatement: { statements } };
}

export const not = (statement: Statement): Not => ({ notStatement: { statement } });

export const inSet = (arn: string): IpSetReference => ({ ipSetReferenceStatement: { arn } });
