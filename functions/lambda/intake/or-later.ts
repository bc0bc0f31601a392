import { NotScannedYet } from './check-scans';

/** Most files are scanned within a minute. */
const SECONDS = 30;

export interface Later {
  send(body: string, seconds: number): Promise<void>;
}

/** Works a message off, or puts it back for later when the scanner is not done. Any other error is the caller's. */
export async function orLater(body: string, later: Later, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof NotScannedYet)) throw error;
    await later.send(body, SECONDS);
  }
}
