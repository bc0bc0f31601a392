/** Objects named release.json where none belongs. */
import { processMisplaced } from '../../../functions/lambda/intake/misplaced';
import { processUpload } from '../../../functions/lambda/intake/process-upload';
import { jsonAt, NOW, newBench, packageKeys, putWheel } from './bench';

const KEY = 'uploads/pypi/demo/upload-0001/sub/release.json';
const VERDICT = 'verdicts/pypi/demo/upload-0001.json';
const OBJECT = { body: Buffer.from('{}'), contentType: 'application/json' };

test('one in a folder of an upload refuses the upload', async () => {
  const bench = newBench();
  await bench.staging.put(KEY, OBJECT);
  await processMisplaced(bench.intake, { key: KEY });
  expect(jsonAt(bench.staging, VERDICT)).toEqual({
    schema: 1,
    outcome: 'refused',
    ecosystem: 'pypi',
    project: 'demo',
    upload: 'upload-0001',
    at: NOW.toISOString(),
    code: 'NAME_NOT_ALLOWED',
    reason: `release.json is not allowed in a folder of an upload, got: "${KEY}"; publish again with it beside the files.`,
  });
  expect(bench.staging.current('quarantine/pypi/demo/upload-0001/sub/release.json')?.body).toEqual(OBJECT.body);
  expect(bench.records.keys()).toContain('ledger/000000000000.json');
});

test('a release.json that follows it is refused as well', async () => {
  const bench = newBench();
  await bench.staging.put(KEY, OBJECT);
  const upload = await putWheel(bench, '1.0', 'upload-0001');
  await processMisplaced(bench.intake, { key: KEY });
  expect(jsonAt(bench.staging, VERDICT)).toBeUndefined();
  expect(await processUpload(bench.intake, upload)).toMatchObject({ outcome: 'refused', code: 'FILE_UNEXPECTED' });
  expect(packageKeys(bench)).toEqual([]);
});

test.each(['before', 'after'])('an accepted upload stays accepted, with the event coming %s its decision', async (when) => {
  const bench = newBench();
  const upload = await putWheel(bench, '1.0', 'upload-0001');
  const misplaced = (): Promise<void> => processMisplaced(bench.intake, { key: KEY });
  if (when === 'before') await misplaced();
  await processUpload(bench.intake, upload);
  await bench.staging.put(KEY, OBJECT);
  if (when === 'after') await misplaced();
  expect(jsonAt(bench.staging, VERDICT)).toMatchObject({ outcome: 'accepted' });
  expect(bench.records.keys().filter((key) => key.startsWith('ledger/'))).toEqual(['ledger/000000000000.json']);
});

test.each([
  'uploads/release.json',
  'uploads/pypi/demo/release.json',
  'uploads//demo/upload-0001/sub/release.json',
  'uploads/pypi/demo/x/sub/release.json',
  'uploads/pypi/Demo_Pkg/upload-0001/sub/release.json',
  'uploads/other/demo/upload-0001/sub/release.json',
])('%s is of no upload: a line in the log, and nothing is written', async (key) => {
  const bench = newBench();
  await processMisplaced(bench.intake, { key });
  expect(bench.lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { level: 'warn', message: "Ignored: not an upload's release.json.", key },
  ]);
  expect([...bench.staging.keys(), ...bench.records.keys(), ...packageKeys(bench)]).toEqual([]);
});
