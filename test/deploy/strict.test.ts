/** The same life where IAM and signatures are enforced, over TLS: each function has its own role and nothing else. */
import { access } from './suites/access';
import { blocking } from './suites/blocking';
import { brake } from './suites/brake';
import { changes } from './suites/changes';
import { commands } from './suites/commands';
import { deadLetters } from './suites/dead-letters';
import { deployment } from './suites/deployment';
import { enforcement } from './suites/enforcement';
import { ledger } from './suites/ledger';
import { publishing } from './suites/publishing';
import { serving } from './suites/serving';
import { site } from './suites/site';
import { usage } from './suites/usage';
import { Deployed } from './support/deployed';

const registry = new Deployed({ strict: true });
beforeAll(() => registry.open());
afterAll(() => registry.close());

deployment(registry);
publishing(registry);
serving(registry);
site(registry);
commands(registry);
blocking(registry);
access(registry);
brake(registry);
enforcement(registry);
deadLetters(registry);
ledger(registry);
usage(registry);
changes(registry);
