/** What the local edge follows where delivery is split: the template of the small example with that, and all its distributions. */
import type { RegistryConfig } from '../../../lib/config';
import { signingPolicy } from '../../../lib/signing-policy';
import { RegistryStack } from '../../../lib/stacks/registry-stack';
import type { EdgeModel } from '../../../local/assembly/model';
import { readModel } from '../../../local/assembly/read-model';
import { loadTemplate } from '../../../local/assembly/template';
import { exampleConfig, newApp } from '../../lib/synthesis';
import { deployedAs } from '../../local/deployed-as';

const STACK = 'example-registry';

export function splitModel(hosts: number): EdgeModel {
  const small = exampleConfig('small');
  const config: RegistryConfig = {
    ...small,
    ecosystems: ['pypi', 'npm', 'cargo', 'composer', 'generic', 'maven'],
    delivery: { ...small.delivery, split: { files: { plan: 'pro', hosts }, stage: 'serve' } },
    // What limits do is tried elsewhere; here requests are counted.
    tiers: small.tiers.map((tier) => ({ ...tier, mode: 'evaluation' })),
  };
  const app = newApp();
  new RegistryStack(app, STACK, { config, signingPolicy: signingPolicy(config) });
  const template = loadTemplate(app.synth().directory, STACK);
  return readModel(template, deployedAs(STACK, template));
}
