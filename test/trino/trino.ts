/** Trino's parser and engine, the release that Athena's third version is nearest to of those that run on Java 17, in one process. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Row } from '../../domain/usage/engine';
import { CLIENT_FOLDER, installed } from '../clients/support/client';

const VERSION = '419';
/** Of all jars by name, each with its own digest. */
const JARS_SHA256 = 'e2fe2b40f7ea2556b0621f7ede63cdd31ccf28479e6a316d54c431c32cb4fb80';
const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
const JARS = join(CLIENT_FOLDER, `trino-${VERSION}`);

export type Answer = { readonly rows: readonly Row[] } | { readonly error: string };

/** Whether this machine has Maven, and Java with its compiler. */
export const hasTrino = (): boolean =>
  ['mvn --version', 'javac --version'].every((command) => spawnSync('sh', ['-c', command]).status === 0);

/** Runs statements by name. */
export async function runInTrino(statements: Readonly<Record<string, string>>): Promise<Record<string, Answer>> {
  await installed(`trino-${VERSION}`, copyJars);
  const folder = mkdtempSync(join(tmpdir(), 'trino-'));
  try {
    for (const [name, sql] of Object.entries(statements)) writeFileSync(join(folder, `${name}.sql`), sql);
    await run('java', ['-Xmx1g', '-cp', join(JARS, '*'), join(__dirname, 'RunQueries.java'), folder]);
    const answerOf = (name: string): Answer => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Answer;
    return Object.fromEntries(Object.keys(statements).map((name) => [name, answerOf(name)]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function copyJars(folder: string): Promise<void> {
  const project = mkdtempSync(join(tmpdir(), 'trino-jars-'));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const dependency = `<dependency><groupId>io.trino</groupId><artifactId>trino-main</artifactId><version>${VERSION}</version></dependency>`;
  writeFileSync(
    join(project, 'pom.xml'),
    '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>test</groupId>' +
      `<artifactId>test</artifactId><version>1</version><dependencies>${dependency}</dependencies></project>`,
  );
  try {
    await run('mvn', ['-B', '-ntp', '-q', '-f', join(project, 'pom.xml'), COPY, `-DoutputDirectory=${folder}`]);
  } finally {
    rmSync(project, { recursive: true });
  }
  const digest = digestOf(folder);
  if (digest === JARS_SHA256) return;
  rmSync(folder, { recursive: true });
  throw new Error(
    `The jars of Trino ${VERSION} have the digest ${JARS_SHA256}, got: ${digest}; look at what has changed on Maven Central.`,
  );
}

function digestOf(folder: string): string {
  const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');
  const jars = readdirSync(folder).sort();
  return sha256(jars.map((name) => `${name} ${sha256(readFileSync(join(folder, name)))}\n`).join(''));
}

function run(file: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${file} ended with ${code}: ${output.slice(-2000)}`));
    });
  });
}
