/** The part of AWS WAF's rule language that the web ACL uses, as plain data in the spelling of CDK's `CfnWebACL`. */
export type Statement = ByteMatch | IpSetReference | Or | Not | RateBased;

export interface ByteMatch {
  readonly byteMatchStatement: {
    readonly fieldToMatch:
      | { readonly uriPath: object }
      | {
          readonly headers: {
            readonly matchPattern: { readonly all: object };
            readonly matchScope: 'ALL' | 'KEY' | 'VALUE';
            readonly oversizeHandling: 'CONTINUE' | 'MATCH' | 'NO_MATCH';
          };
        };
    readonly positionalConstraint: 'EXACTLY' | 'STARTS_WITH' | 'ENDS_WITH' | 'CONTAINS' | 'CONTAINS_WORD';
    readonly searchString: string;
    readonly textTransformations: { readonly priority: number; readonly type: 'NONE' | 'LOWERCASE' }[];
  };
}

export interface IpSetReference {
  readonly ipSetReferenceStatement: { readonly arn: string };
}

export interface Or {
  readonly orStatement: { readonly statements: Statement[] };
}

export interface Not {
  readonly notStatement: { readonly statement: Statement };
}

export interface RateBased {
  readonly rateBasedStatement: {
    readonly aggregateKeyType: 'IP';
    readonly limit: number;
    readonly evaluationWindowSec: number;
    readonly scopeDownStatement?: Statement;
  };
}
