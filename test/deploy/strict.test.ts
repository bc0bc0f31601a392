/** The same registry where IAM and signatures are enforced, over TLS: each function has its own role and nothing else. */
import { commands } from './suites/commands';
import { deployment } from './suites/deployment';
import { enforcement } from './suites/enforcement';
import { publishing } from './suites/publishing';
import { Deployed } from './support/deployed';

const registry = new Deployed({ strict: true });
beforeAll(() => registry.open());
afterAll(() => registry.close());

deployment(registry);
publishing(registry);
commands(registry);
enforcement(registry);
