import { blockedName, fileBlockKey, projectBlockKey, SOME } from '../../domain/contracts/blocks';
import type { Store } from './access';
import { sha256 } from './digest';

/**
 * The answer that an operator has put in place of an object of a project that has an entry, `<status> <reason>`; undefined when the
 * object itself is not blocked.
 * @param ecosystem its name in keys
 */
export async function blockOf(store: Store, ecosystem: string, project: string, key: string): Promise<string | undefined> {
  const whole = await store.get(projectBlockKey(ecosystem, project));
  if (whole !== SOME) return whole;
  const ofFile = fileBlockKey(sha256(blockedName(key)));
  const isBlocked = await store.exists(ofFile);
  return isBlocked ? store.get(ofFile) : undefined;
}
