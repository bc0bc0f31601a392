/** A registry loses its buckets and is restored from its replica: the drill of the runbook, with the real CDK CLI and command. */
import { restoring } from './suites/restoring';
import { Deployed } from './support/deployed';

const registry = new Deployed({ strict: false });
beforeAll(() => registry.open());
afterAll(() => registry.close());

restoring(registry);
