/**
 * Bills worked out by hand from the price table. Each step is an equation that can be checked with pencil and paper; the last one is the
 * bill. 1 TB is 1,024 GB; "free" is what AWS includes each month.
 */
import { billOf } from '../../../domain/cost/bill';
import { levelFor, PLANS, type PlanName, underPlan } from '../../../domain/cost/plans';
import { type ShapeUse, usesOfShape } from '../../../domain/cost/shapes';

interface Example {
  readonly title: string;
  readonly uses: readonly ShapeUse[];
  readonly steps: readonly string[];
  /** US dollars a month. */
  readonly bill: number;
}

const us = (gb: number): ShapeUse => ['edge.gb.us_mx_ca', gb, 'bytes'];
const example = (title: string, uses: readonly ShapeUse[], bill: number, ...steps: readonly string[]): Example => ({
  title,
  uses,
  steps,
  bill,
});

const EXAMPLES: readonly Example[] = [
  // CloudFront bytes: the allowance and each boundary of the volume tiers
  example('1 TB is the allowance', [us(1024)], 0, '1,024 GB - 1,024 free = 0'),
  example('one GB more', [us(1025)], 0.085, '1,025 GB - 1,024 free = 1 GB', '1 x 0.085 = 0.085'),
  example('to the end of the first tier', [us(11264)], 870.4, '11,264 - 1,024 free = 10,240', '10,240 x 0.085 = 870.40'),
  example('one GB into the second', [us(11265)], 870.48, '10,240 x 0.085 = 870.40', '1 x 0.080 = 0.08', '870.40 + 0.08 = 870.48'),
  example(
    'to the end of the second tier',
    [us(52224)],
    4147.2,
    '52,224 - 1,024 free = 51,200',
    '10,240 x 0.085 = 870.40',
    '40,960 x 0.080 = 3,276.80',
    '870.40 + 3,276.80 = 4,147.20',
  ),
  example(
    'to the end of the third tier, 150 TB',
    [us(154624)],
    10291.2,
    '154,624 - 1,024 free = 153,600',
    '51,200 cost 4,147.20',
    '102,400 x 0.060 = 6,144',
    '4,147.20 + 6,144 = 10,291.20',
  ),
  example(
    'to the end of the fourth tier, 500 TB',
    [us(513024)],
    24627.2,
    '513,024 - 1,024 free = 512,000',
    '153,600 cost 10,291.20',
    '358,400 x 0.040 = 14,336',
    '10,291.20 + 14,336 = 24,627.20',
  ),
  example(
    'to the end of the fifth tier, 1,024 TB',
    [us(1049600)],
    40724.48,
    '1,049,600 - 1,024 free = 1,048,576',
    '512,000 cost 24,627.20',
    '536,576 x 0.030 = 16,097.28',
    '24,627.20 + 16,097.28 = 40,724.48',
  ),
  example(
    'into the sixth tier',
    [us(1050600)],
    40749.48,
    '1,050,600 - 1,024 free = 1,049,576',
    '1,048,576 cost 40,724.48',
    '1,000 x 0.025 = 25',
    '40,724.48 + 25 = 40,749.48',
  ),
  example(
    'two regions share the allowance by what they serve',
    [
      ['edge.gb.us_mx_ca', 3072, 'bytes'],
      ['edge.gb.jp', 1024, 'bytes'],
    ],
    283.392,
    '4,096 GB in all; 1,024 free are a quarter of each',
    '3,072 - 768 = 2,304; 2,304 x 0.085 = 195.84',
    '1,024 - 256 = 768; 768 x 0.114 = 87.552',
    '195.84 + 87.552 = 283.392',
  ),
  example(
    'each region climbs the tiers by itself',
    [
      ['edge.gb.us_mx_ca', 10752, 'bytes'],
      ['edge.gb.eu_il_tr', 10752, 'bytes'],
    ],
    1740.8,
    '10,752 - 512 free = 10,240 in each',
    '10,240 x 0.085 = 870.40',
    '2 x 870.40 = 1,740.80',
  ),
  // CloudFront requests
  example('10 million requests are free', [['edge.request.us_mx_ca', 10e6, 'requests']], 0, '10,000,000 - 10,000,000 free = 0'),
  example(
    '11 million requests in Europe',
    [['edge.request.eu_il_tr', 11e6, 'requests']],
    1.2,
    '11,000,000 - 10,000,000 free = 1,000,000',
    '1,000,000 / 10,000 = 100',
    '100 x 0.0120 = 1.20',
  ),
  example(
    '20 million requests from the dearest region',
    [['edge.request.sa', 20e6, 'requests']],
    22,
    '20,000,000 - 10,000,000 free = 10,000,000',
    '10,000,000 / 10,000 = 1,000',
    '1,000 x 0.0220 = 22',
  ),
  // functions, store, invalidations
  example('2 million runs of the function are free', [['edge.function', 2e6, 'requests']], 0, '2,000,000 - 2,000,000 free = 0'),
  example(
    '12 million runs, each with a read',
    [
      ['edge.function', 12e6, 'requests'],
      ['edge.read', 12e6, 'requests'],
    ],
    1.3,
    '12 - 2 free = 10 million runs; 10 x 0.10 = 1.00',
    '12 - 2 free = 10 million reads; 10 x 0.03 = 0.30',
    '1.00 + 0.30 = 1.30',
  ),
  example(
    '12 million requests without a token that name a project: the brake and the block are looked up',
    [
      ['edge.function', 12e6, 'requests'],
      ['edge.read', 24e6, 'requests'],
    ],
    1.66,
    '12 - 2 free = 10 million runs; 10 x 0.10 = 1.00',
    '12 x 2 = 24 million reads; 24 - 2 free = 22 million; 22 x 0.03 = 0.66',
    '1.00 + 0.66 = 1.66',
  ),
  example(
    'and with a token: its key and whether it is revoked, too',
    [
      ['edge.function', 12e6, 'requests'],
      ['edge.read', 48e6, 'requests'],
    ],
    2.38,
    '12 - 2 free = 10 million runs; 10 x 0.10 = 1.00',
    '12 x 4 = 48 million reads; 48 - 2 free = 46 million; 46 x 0.03 = 1.38',
    '1.00 + 1.38 = 2.38',
  ),
  example(
    '1,000 invalidations are free, the next costs half a cent',
    [['invalidation', 1001, 'releases']],
    0.005,
    '1,001 - 1,000 free = 1',
    '1 x 0.005 = 0.005',
  ),
  // web ACL
  example(
    'a web ACL of six rules without traffic',
    [
      ['waf.acl', 1, 'fixed'],
      ['waf.rule', 6, 'fixed'],
    ],
    11,
    '1 x 5 = 5',
    '6 x 1 = 6',
    '5 + 6 = 11',
  ),
  example(
    'and with 42.5 million requests: none of them free',
    [
      ['waf.acl', 1, 'fixed'],
      ['waf.rule', 6, 'fixed'],
      ['waf.request', 42.5e6, 'requests'],
    ],
    36.5,
    '5 + 6 = 11',
    '42.5 x 0.60 = 25.50',
    '11 + 25.50 = 36.50',
  ),
  // S3
  example('500 GB stored', [['s3.standard', 500, 'stored']], 11.5, '500 x 0.023 = 11.50'),
  example('50 TB stored end the first tier', [['s3.standard', 51200, 'stored']], 1177.6, '51,200 x 0.023 = 1,177.60'),
  example(
    '60 TB stored',
    [['s3.standard', 61440, 'stored']],
    1402.88,
    '51,200 x 0.023 = 1,177.60',
    '10,240 x 0.022 = 225.28',
    '1,177.60 + 225.28 = 1,402.88',
  ),
  example(
    '600 TB stored',
    [['s3.standard', 614400, 'stored']],
    13465.6,
    '51,200 x 0.023 = 1,177.60',
    '460,800 x 0.022 = 10,137.60',
    '102,400 x 0.021 = 2,150.40',
    '1,177.60 + 10,137.60 + 2,150.40 = 13,465.60',
  ),
  example(
    'tiered: 400 GB in 200,000 files, 1,000 of them new',
    [
      ['s3.tiering', 400, 'stored'],
      ['s3.tiering.monitored', 200_000, 'stored'],
      ['s3.tiering.moved', 1000, 'releases'],
    ],
    9.71,
    '400 x 0.023 = 9.20',
    '200,000 / 1,000 x 0.0025 = 0.50',
    '1,000 / 1,000 x 0.01 = 0.01',
    '9.20 + 0.50 + 0.01 = 9.71',
  ),
  example(
    '300,000 log files written, 5 million reads on misses',
    [
      ['s3.put', 300_000, 'requests'],
      ['s3.get', 5e6, 'requests'],
    ],
    3.5,
    '300 x 0.005 = 1.50',
    '5,000 x 0.0004 = 2.00',
    '1.50 + 2.00 = 3.50',
  ),
  // the intake
  example(
    'Lambda inside its allowance',
    [
      ['lambda.request', 1e6, 'releases'],
      ['lambda.arm64', 400_000, 'releases'],
    ],
    0,
    '1,000,000 - 1,000,000 free = 0 requests',
    '400,000 - 400,000 free = 0 GB-seconds',
  ),
  example(
    'Lambda beyond it',
    [
      ['lambda.request', 3e6, 'releases'],
      ['lambda.arm64', 1_400_000, 'releases'],
    ],
    13.7334,
    '3 - 1 free = 2 million requests; 2 x 0.20 = 0.40',
    '1,400,000 - 400,000 free = 1,000,000 GB-seconds',
    '1,000,000 x 0.0000133334 = 13.3334',
    '0.40 + 13.3334 = 13.7334',
  ),
  example('3 million messages', [['sqs.request', 3e6, 'releases']], 0.8, '3 - 1 free = 2 million', '2 x 0.40 = 0.80'),
  example(
    'a key, and 20,000 signatures',
    [
      ['kms.key', 1, 'fixed'],
      ['kms.sign', 20_000, 'releases'],
    ],
    1.3,
    '1 x 1 = 1',
    '20,000 / 10,000 x 0.15 = 0.30',
    '1 + 0.30 = 1.30',
  ),
  example(
    '10 GB in 1,000 uploads scanned',
    [
      ['guardduty.gb', 10, 'releases'],
      ['guardduty.object', 1000, 'releases'],
    ],
    1.115,
    '10 x 0.09 = 0.90',
    '1,000 / 1,000 x 0.215 = 0.215',
    '0.90 + 0.215 = 1.115',
  ),
  // monitoring
  example('ten alarms are free', [['alarm', 10, 'fixed']], 0, '10 - 10 free = 0'),
  example('twelve alarms', [['alarm', 12, 'fixed']], 0.2, '12 - 10 free = 2', '2 x 0.10 = 0.20'),
  example('four dashboards', [['dashboard', 4, 'fixed']], 3, '4 - 3 free = 1', '1 x 3 = 3'),
  example('25 GB of logs', [['logs.ingest', 25, 'releases']], 10, '25 - 5 free = 20', '20 x 0.50 = 10'),
  example(
    '20 TB of access logs to CloudWatch',
    [['logs.access', 20485, 'requests']],
    7680,
    '20,485 - 5 free = 20,480',
    '10,240 x 0.50 = 5,120',
    '10,240 x 0.25 = 2,560',
    '5,120 + 2,560 = 7,680',
  ),
  // elsewhere
  example('100 GB from a region are free', [['egress', 100, 'bytes']], 0, '100 - 100 free = 0'),
  example('10 TB from a region', [['egress', 10240, 'bytes']], 912.6, '10,240 - 100 free = 10,140', '10,140 x 0.09 = 912.60'),
  example(
    '200 TB from a region',
    [['egress', 204900, 'bytes']],
    14131.2,
    '204,900 - 100 free = 204,800',
    '10,240 x 0.09 = 921.60',
    '40,960 x 0.085 = 3,481.60',
    '102,400 x 0.07 = 7,168',
    '51,200 x 0.05 = 2,560',
    '921.60 + 3,481.60 + 7,168 + 2,560 = 14,131.20',
  ),
  example(
    "CodeArtifact's requests and storage",
    [
      ['codeartifact.request', 1_100_000, 'requests'],
      ['codeartifact.storage', 22, 'stored'],
    ],
    6,
    '1,100,000 - 100,000 free = 1,000,000; / 10,000 x 0.05 = 5',
    '22 - 2 free = 20; 20 x 0.05 = 1',
    '5 + 1 = 6',
  ),
  example(
    'R2: 110 GB, 12 million reads',
    [
      ['r2.storage', 110, 'stored'],
      ['r2.read', 12e6, 'requests'],
    ],
    2.22,
    '110 - 10 free = 100; 100 x 0.015 = 1.50',
    '12 - 10 free = 2 million; 2 x 0.36 = 0.72',
    '1.50 + 0.72 = 2.22',
  ),
];

test.each(EXAMPLES)('$title: $$bill', ({ uses, bill }) => {
  expect(billOf(usesOfShape(uses)).monthly).toBeCloseTo(bill, 6);
});

const number = (text: string): number => Number(text.replaceAll(',', ''));

/** Works out `a x b / c + d = e`, from left to right with multiplication and division first. */
function holds(equation: string): boolean {
  const [left, right] = equation.split(' = ');
  const terms = left!.split(/ (?=[+-] )/);
  const product = (term: string): number =>
    term
      .replace(/^[+-] /, '')
      .split(/ (?=[x/] )/)
      .reduce(
        (value, part) => (part.startsWith('/ ') ? value / number(part.slice(2)) : value * number(part.replace(/^x /, ''))),
        1,
      );
  const value = terms.reduce((sum, term) => sum + (term.startsWith('- ') ? -1 : 1) * product(term), 0);
  return Math.abs(value - number(right!)) < 1e-6;
}

test('every step is a true equation, and the last one is the bill', () => {
  const plain = (text: string): string => text.replace(/ (free|GB-seconds|GB|million|requests|runs|reads|in each)\b/g, '').trim();
  for (const { title, steps, bill } of EXAMPLES) {
    // A step without an equals sign says what earlier examples have shown.
    const equations = steps.flatMap((step) => step.split('; ')).filter((step) => /^[\d,.]+ .* = /.test(step));
    expect({ title, wrong: equations.filter((equation) => !holds(plain(equation))) }).toEqual({ title, wrong: [] });
    expect({ title, bill: number(plain(equations.at(-1)!).split(' = ')[1]!) }).toEqual({ title, bill });
  }
  expect(EXAMPLES.length).toBeGreaterThanOrEqual(30);
});

test.each([
  // name, million requests, TB: level and fee
  ['pro', 10, 50, 'DEFAULT', 15],
  ['pro', 10.000001, 50, undefined, undefined],
  ['pro', 10, 50.1, undefined, undefined],
  ['business', 125, 50, 'DEFAULT', 200],
  ['business', 125.1, 1, undefined, undefined],
  ['premium', 500, 50, 'DEFAULT', 1000],
  ['premium', 500.1, 50, 'CF_PREMIUM_L2', 1450],
  ['premium', 750, 75, 'CF_PREMIUM_L2', 1450],
  ['premium', 750, 75.1, 'CF_PREMIUM_L3', 2250],
  ['premium', 1250, 125, 'CF_PREMIUM_L3', 2250],
  ['premium', 2000, 200, 'CF_PREMIUM_L4', 3500],
  ['premium', 3500, 350, 'CF_PREMIUM_L5', 6000],
  ['premium', 6000, 600, 'CF_PREMIUM_L6', 10000],
  ['premium', 6000, 600.1, undefined, undefined],
] as const)('%s at %f million requests and %f TB: level %s, $%s', (name, requests, tb, level, fee) => {
  const plan = levelFor(name, { requests: requests * 1e6, gb: tb * 1024 });
  expect([plan?.level, plan?.monthly]).toEqual([level, fee]);
});

test.each([
  // 15 + 1 key; CloudFront, web ACL and function are included: 16
  ['pro', 0, 16],
  // 15 + 1 + (150 - 50 credited) x 0.023 = 18.30
  ['pro', 150, 18.3],
  // 200 + 1 + (2,024 - 1,024 credited) x 0.023 = 224
  ['business', 2024, 224],
  // 1,000 + 1 + (6,120 - 5,120 credited) x 0.023 = 1,024
  ['premium', 6120, 1024],
] as const)('under %s with %f GB stored: $%f, whatever the plan includes', (name: PlanName, storedGb, bill) => {
  const uses = usesOfShape([
    us(40_000),
    ['edge.request.us_mx_ca', 9e6, 'requests'],
    ['edge.function', 9e6, 'requests'],
    ['edge.read', 9e6, 'requests'],
    ['waf.acl', 1, 'fixed'],
    ['waf.rule', 6, 'fixed'],
    ['waf.request', 9e6, 'requests'],
    ['route53.zone', 1, 'fixed'],
    ['kms.key', 1, 'fixed'],
    ['s3.standard', storedGb, 'stored'],
  ]);
  expect(underPlan(uses, PLANS.find((plan) => plan.name === name)!).monthly).toBeCloseTo(bill, 6);
});
