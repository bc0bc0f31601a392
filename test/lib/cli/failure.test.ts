import { CliError, describeFailure, printable, UsageError } from '../../../lib/cli/failure';

const named = (name: string, message: string) => Object.assign(new Error(message), { name });

test.each([
  [new CliError('Do this.'), 1, 'Do this.'],
  [new UsageError('Not so.'), 2, 'Not so.'],
  [
    named('CredentialsProviderError', 'Could not load credentials from any providers'),
    1,
    'No AWS credentials were found; log in, or assume the publisher role (for a local registry add --local) (CredentialsProviderError: Could not load credentials from any providers)',
  ],
  [
    named('AccessDenied', 'Access Denied'),
    1,
    'AWS denies this to the credentials in use; take the role of a publisher of this project (AccessDenied: Access Denied)',
  ],
  [
    new TypeError('x is not a function\n    at y'),
    1,
    "Something unexpected happened: TypeError: x is not a function\\u{a}    at y. This may be a mistake of the registry's: please report the command, this line, and the output of 'node --version'.",
  ],
  [
    'text',
    1,
    "Something unexpected happened: Error: text. This may be a mistake of the registry's: please report the command, this line, and the output of 'node --version'.",
  ],
])('%s', (error, exitCode, message) => {
  expect(describeFailure(error)).toEqual({ exitCode, message });
});

test('control and direction characters are shown, not obeyed', () => {
  expect(printable('a\u001b[2Jb\u202ec\n')).toBe('a\\u{1b}[2Jb\\u{202e}c\\u{a}');
});
