/** The life of a registry with the real CDK CLI: deployed, used, abused, changed, broken, destroyed. */
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { S3ObjectStore } from '../../functions/shared/aws/s3-object-store';
import { objectStoreContract } from '../functions/object-store.contract';
import { access } from './suites/access';
import { billsOfMaterials } from './suites/bills-of-materials';
import { blocking } from './suites/blocking';
import { brake } from './suites/brake';
import { changes } from './suites/changes';
import { commands } from './suites/commands';
import { deadLetters } from './suites/dead-letters';
import { deployment, otherDeployment } from './suites/deployment';
import { ledger } from './suites/ledger';
import { publishing } from './suites/publishing';
import { serving } from './suites/serving';
import { site } from './suites/site';
import { usage } from './suites/usage';
import { Deployed } from './support/deployed';

const registry = new Deployed({ strict: false });
beforeAll(() => registry.open());
afterAll(() => registry.close());

objectStoreContract('S3 of the local cloud', async () => {
  const { s3 } = registry.world;
  await s3.send(new CreateBucketCommand({ Bucket: 'object-store-contract', ObjectLockEnabledForBucket: true }));
  return { store: new S3ObjectStore(s3, 'object-store-contract'), prefix: 'contract/' };
});
deployment(registry);
publishing(registry);
commands(registry);
serving(registry);
site(registry);
billsOfMaterials(registry);
blocking(registry);
access(registry);
brake(registry);
deadLetters(registry);
otherDeployment(registry);
ledger(registry);
usage(registry);
changes(registry);
