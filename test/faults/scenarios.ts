/** Histories of a registry, each with one message at its end during which things go wrong. */
import { createHash } from 'node:crypto';
import { ACCESS_CLOCK_MESSAGE, ACCESS_PROJECT } from '../../domain/contracts/access';
import type { Command } from '../../domain/contracts/release';
import { ECOSYSTEM_NAMES, type EcosystemName } from '../../domain/packages/names';
import { fileCause, publisherCause } from '../../domain/records/blocks';
import { DEFAULT_SCREENING } from '../../lib/config/defaults';
import { POLICY } from '../functions/intake/bench';
import { SAMPLES } from '../helpers/every-ecosystem';
import { type Archive, wheel } from '../helpers/pypi-archives';
import type { Known } from './observer';
import {
  at,
  command,
  type Deployment,
  deliver,
  type Message,
  misplacedMessage,
  newRegistry,
  type Of,
  type Registry,
  upload,
} from './registry';

export interface Scenario {
  readonly name: string;
  /** From the beginning. @default - the plainest one */
  readonly deployment?: Deployment;
  /** @returns the last message */
  readonly prepare: (history: History) => Promise<Message>;
}

export const DEMO: Of = { ecosystem: 'pypi', project: 'demo' };
const OTHER: Of = { ecosystem: 'pypi', project: 'other' };
const SQUAT: Of = { ecosystem: 'pypi', project: 'requestz' };

const policyOf = (more: Partial<Deployment['policy']> = {}): Deployment['policy'] => {
  const projects = ECOSYSTEM_NAMES.flatMap((ecosystem) =>
    [SAMPLES[ecosystem].project, SAMPLES[ecosystem].other, 'other', 'requestz'].map((project) => ({
      ...POLICY.projects[0]!,
      ecosystem,
      project,
    })),
  );
  return { ...POLICY, ecosystems: [...ECOSYSTEM_NAMES], projects, ...more };
};

const PLAIN: Deployment = { policy: policyOf(), generations: [1] };
const SCREENING = { ...DEFAULT_SCREENING, allowNames: [] };
const SCREENED: Deployment = { ...PLAIN, policy: policyOf({ screening: SCREENING }) };
const SCANNED: Deployment = { ...PLAIN, policy: policyOf({ screening: { ...SCREENING, scanMinutes: 60 } }) };
const STRICTER: Deployment = { ...PLAIN, policy: policyOf({ limits: { ...POLICY.limits, maxFiles: 2 } }) };
const SPLIT: Deployment = { ...PLAIN, filesUrls: ['https://files.example.org'] };
export const INTRODUCING: Deployment = { ...PLAIN, generations: [1, 2] };
export const ROTATED: Deployment = { ...PLAIN, generations: [2] };

/** A registry and what has happened in it; each step is a minute after the one before. */
export class History {
  readonly registry = newRegistry();
  readonly known: Known[] = [];
  private minute = 0;

  constructor(private deployment = PLAIN) {}

  deploy(deployment: Deployment): void {
    this.deployment = deployment;
  }

  async upload(of: Of, version: string, files: readonly Archive[]): Promise<Message> {
    this.known.push({ ...of, version, files });
    return upload(this.registry, of, version, files, this.now());
  }

  wheel(of: Of, version: string, source?: string): Promise<Message> {
    return this.upload(of, version, [wheel({ name: of.project, version, ...(source !== undefined && { source }) })]);
  }

  async sample(ecosystem: EcosystemName, version: string): Promise<Message> {
    const { project, files } = SAMPLES[ecosystem];
    return this.upload({ ecosystem, project }, version, await files(version));
  }

  command(asked: Partial<Command> & Of): Promise<Message> {
    return command(this.registry, asked, this.now());
  }

  async misplaced(key: string): Promise<Message> {
    await this.registry.staging.put(key, { body: Buffer.from('{}'), contentType: 'application/json' });
    return misplacedMessage(key, this.now().minute, this.deployment);
  }

  async done(message: Promise<Message>): Promise<void> {
    const failed = await deliver(this.registry, await message);
    if (failed.length > 0) throw new Error('A step of the history failed.');
  }

  invalidation(): Message {
    const bodies = this.registry.invalidations.messages.map((request) => JSON.stringify(request));
    return { queue: 'invalidations', bodies, time: at(this.minute), deployment: this.deployment };
  }

  /** What the schedule sends. */
  hour(): Message {
    const { minute, deployment } = this.now();
    return { queue: 'intake', bodies: [JSON.stringify(ACCESS_CLOCK_MESSAGE)], time: at(minute), deployment };
  }

  private now(): { minute: number; deployment: Deployment } {
    return { minute: this.minute++, deployment: this.deployment };
  }
}

async function withReleases(history: History): Promise<void> {
  await history.done(history.wheel(DEMO, '1.0'));
  await history.done(history.wheel(DEMO, '2.0'));
  await history.done(history.wheel(OTHER, '1.0'));
}

/** `requests` of somebody else is known by name. */
async function withHeld(history: History): Promise<string> {
  history.deploy(SCREENED);
  await history.done(history.wheel(DEMO, '1.0'));
  const names = { schema: 1, names: ['demo', 'requests'] };
  await history.registry.records.put('state/names/pypi.json', {
    body: Buffer.from(JSON.stringify(names)),
    contentType: 'application/json',
  });
  await history.done(history.wheel(SQUAT, '1.0'));
  return 'upload-1-xxxx';
}

const settled =
  (action: 'approve' | 'reject') =>
  async (history: History): Promise<Message> =>
    history.command({ ...SQUAT, action, reason: 'Somebody looked.', upload: await withHeld(history) });

export const DIGEST = createHash('sha256')
  .update(wheel({ name: 'demo', version: '1.0' }).body)
  .digest('hex');
const BLOCK = { action: 'block', status: 410, reason: 'it stole tokens' } as const;
const TARGETS: readonly (readonly [string, Partial<Command> & Of])[] = [
  ['a version', { ...DEMO, version: '1.0' }],
  ['a project', DEMO],
  ['a file', { ecosystem: '-', project: fileCause(DIGEST) }],
  ['a publisher', { ecosystem: '-', project: publisherCause('release@example.org') }],
];

const after =
  (asked: Partial<Command> & Of, ...before: readonly (Partial<Command> & Of)[]) =>
  async (history: History): Promise<Message> => {
    await withReleases(history);
    for (const earlier of before) await history.done(history.command(earlier));
    return history.command(asked);
  };

export const YANK = { ...DEMO, action: 'yank', version: '1.0', reason: 'Loses data.' } as const;

/** What an accident or an attacker may take away, because all of it is on record. */
const DERIVED = /^(index|open|projects|state\/introductions)\//;

export function wipe({ packages, records, ...rest }: Registry): Registry {
  const left = newRegistry();
  for (const [from, to] of [
    [packages, left.packages],
    [records, left.records],
  ] as const)
    for (const key of from.keys().filter((name) => !DERIVED.test(name))) void to.put(key, from.current(key)!);
  return { ...rest, packages: left.packages, records: left.records };
}

const RELEASES: readonly Scenario[] = [
  { name: 'the first release of a registry', prepare: (history) => history.wheel(DEMO, '1.0') },
  {
    name: 'the first release of a second project',
    prepare: async (history) => {
      await history.done(history.wheel(DEMO, '1.0'));
      return history.wheel(OTHER, '1.0');
    },
  },
  {
    name: 'a release of a version that is taken',
    prepare: async (history) => {
      await history.done(history.wheel(DEMO, '1.0'));
      return history.wheel(DEMO, '1.0', 'other = 1\n');
    },
  },
  {
    name: 'a release.json in a wrong place',
    prepare: (history) => history.misplaced('uploads/pypi/demo/upload-0001/sub/release.json'),
  },
  {
    name: 'a release that is held',
    prepare: async (history) => {
      await withHeld(history);
      return history.wheel(SQUAT, '1.1');
    },
  },
  {
    name: 'a first release that is screened',
    prepare: (history) => {
      history.deploy(SCREENED);
      return history.wheel(DEMO, '1.0');
    },
  },
  {
    name: 'a release that was found clean',
    prepare: (history) => {
      history.deploy(SCANNED);
      return history.wheel(DEMO, '1.0');
    },
  },
  {
    name: 'a release that is not scanned yet',
    prepare: async (history) => {
      history.deploy(SCANNED);
      const message = await history.wheel(DEMO, '1.0');
      history.registry.scanned.clear();
      return message;
    },
  },
  {
    name: 'a release of a file that is blocked',
    prepare: async (history) => {
      await history.done(history.wheel(OTHER, '1.0'));
      await history.done(history.command({ ...TARGETS[2]![1], ...BLOCK }));
      return history.wheel(DEMO, '1.0');
    },
  },
  {
    name: 'a release of a project with a blocked version',
    prepare: async (history) => {
      await withReleases(history);
      await history.done(history.command({ ...TARGETS[0]![1], ...BLOCK }));
      return history.wheel(DEMO, '3.0');
    },
  },
  {
    name: 'the first release under another policy',
    prepare: async (history) => {
      await history.done(history.wheel(DEMO, '1.0'));
      history.deploy(STRICTER);
      return history.wheel(DEMO, '1.1');
    },
  },
  {
    name: 'the first release after a new key was deployed',
    prepare: async (history) => {
      await history.done(history.sample('npm', '1.0.0'));
      history.deploy(INTRODUCING);
      return history.sample('npm', '1.9.0');
    },
  },
  {
    name: 'the first release after an old key was retired',
    prepare: async (history) => {
      await history.done(history.sample('npm', '1.0.0'));
      history.deploy(INTRODUCING);
      await history.done(history.sample('npm', '1.9.0'));
      history.deploy(ROTATED);
      return history.sample('npm', '1.10.0');
    },
  },
];

const OF_EACH_ECOSYSTEM: readonly Scenario[] = ECOSYSTEM_NAMES.flatMap((ecosystem) => {
  const [first, , second] = SAMPLES[ecosystem].versions;
  return [
    {
      name: `a further release of ${ecosystem}`,
      prepare: async (history: History) => {
        await history.done(history.sample(ecosystem, first));
        return history.sample(ecosystem, second);
      },
    },
    {
      name: `a yank of ${ecosystem}`,
      prepare: async (history: History) => {
        await history.done(history.sample(ecosystem, first));
        await history.done(history.sample(ecosystem, second));
        const { project } = SAMPLES[ecosystem];
        return history.command({ ecosystem, project, action: 'yank', version: first, reason: 'Loses data.' });
      },
    },
  ];
});

const ACCESS = { ecosystem: '-', project: ACCESS_PROJECT };
const SHUT: Partial<Command> & Of = {
  ...ACCESS,
  action: 'access-block',
  what: ['203.0.113.0/24', '2001:db8::/48', 'country:NZ', 'asn:64500'],
  reason: 'A flood of requests.',
  until: at(2).toISOString(),
};
/** As a deployment does that changes the set. */
const emptied = async (history: History): Promise<void> => {
  await history.done(history.command(SHUT));
  history.registry.access.items.set('blockIpv4', []);
};

const ABOUT_ACCESS: readonly Scenario[] = [
  { name: 'a block of addresses', prepare: (history) => history.command(SHUT) },
  {
    name: 'an end of a block of addresses',
    prepare: async (history) => {
      await history.done(history.command(SHUT));
      return history.command({ ...ACCESS, action: 'access-forget', what: ['203.0.113.0/24', 'asn:64500'] });
    },
  },
  {
    name: 'addresses that are blocked for long enough',
    prepare: async (history) => {
      await history.done(history.command(SHUT));
      await history.done(history.command({ ...SHUT, action: 'access-allow', what: ['198.51.100.7'] }));
      return history.hour();
    },
  },
  {
    name: 'a restoring of addresses',
    prepare: async (history) => {
      await emptied(history);
      return history.command({ ...ACCESS, action: 'access-restore' });
    },
  },
  {
    name: 'an hour after a deployment',
    prepare: async (history) => {
      await emptied(history);
      return history.hour();
    },
  },
];

const COMMANDS: readonly Scenario[] = [
  { name: 'an approval', prepare: settled('approve') },
  { name: 'a rejection', prepare: settled('reject') },
  { name: 'an unyank', prepare: after({ ...YANK, action: 'unyank', reason: '' }, YANK) },
  { name: 'a deprecation', prepare: after({ ...DEMO, action: 'deprecate', reason: 'Done.', replacement: 'other' }) },
  { name: 'a command that is rejected', prepare: after({ ...YANK, version: '9.0' }) },
  ...TARGETS.flatMap(([what, target]) => [
    { name: `a block of ${what}`, prepare: after({ ...target, ...BLOCK }) },
    { name: `an unblock of ${what}`, prepare: after({ ...target, action: 'unblock' }, { ...target, ...BLOCK }) },
  ]),
  { name: 'a reindex of what is whole', prepare: after({ ...DEMO, action: 'reindex' }) },
  {
    name: 'a reindex of what is lost',
    prepare: async (history) => {
      await withReleases(history);
      const message = await history.command({ ...DEMO, action: 'reindex' });
      Object.assign(history.registry, wipe(history.registry));
      return message;
    },
  },
  {
    name: 'a batch of invalidations',
    prepare: async (history) => {
      await withReleases(history);
      return history.invalidation();
    },
  },
];

/** The same where delivery is split: what link-bearing ecosystems write twice, and what two edges have to know. */
const WITH_SPLIT = new Set([
  ...['pypi', 'npm', 'composer', 'cargo', 'generic'].map((ecosystem) => `a further release of ${ecosystem}`),
  'a block of a version',
  'an unblock of a project',
]);
const SPLIT_UP: readonly Scenario[] = [
  ...[...RELEASES, ...OF_EACH_ECOSYSTEM, ...COMMANDS].filter(({ name }) => WITH_SPLIT.has(name)),
  {
    name: 'a batch of invalidations after a block',
    prepare: async (history: History) => {
      await history.done(history.wheel(DEMO, '1.0'));
      await history.done(history.command({ ...DEMO, ...BLOCK }));
      return history.invalidation();
    },
  },
  {
    name: 'a reindex after delivery was split',
    prepare: async (history: History) => {
      history.deploy(PLAIN);
      await history.done(history.wheel(DEMO, '1.0'));
      await history.done(history.wheel(DEMO, '2.0'));
      await history.done(history.command({ ...DEMO, version: '1.0', ...BLOCK }));
      history.deploy(SPLIT);
      return history.command({ ...DEMO, action: 'reindex' });
    },
  },
].map((scenario) => ({ ...scenario, deployment: SPLIT }));

export const SCENARIOS = {
  splitUp: SPLIT_UP,
  releases: RELEASES,
  ecosystems: OF_EACH_ECOSYSTEM,
  commands: [...COMMANDS, ...ABOUT_ACCESS],
};
