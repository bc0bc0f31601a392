import { verdictJson, verdictText } from '../../../lib/cli/verdict-text';
import { ACCEPTED, ACCEPTED_TEXT, REFUSED, REFUSED_TEXT } from './verdicts';

const URL = 'https://packages.example.org';

test('accepted: files, index and the command that installs', () => {
  expect(verdictText(ACCEPTED, URL)).toBe(ACCEPTED_TEXT);
});

test('accepted, where nobody said what the address is', () => {
  expect(verdictText({ ...ACCEPTED, files: [] }, undefined)).toBe(
    "accepted: demo 1.0, 0 files\nindex:    /pypi/simple/demo/ below the registry's address",
  );
});

test('refused: code, reason and what to do, without control characters', () => {
  expect(verdictText(REFUSED, URL)).toBe(REFUSED_TEXT);
});

test('as JSON: the verdict, with links when accepted', () => {
  expect(JSON.parse(verdictJson(ACCEPTED, URL))).toEqual({
    ...ACCEPTED,
    indexUrl: 'https://packages.example.org/pypi/simple/demo/',
    install: 'pip install --index-url https://packages.example.org/pypi/simple/ demo==1.0',
  });
  expect(JSON.parse(verdictJson(REFUSED, URL))).toEqual(REFUSED);
});
