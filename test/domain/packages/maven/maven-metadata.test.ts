import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { ProjectSummary, ReleaseRecord } from '../../../../domain/contracts/release';
import { MAVEN } from '../../../../domain/packages/maven';

const CONTEXT = { publicUrl: 'https://registry.example.org' };
const release = (version: string, publishedAt = '2026-01-02T03:04:05.678Z'): ReleaseRecord => ({
  schema: 1,
  ecosystem: 'maven',
  project: 'org.example:demo',
  version,
  upload: `upload-${version}`,
  publishedAt,
  files: [],
});
const summaryOf = (...releases: ReleaseRecord[]): ProjectSummary => ({
  schema: 1,
  ecosystem: 'maven',
  project: 'org.example:demo',
  revision: releases.length,
  releases,
});
const RELEASES = [release('1.10', '2026-01-05T00:00:00.000Z'), release('1.9', '2026-02-03T04:05:06.789Z'), release('1.10-rc1')];

test('lists versions, oldest first, with the newest and the time of the last', () => {
  const [xml] = MAVEN.renderProject(summaryOf(...RELEASES), CONTEXT);
  expect(xml).toMatchObject({
    key: 'index/maven/org/example/demo/maven-metadata.xml',
    contentType: 'application/xml',
    tags: ['ecosystem:maven', 'project:maven:org.example:demo', 'index:maven:org.example:demo'],
  });
  expect(xml!.body.toString()).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<metadata>
  <groupId>org.example</groupId>
  <artifactId>demo</artifactId>
  <versioning>
    <latest>1.10</latest>
    <release>1.10</release>
    <versions>
      <version>1.9</version>
      <version>1.10-rc1</version>
      <version>1.10</version>
    </versions>
    <lastUpdated>20260203040506</lastUpdated>
  </versioning>
</metadata>
`);
});

test('leaves yanked versions out', () => {
  const textOf = (...yanked: string[]) => {
    const releases = RELEASES.map((each) => (yanked.includes(each.version) ? { ...each, status: { yanked: 'broken' } } : each));
    const text = MAVEN.renderProject({ ...summaryOf(), releases }, CONTEXT)[0]!.body.toString();
    return [...text.matchAll(/<(latest|release|version)>(.*?)</g)].map(([, name, version]) => `${name} ${version}`);
  };
  expect(textOf('1.10')).toEqual(['latest 1.10-rc1', 'release 1.10-rc1', 'version 1.9', 'version 1.10-rc1']);
  expect(textOf('1.10', '1.9', '1.10-rc1')).toEqual([]);
});

test('checksums lie beside it', () => {
  const [xml, ...sums] = MAVEN.renderProject(summaryOf(...RELEASES), CONTEXT);
  expect(sums).toEqual(
    ['md5', 'sha1', 'sha256', 'sha512'].map((algorithm) => ({
      ...xml,
      key: `${xml!.key}.${algorithm}`,
      contentType: 'text/plain; charset=utf-8',
      body: Buffer.from(createHash(algorithm).update(xml!.body).digest('hex')),
    })),
  );
});

test('the order of releases does not matter', () => {
  const expected = MAVEN.renderProject(summaryOf(...RELEASES), CONTEXT);
  fc.assert(
    fc.property(fc.shuffledSubarray(RELEASES, { minLength: RELEASES.length }), (shuffled) => {
      expect(MAVEN.renderProject(summaryOf(...shuffled), CONTEXT)).toEqual(expected);
    }),
  );
});

test('a deprecation shows nowhere: Maven repositories have no place for one', () => {
  const [first, ...others] = RELEASES;
  const old = { ...first!, status: { deprecated: 'old' } };
  expect(MAVEN.renderProject(summaryOf(old, ...others), CONTEXT)).toEqual(MAVEN.renderProject(summaryOf(...RELEASES), CONTEXT));
});

test('no document lists projects', () => {
  expect([MAVEN.listingKeys, MAVEN.renderListing('x', undefined, summaryOf(...RELEASES), CONTEXT)]).toEqual([[], undefined]);
});
