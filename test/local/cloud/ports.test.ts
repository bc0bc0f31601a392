import { choosePort } from '../../../local/cloud/ports';

const wish = { who: 'The local edge', option: '--port', port: 8080, fixed: false };
/** A machine where only these ports are free; 0 gives the first. */
const free =
  (...ports: readonly number[]) =>
  (port: number) =>
    Promise.resolve(port === 0 ? ports[0] : ports.find((one) => one === port));

test.each([
  { what: 'the usual port', fixed: false, ports: [8080, 9000], expected: 8080 },
  { what: 'any free port when the usual one is taken', fixed: false, ports: [9000], expected: 9000 },
  { what: 'the port that was asked for', fixed: true, ports: [8080], expected: 8080 },
])('takes $what', async ({ fixed, ports, expected }) => {
  expect(await choosePort({ ...wish, fixed }, free(...ports))).toBe(expected);
});

test('a port that was asked for and is taken is an error', async () => {
  await expect(choosePort({ ...wish, fixed: true }, free(9000))).rejects.toThrow(
    new Error(
      'The local edge cannot listen on 127.0.0.1:8080, got: the port is taken; stop what listens there or choose another with --port.',
    ),
  );
});
