/** Where a log file goes: LOG-19, LOG-20, LOG-22. */
import type { LogDeliveryModel } from '../../assembly/model';

export interface LogFile {
  readonly distributionId: string;
  readonly account: string;
  /** Hour of its records in UTC, `YYYY-MM-DD-HH`. */
  readonly hour: string;
  /** Eight characters that make the name unique. */
  readonly unique: string;
}

/** Names that Hive-compatible paths put before the values. */
const HIVE_NAMES: Readonly<Record<string, string>> = {
  DistributionId: 'DistributionId',
  distributionid: 'distributionid',
  accountid: 'accountid',
  yyyy: 'year',
  MM: 'month',
  dd: 'day',
  HH: 'hour',
};

export function logKey(delivery: Pick<LogDeliveryModel, 'prefix' | 'suffixPath' | 'hiveCompatible'>, file: LogFile): string {
  const [yyyy, MM, dd, HH] = file.hour.split('-');
  const values: Readonly<Record<string, string | undefined>> = {
    DistributionId: file.distributionId,
    distributionid: file.distributionId,
    accountid: file.account,
    yyyy,
    MM,
    dd,
    HH,
  };
  const suffix = delivery.suffixPath.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name] ?? whole;
    return delivery.hiveCompatible && name in values ? `${HIVE_NAMES[name]}=${value}` : value;
  });
  const implicit = `AWSLogs/${delivery.hiveCompatible ? 'aws-account-id=' : ''}${file.account}/CloudFront`;
  return `${delivery.prefix || implicit}/${suffix.replace(/^\/|\/$/g, '')}/${file.distributionId}.${file.hour}.${file.unique}.gz`;
}
