/** What a real go command makes of retractions, refusals and odd versions: what clients.test.ts leaves out. */
import { execFileSync } from 'node:child_process';
import { type GoModule, moduleZip } from '../helpers/go-modules';
import type { Archive } from '../helpers/pypi-archives';
import { describeWith } from '../helpers/require-client';
import { Go } from './support/go';
import { Shelf } from './support/shelf';

const LIB = 'example.org/Demo/lib';

const libOf = (version: string, lines: readonly string[] = []): GoModule => ({
  path: LIB,
  version,
  requires: lines,
  files: { 'lib.go': `package lib\n\nconst Version = "${version}"\n` },
});
const archive = (module: GoModule): Archive => ({ name: `${module.version}.zip`, body: moduleZip(module) });

describeWith('go', hasGo(), 'go', () => {
  let shelf: Shelf;
  let go: Go;

  beforeAll(async () => {
    shelf = await Shelf.open('go');
    for (const module of [libOf('v1.0.0'), libOf('v1.1.0')]) await shelf.publish(archive(module));
    go = new Go(shelf.url);
  });
  afterAll(async () => {
    await shelf.close();
    go.remove();
  });

  test('knows what a later go.mod retracts', async () => {
    await shelf.publish(archive(libOf('v1.2.0', ['retract v1.1.0 // loses data'])));
    expect(await go.run(go.project('retracted'), 'get', `${LIB}@v1.1.0`)).toEqual({
      code: 0,
      output: expect.stringContaining('retracted by module author: loses data') as string,
    });
    expect(await go.run(go.directory, 'list', '-m', '-versions', LIB)).toEqual({ code: 0, output: `${LIB} v1.0.0 v1.2.0\n` });
  });

  test('is told when there is no such module', async () => {
    expect(await go.run(go.project('missing'), 'get', 'example.org/nothing@v1.0.0')).toEqual({
      code: 1,
      output: expect.stringContaining('404 Not Found') as string,
    });
  });

  // The go command sends tokens with HTTPS only, which is not spoken here.
  test('is told in words that a tier’s prefix needs a token', async () => {
    const tier = new Go(`${shelf.url}/t/gold/acme`);
    expect(await tier.run(tier.project('tier'), 'get', LIB)).toEqual({
      code: 1,
      output: expect.stringMatching(
        /401 [\s\S]*server response: Token missing\. Ask registry@example\.org for a token\./,
      ) as string,
    });
    tier.remove();
  });
});

function hasGo(): boolean {
  try {
    execFileSync('go', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
