/** `quick/Marshal.4.8/<full name>.gemspec.rz`: a gem's metadata as Ruby objects, which `gem install` asks for. */
import { deflateSync } from 'node:zlib';
import type { Gemspec, Requirement } from './gemspec';
import { array, boolean, custom, customBytes, dump, hash, integer, nil, object, string, symbol, type Value } from './marshal';

export const gemVersion = (version: string): Value => custom('Gem::Version', array([string(version)]));

const gemRequirement = (requirement: Requirement): Value =>
  custom(
    'Gem::Requirement',
    array([array(requirement.map(([operator, version]) => array([string(operator), gemVersion(version)])))]),
  );

const text = (value: string | null | undefined): Value => (value ? string(value) : nil);
const texts = (values: readonly (string | null)[] | null | undefined): Value => array((values ?? []).map(text));

const gemDependency = ({ name, requirement, type, prerelease }: Gemspec['dependencies'][number]): Value =>
  object('Gem::Dependency', {
    '@name': string(name),
    '@requirement': gemRequirement(requirement),
    '@type': symbol(type.slice(1)),
    '@prerelease': boolean(prerelease === 'true'),
    // What readers before RubyGems 1.3 took it from.
    '@version_requirements': gemRequirement(requirement),
  });

/** Fields in the order of `Gem::Specification#_dump`. */
const fields = (gemspec: Gemspec): Value[] => [
  string(gemspec.rubygems_version),
  integer(gemspec.specification_version),
  string(gemspec.name),
  gemVersion(gemspec.version),
  string(gemspec.date.slice(0, 10)),
  text(gemspec.summary),
  gemRequirement(gemspec.required_ruby_version),
  gemRequirement(gemspec.required_rubygems_version),
  string(gemspec.platform),
  array(gemspec.dependencies.map(gemDependency)),
  string(''),
  Array.isArray(gemspec.email) ? texts(gemspec.email) : text(gemspec.email),
  texts(gemspec.authors),
  text(gemspec.description),
  text(gemspec.homepage),
  boolean(true),
  string(gemspec.platform),
  texts(gemspec.licenses),
  hash(Object.entries(gemspec.metadata ?? {}).map(([name, value]) => [string(name), string(value)])),
];

/** Packed without compression: it is small, and no other zlib ever makes other bytes of it. */
export const quickGemspec = (gemspec: Gemspec): Buffer =>
  deflateSync(dump(customBytes('Gem::Specification', dump(array(fields(gemspec))))), { level: 0 });
