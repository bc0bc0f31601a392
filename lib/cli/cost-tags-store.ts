/** Cost-allocation tags of the account that pays, through the API of Cost Explorer. */
import {
  CostExplorerClient,
  type CostExplorerClientConfig,
  CostExplorerServiceException,
  paginateListCostAllocationTags,
  StartCostAllocationTagBackfillCommand,
  UpdateCostAllocationTagsStatusCommand,
} from '@aws-sdk/client-cost-explorer';
import type { ListedTag } from '../../domain/cost/tag-activation';
import { CliError } from './failure';
import type { CostTagStore } from './world';

/** Cost Explorer has one endpoint. */
const REGION = 'us-east-1';

/** @param config for tests: where requests go */
export function costTagStore(config: CostExplorerClientConfig = {}): CostTagStore {
  const client = new CostExplorerClient({ region: REGION, ...config });
  return {
    list: (keys) => asPayer(() => list(client, keys)),
    activate: (keys) => asPayer(() => activate(client, keys)),
    backfill: (from) => asPayer(() => backfill(client, from)),
  };
}

async function list(client: CostExplorerClient, keys: readonly string[]): Promise<ListedTag[]> {
  const found: ListedTag[] = [];
  for await (const { CostAllocationTags = [] } of paginateListCostAllocationTags(
    { client },
    { TagKeys: [...keys], Type: 'UserDefined' },
  ))
    found.push(...CostAllocationTags.map(({ TagKey = '', Status }) => ({ key: TagKey, active: Status === 'Active' })));
  return found;
}

async function activate(client: CostExplorerClient, keys: readonly string[]) {
  const CostAllocationTagsStatus = keys.map((TagKey) => ({ TagKey, Status: 'Active' as const }));
  const { Errors = [] } = await client.send(new UpdateCostAllocationTagsStatusCommand({ CostAllocationTagsStatus }));
  return Errors.map(({ TagKey = '', Code = '', Message = '' }) => ({ key: TagKey, why: `${Code}: ${Message}` }));
}

async function backfill(client: CostExplorerClient, BackfillFrom: string): Promise<'started' | 'busy'> {
  try {
    await client.send(new StartCostAllocationTagBackfillCommand({ BackfillFrom }));
    return 'started';
  } catch (error) {
    if (error instanceof CostExplorerServiceException && error.name === 'BackfillLimitExceededException') return 'busy';
    throw error;
  }
}

/** A member account of an organisation is refused, in one of two ways, whatever its policies say. */
async function asPayer<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error && error.name === 'CredentialsProviderError')
      throw new CliError(`No AWS credentials were found; log in to the account that pays (${error.message})`);
    const refused =
      error instanceof CostExplorerServiceException &&
      (error.name === 'AccessDeniedException' || /linked account/i.test(error.message));
    if (!refused) throw error;
    throw new CliError(
      `AWS denies this to the credentials in use (${error.name}: ${error.message}); use those of the account that pays, the management account of the organisation, with ce:ListCostAllocationTags, ce:UpdateCostAllocationTagsStatus and ce:StartCostAllocationTagBackfill`,
    );
  }
}
