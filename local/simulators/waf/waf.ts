import type { WebAclModel } from '../../assembly/model';
import { ASSUMPTIONS, type Assumptions } from '../../assumptions';
import type { EdgeRequest } from '../../http';
import type { Clock, IpSets, Locate, RuleGroups, Waf, WafRuleStats, WafVerdict } from '../../ports';
import { type CustomResponse, compileAction, compileBodies } from './actions';
import { createAddressReader } from './addresses';
import { CADENCES, type Cadence } from './cadence';
import { type Acl, Evaluation } from './evaluate';
import { logRecord, type WafLogRecord } from './log-record';
import { DEFAULT_ACTION, Records, within } from './records';
import { compileRules } from './rules';
import { type ManagedKeys, managedKeys, type SampledRequests, type SampleQuery, sampledRequests, shownSample } from './samples';
import { oneOf, record } from './shape';
import { Subject } from './subject';

export interface WafDependencies {
  readonly clock: Clock;
  readonly ipSets: IpSets;
  /** @default none: a web ACL that refers to one cannot be made */
  readonly ruleGroups?: RuleGroups;
  /** Where clients are. @default nobody knows */
  readonly locate?: Locate;
  /** Written into log records. */
  readonly distributionId: string;
  /** How promptly rate-based rules react. @default precise: at every request, which is stricter than AWS */
  readonly cadence?: Pick<Cadence, 'checkEveryMs' | 'lagMs'>;
  /** @default ASSUMPTIONS */
  readonly assumptions?: Assumptions;
}

/** What the edge needs, and for tests and the admin page why it came to that. */
export type Verdict = WafVerdict & {
  /** Name of the rule that ended the evaluation, or 'Default_Action'. */
  readonly terminatingRule: string;
  readonly countedRules: readonly string[];
  /** Full names. */
  readonly labels: readonly string[];
  /** Made when it is asked for. */
  readonly log: WafLogRecord;
};

export interface SimulatedWaf extends Waf {
  evaluate(request: EdgeRequest, requestId: string): Verdict;
  /** As the API's GetSampledRequests. A rule that matched nothing has none. */
  sampledRequests(query: SampleQuery): SampledRequests;
  /** As the API's GetRateBasedStatementManagedKeys. @throws Error for a rule that does not count by address alone */
  managedKeys(rule: string): ManagedKeys;
}

const PROPERTIES = ['Name', 'Scope', 'Description', 'DefaultAction', 'Rules', 'CustomResponseBodies', 'VisibilityConfig', 'Tags'];

/**
 * A web ACL at work, from the properties that the template gives it. What is implemented is listed in README.md beside this file.
 * @throws WafPropertyError when the template holds a property that is not simulated.
 */
export function createWaf(acl: Pick<WebAclModel, 'name' | 'arn' | 'properties'>, dependencies: WafDependencies): SimulatedWaf {
  const { clock, distributionId, locate = () => ({}) } = dependencies;
  const compiled = compileAcl(acl, dependencies);
  const records = new Records();
  const readAddress = createAddressReader();

  return {
    evaluate(request, requestId) {
      const timestamp = clock();
      const evaluation = new Evaluation(compiled, new Subject(request, readAddress, locate), timestamp);
      records.add(request, evaluation, timestamp);
      return new Explained(evaluation, () =>
        logRecord(request, evaluation, { webAclArn: acl.arn, distributionId, requestId, timestamp }),
      );
    },
    stats: () => stats(compiled, records, clock()),
    sampledRequests: (query) => sampledRequests(records, query, clock()),
    managedKeys: (name) => managedKeys(compiled.rules, name, clock()),
  };
}

function compileAcl(acl: Pick<WebAclModel, 'name' | 'arn' | 'properties'>, dependencies: WafDependencies): Acl {
  const { ipSets, ruleGroups = noGroups, cadence = CADENCES.precise, assumptions = ASSUMPTIONS } = dependencies;
  const json = record('WebACL', acl.properties, PROPERTIES);
  oneOf('WebACL.Scope', json.Scope, ['CLOUDFRONT']);
  const bodies = compileBodies('WebACL.CustomResponseBodies', json.CustomResponseBodies);
  const labelPrefix = `awswaf:${acl.arn.split(':')[4] ?? ''}:webacl:${acl.name}:`;
  const context = { ipSets, ruleGroups, bodies, labelPrefix, cadence, assumptions };
  return {
    defaultAction: compileAction('WebACL.DefaultAction', json.DefaultAction, bodies, ['Allow', 'Block']),
    rules: compileRules('WebACL.Rules', json.Rules, context),
    endsCounting: assumptions.wafEndsCounting,
  };
}

const noGroups: RuleGroups = (arn) => {
  throw new Error(`The web ACL refers to a rule group that the simulator was not given: ${arn}`);
};

/** A verdict whose reasons are worked out when somebody asks: the edge never does. */
class Explained {
  readonly action: 'allow' | 'block';
  /** Of the verdict `block`. */
  readonly response: CustomResponse | undefined;
  /** Of the verdict `allow`. */
  readonly insertedHeaders: Evaluation['inserted'];

  constructor(
    private readonly evaluation: Evaluation,
    private readonly record: () => WafLogRecord,
  ) {
    const { action, inserted } = evaluation;
    this.action = action.kind === 'block' ? 'block' : 'allow';
    this.response = action.kind === 'block' ? action.response : undefined;
    this.insertedHeaders = inserted;
  }

  get terminatingRule(): string {
    return this.evaluation.terminating?.name ?? DEFAULT_ACTION;
  }

  get countedRules(): readonly string[] {
    return this.evaluation.counted.map(({ name }) => name);
  }

  get labels(): readonly string[] {
    return this.evaluation.labels;
  }

  get log(): WafLogRecord {
    return this.record();
  }
}

const SHOWN_SAMPLES = 20;

function stats({ rules }: Acl, records: Records, now: number): readonly WafRuleStats[] {
  const all = rules.flatMap((rule) =>
    'group' in rule.condition
      ? [{ name: rule.name, rule }, ...rule.condition.group.rules().map((inner) => ({ name: within(rule, inner), rule: inner }))]
      : [{ name: rule.name, rule }],
  );
  return [...all, { name: DEFAULT_ACTION, rule: undefined }].map(({ name, rule }) => {
    const rate = rule && 'rate' in rule.condition ? rule.condition.rate.stats(now) : undefined;
    const { totals, minutes } = records.summary(name);
    return {
      rule: name,
      matched: totals.allowed + totals.counted + totals.blocked,
      ...totals,
      limited: rate?.limited.map(({ key }) => key) ?? [],
      minutes,
      samples: records.samples(name).slice(0, SHOWN_SAMPLES).map(shownSample),
      ...(rate && { rate }),
    };
  });
}
