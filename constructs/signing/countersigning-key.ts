import { AccountRootPrincipal, type IRole, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

export interface CountersigningKeyProps {
  /** The only role that may sign. */
  readonly signer: IRole;
  /** Which key of the registry's this is. @default 1 */
  readonly generation?: number;
}

/**
 * Everything that an account's administrators need to look after the key and to verify with it. `kms:Sign` is not among it, so
 * that no policy elsewhere in the account can grant it; who may change this key policy could, and CloudTrail would show it.
 */
const ADMINISTRATION = [
  'kms:CancelKeyDeletion',
  'kms:DescribeKey',
  'kms:DisableKey',
  'kms:EnableKey',
  'kms:GetKeyPolicy',
  'kms:GetKeyRotationStatus', // CloudFormation reads it of every key
  'kms:GetPublicKey',
  'kms:ListKeyPolicies',
  'kms:ListResourceTags',
  'kms:PutKeyPolicy',
  'kms:ScheduleKeyDeletion',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateKeyDescription',
  'kms:Verify',
];

/**
 * The key with which the registry signs what it accepts (ECDSA P-256). Kept when the stack is deleted: what it signed stays
 * verifiable, and a deleted key never comes back. Nobody gets its private part, and so KMS cannot rotate it: a new key is a new
 * construct, and the one before it stays until the ledger has introduced the new one (docs/runbook.md).
 *
 * ### Cost
 * $1 a month for as long as KMS has it, also without the stack and while it is disabled, and $0.15 for 10,000 signatures (us-east-1, 2024-07).
 */
export class CountersigningKey extends Construct {
  public readonly key: IKey;

  constructor(scope: Construct, id: string, props: CountersigningKeyProps) {
    super(scope, id);
    this.key = new Key(this, 'Resource', {
      description: `Countersigns release records and ledger entries of the registry, generation ${props.generation ?? 1}.`,
      keySpec: KeySpec.ECC_NIST_P256,
      keyUsage: KeyUsage.SIGN_VERIFY,
      removalPolicy: RemovalPolicy.RETAIN,
      policy: new PolicyDocument({
        statements: [
          new PolicyStatement({
            sid: 'Administer',
            principals: [new AccountRootPrincipal()],
            actions: ADMINISTRATION,
            resources: ['*'],
          }),
          new PolicyStatement({
            sid: 'Sign',
            principals: [props.signer],
            actions: ['kms:Sign', 'kms:GetPublicKey'],
            resources: ['*'],
          }),
        ],
      }),
    });
  }
}
