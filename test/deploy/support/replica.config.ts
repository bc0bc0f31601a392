// The example with a replica in another region of the local cloud's one account.
import { LOCAL_ACCOUNT } from '../../../domain/contracts/local-run';
import { defineConfig } from '../../../lib/config';
import example from '../../../registry.config';

export const REPLICA = { registryAccount: LOCAL_ACCOUNT, account: LOCAL_ACCOUNT, region: 'eu-central-1' };

export default defineConfig({ ...example, storage: { replica: REPLICA } });
