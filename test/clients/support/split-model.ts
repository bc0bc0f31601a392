/** What the local edge is to follow where delivery is split. */
import { bundleEdgeFunction, bundleFilesFunction } from '../../../constructs/cdn/edge-function-bundle';
import { ACCESS_LOG_FIELDS } from '../../../domain/contracts/access-log';
import type { LogDeliveryModel } from '../../../local/assembly/model';
import { behaviour, distribution, edgeModel, viewerFunction } from '../../local/harness';
import type { SplitModel } from './split-registry';

const ECOSYSTEMS = ['pypi', 'npm', 'cargo', 'composer', 'generic'] as const;

const LOGS: LogDeliveryModel = {
  bucket: 'logs',
  prefix: 'cloudfront',
  suffixPath: '{distributionid}/{yyyy}/{MM}/{dd}/{HH}',
  hiveCompatible: true,
  format: 'json',
  delimiter: '',
  fields: ACCESS_LOG_FIELDS,
};

export function splitModel(): SplitModel {
  const index = bundleEdgeFunction({ ecosystems: ECOSYSTEMS, registry: 'Example', contact: 'a@example.org', split: true });
  const files = bundleFilesFunction({ ecosystems: ECOSYSTEMS });
  const of = (code: string, arn: string) => [behaviour({ viewerRequest: { ...viewerFunction(code), keyValueStoreArn: arn } })];
  return edgeModel(
    distribution({ logDelivery: LOGS, behaviours: of(index, 'arn:index') }),
    distribution({ id: 'E2', domainName: 'd2.cloudfront.net', logDelivery: LOGS, behaviours: of(files, 'arn:files') }),
  ) as SplitModel;
}
