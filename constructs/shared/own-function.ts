import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type FunctionProps, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge';

/** Whom a function runs as, and where it writes. */
export interface Identity {
  readonly log: LogGroup;
  readonly role: Role;
  /** All that the function may do. Who adds to it acknowledges its wildcards. */
  readonly policy: ManagedPolicy;
}

/** @param holds what stands in the log, as part of a sentence: `names of public packages` */
export function functionIdentity(scope: Construct, holds: string): Identity {
  const log = new LogGroup(scope, 'Log', { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
  acknowledge(
    log,
    ['nist'],
    'CloudWatchLogGroupEncrypted',
    `The log holds ${holds} only and is encrypted with a key of the service; a key of our own costs $1 a month.`,
  );
  const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const policy = new ManagedPolicy(scope, 'Policy', { roles: [role] });
  policy.addStatements(
    new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [log.logGroupArn] }),
  );
  return { log, role, policy };
}

/** What functions differ in. */
type Varying = 'description' | 'code' | 'memorySize' | 'timeout' | 'environment' | 'ephemeralStorageSize';

/** Why a function does without what cdk-nag asks for. */
export interface Without {
  readonly tracing: string;
  readonly reservedConcurrency: string;
  readonly deadLetters: string;
}

/** A function with a role and a log of its own; it is in no VPC. */
export function ownFunction(
  scope: Construct,
  { log, role }: Identity,
  props: Pick<FunctionProps, Varying>,
  without: Without,
): LambdaFunction {
  const made = new LambdaFunction(scope, 'Function', {
    ...props,
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    logGroup: log,
    // CDK would add inline policies for the log and for what calls the function; `policy` has them.
    role: role.withoutPolicyUpdates(),
  });
  acknowledge(made, ['serverless'], 'LambdaTracing', without.tracing);
  acknowledge(made, ['nist'], 'LambdaConcurrency', without.reservedConcurrency);
  acknowledge(
    made,
    ['nist'],
    'LambdaInsideVPC',
    'It calls public AWS endpoints only; a VPC would add the price of a NAT gateway.',
  );
  acknowledge(made, ['nist', 'serverless'], 'LambdaDLQ', without.deadLetters);
  return made;
}
