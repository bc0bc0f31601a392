/** Everything that can be imported; each construct also works alone. */

export { UsageAnalytics, type UsageAnalyticsProps } from './analytics/usage-analytics';
export { AccessLog, type AccessLogProps } from './cdn/access-log';
export { RegistryCdn, type RegistryCdnProps, type RegistryDomain } from './cdn/registry-cdn';
export { CostControls, type CostControlsProps } from './cost/cost-controls';
export { applyCostTags, type CostTagsProps, costTags, tagComponent } from './cost/cost-tags';
export { PayerView, type PayerViewProps } from './cost/payer-view';
export { PlanSubscription, type PlanSubscriptionProps } from './cost/plan-subscription';
export { RegistryAlarms, type RegistryAlarmsProps } from './monitoring/registry-alarms';
export { acknowledge, type Pack } from './shared/acknowledge';
export { acknowledgeWildcards } from './shared/acknowledge-wildcards';
export { CountersigningKey, type CountersigningKeyProps } from './signing/countersigning-key';
export { OperatorRole, type OperatorRoleProps } from './signing/operator-role';
export { QueueWorker, type QueueWorkerProps } from './signing/queue-worker';
export { SignedIntake, type SignedIntakeProps } from './signing/signed-intake';
export { type PublishedProject, TrustedPublishers, type TrustedPublishersProps } from './signing/trusted-publishers';
export { PublishedSite, type PublishedSiteProps } from './site/published-site';
export { ArtifactStore, type ArtifactStoreProps } from './storage/artifact-store';
export { ArtifactStoreGrants, type GrantedBuckets } from './storage/artifact-store-grants';
export { BreakGlass, type BreakGlassProps } from './storage/break-glass';
export { Replica, type ReplicaProps } from './storage/replica';
export { Replication, type ReplicationProps } from './storage/replication';
export { AccessTiers, type AccessTiersProps } from './tiers/access-tiers';
export { TierTableError } from './tiers/tier-table-error';
