/** Before system tests, several of which run at a time: makes the virtual environment that all their local clouds share. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Processes } from '../../../local/cloud/processes';
import { findPython } from '../../../local/cloud/python';
import { prepareVenv } from '../../../local/cloud/venv';
import { prepareFolders } from '../../../local/start/folders';
import { layoutOf, ROOT } from '../../../local/start/layout';
import scratchSetup from '../../helpers/scratch-setup';

export default async function globalSetup(): Promise<void> {
  scratchSetup();
  const scratch = mkdtempSync(join(tmpdir(), 'registry-setup-'));
  const layout = layoutOf(ROOT, scratch);
  prepareFolders(layout);
  const processes = new Processes();
  try {
    const python = await findPython(process.env.PYTHON);
    await prepareVenv(processes, {
      directory: layout.venv,
      python,
      logs: layout.logs,
      env: process.env,
      tell: () => undefined,
    });
  } finally {
    await processes.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}
