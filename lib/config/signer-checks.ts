/** Checks between the fields of one publisher's signers. */
import type { Path, Problem } from '../../domain/contracts/problem';
import { keysOf } from './parts';
import { problemAt, repeated, valueAt } from './problems';

/** About the signers, whatever the rest of the publisher is. */
export function signerProblems(raw: unknown, i: number): Problem[] {
  const path = ['publishers', i];
  const publisher = valueAt(raw, path);
  if (typeof publisher !== 'object' || publisher === null) return [];
  const keys = keysOf(raw, i);
  const twice = repeated(keys.map(({ name }) => name));
  const signers = ['identities', 'keys'].map((field) => valueAt(publisher, [field]) ?? []);
  if (signers.some((list) => !Array.isArray(list) || list.length)) {
    return [
      ...keys.flatMap((key, j) => keyProblems(raw, key, [...path, 'keys', j])),
      ...identityProblems(raw, path),
      ...countProblems(raw, path, signers.flat().length),
      ...twice.map((j) =>
        problemAt(raw, [...path, 'keys', j, 'name'], {
          allowed: 'a name that no other key of the publisher has',
          change: 'rename one of them; records tell keys by their names',
        }),
      ),
    ];
  }
  return [
    problemAt(raw, path, {
      allowed: 'at least one identity or key',
      change: 'say who signs: identities: [{ identity, issuer }] or keys: [{ name, publicKeyFile }]',
    }),
  ];
}

function keyProblems(raw: unknown, key: ReturnType<typeof keysOf>[number], path: Path): Problem[] {
  const problems: Problem[] = [];
  const given = ['publicKeyFile', 'publicKeyPem'].filter((field) => valueAt(raw, [...path, field]) !== undefined);
  if (given.length !== 1) {
    problems.push(problemAt(raw, path, { allowed: 'exactly one of publicKeyFile and publicKeyPem', change: 'give one of them' }));
  }
  return [...problems, ...periodProblems(raw, key, path)];
}

function identityProblems(raw: unknown, path: Path): Problem[] {
  const list = valueAt(raw, [...path, 'identities']);
  const instances = ['public-good', ...Object.keys(Object(valueAt(raw, ['signing', 'instances'])) as object)];
  return (Array.isArray(list) ? list : []).flatMap((_, j) => {
    const at = [...path, 'identities', j];
    const [identity, refs, from, to, instance] = ['identity', 'refs', 'from', 'to', 'instance'].map((field) =>
      valueAt(raw, [...at, field]),
    );
    const problems: Problem[] = [];
    if (refs !== undefined && typeof identity === 'string' && identity.includes('@'))
      problems.push(
        problemAt(raw, [...at, 'identity'], {
          allowed: "the path of a workflow without '@' and a ref, because 'refs' says which",
          change: "cut it before the '@', or take 'refs' out",
        }),
      );
    if (typeof instance === 'string' && !instances.includes(instance))
      problems.push(
        problemAt(raw, [...at, 'instance'], {
          allowed: instances.map((name) => `'${name}'`).join(', '),
          change: 'name one of them, or add it to signing.instances',
        }),
      );
    return [...problems, ...periodProblems(raw, { from, to }, at)];
  });
}

function countProblems(raw: unknown, path: Path, signers: number): Problem[] {
  const wanted = valueAt(raw, [...path, 'signatures']);
  if (typeof wanted !== 'number' || wanted <= signers) return [];
  return [
    problemAt(raw, [...path, 'signatures'], {
      allowed: `at most the number of signers, ${signers}`,
      change: 'lower it, or add signers; each counts once',
    }),
  ];
}

function periodProblems(raw: unknown, { from, to }: { from?: unknown; to?: unknown }, path: Path): Problem[] {
  if (typeof from !== 'string' || typeof to !== 'string' || !(Date.parse(from) >= Date.parse(to))) return [];
  return [
    problemAt(raw, [...path, 'to'], { allowed: `a time after 'from', ${from}`, change: 'set a later time, or take it out' }),
  ];
}
