import publicGood from '../../domain/signing/trusted-root.public-good.json';
import { signingPolicy } from '../../lib/signing-policy';
import { exampleConfig } from './synthesis';

const config = exampleConfig('with-domain');

test('the intake goes by the configured publishers, ecosystems and limits', () => {
  const { malware: _malware, scanMinutes: _scanMinutes, ...screening } = config.screening;
  expect(signingPolicy(config)).toEqual({
    schema: 1,
    trustedRoot: publicGood,
    ecosystems: config.ecosystems,
    limits: config.limits,
    screening,
    access: { tiers: config.tiers, ceiling: config.ceiling },
    projects: config.publishers.map(({ ecosystem, project, identities, keys }) => ({ ecosystem, project, identities, keys })),
  });
  expect(config.publishers[0]?.pipelines).toHaveLength(3);
});

test('the intake waits for a scanner where there is one', () => {
  const screening = { ...config.screening, malware: 'guardduty' as const, scanMinutes: 20 };
  expect(signingPolicy({ ...config, screening }).screening?.scanMinutes).toBe(20);
});

test.each([
  ['the configured one', undefined, { mediaType: 'configured' }],
  ['the given one before the configured one', { mediaType: 'given' }, { mediaType: 'given' }],
])('the trusted root is %s', (_, given, expected) => {
  const signing = { trustedRoot: { file: 'root.json', content: { mediaType: 'configured' } }, instances: {} };
  expect(signingPolicy({ ...config, signing }, given).trustedRoot).toEqual(expected);
});

test('the intake gets the roots of the instances that identities name, and no other', () => {
  const file = (mediaType: string) => ({ file: `${mediaType}.json`, content: { mediaType } });
  const signing = { trustedRoot: 'public-good' as const, instances: { internal: file('internal'), unused: file('unused') } };
  const identities = ['internal', 'public-good'].map((instance) => ({
    identity: 'release@foundation.example',
    issuer: 'https://issuer.example',
    instance,
  }));
  const publishers = [{ ecosystem: 'pypi', project: 'demo', identities, keys: [], pipelines: [], people: [] }];
  expect(signingPolicy({ ...config, signing, publishers }).instances).toEqual({
    internal: { mediaType: 'internal' },
    'public-good': publicGood,
  });
});
