import type { AcceptedVerdict, RefusedVerdict } from '../../../domain/contracts/release';

export const UPLOAD = '1-0-0123456789ab-abababab';

export const ACCEPTED: AcceptedVerdict = {
  schema: 1,
  outcome: 'accepted',
  ecosystem: 'pypi',
  project: 'demo',
  version: '1.0',
  upload: UPLOAD,
  at: '2026-03-01T12:00:01Z',
  indexPath: '/pypi/simple/demo/',
  files: [{ name: 'demo-1.0.tar.gz', sha256: 'aa11', path: '/pypi/files/demo/demo-1.0.tar.gz' }],
};

export const REFUSED: RefusedVerdict = {
  schema: 1,
  outcome: 'refused',
  ecosystem: 'pypi',
  project: 'demo',
  upload: UPLOAD,
  at: '2026-03-01T12:00:01Z',
  code: 'SIGNATURE_OTHER_FILE',
  reason: 'the bundle is for another file\u001b[2J; sign the file that you upload',
  file: 'demo-1.0.tar.gz',
};

export const ACCEPTED_TEXT = `accepted: demo 1.0, 1 file
  demo-1.0.tar.gz  sha256:aa11
index:    https://packages.example.org/pypi/simple/demo/
install:  pip install --index-url https://packages.example.org/pypi/simple/ demo==1.0`;

export const REFUSED_TEXT = `refused: demo, upload ${UPLOAD}
  SIGNATURE_OTHER_FILE in demo-1.0.tar.gz
  the bundle is for another file\\u{1b}[2J; sign the file that you upload
Nothing was published. Mend it and publish again.`;
