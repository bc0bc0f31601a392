/** What the edge knows about one request when its log line is written. */
import type { DistributionModel } from '../../assembly/model';
import type { EdgeRequest, EdgeResponse } from '../../http';

/** LOG-12, LOG-13. */
export type ResultType =
  | 'Hit'
  | 'RefreshHit'
  | 'Miss'
  | 'Error'
  | 'Redirect'
  | 'FunctionGeneratedResponse'
  | 'FunctionExecutionError'
  | 'FunctionValidationError'
  | 'FunctionThrottledError';

/** LOG-14: for `Error` one of these, otherwise the result type. */
export type DetailedResultType =
  | ResultType
  | 'InvalidRequest'
  | 'InvalidRequestBlocked'
  | 'InvalidRequestMethod'
  | 'OriginConnectError'
  | 'OriginCommError';

export interface LogRecord {
  readonly distribution: Pick<DistributionModel, 'id' | 'domainName' | 'logsCookies'>;
  readonly request: EdgeRequest;
  readonly response: EdgeResponse;
  readonly requestId: string;
  readonly pop: string;
  /** Pattern of the behaviour that served the request; undefined when none was chosen yet. */
  readonly pathPattern: string | undefined;
  /** Path to log, see the assumption `logsViewerPath`. */
  readonly path: string;
  readonly result: ResultType;
  readonly detail: DetailedResultType;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly firstByteAt: number;
  readonly endedAt: number;
  /** Milliseconds from the origin request to its first and last byte; undefined when the origin was not asked. */
  readonly originMs: number | undefined;
  /** Text of `cf.logCustomData()`. */
  readonly viewerRequestLogData: string | undefined;
  readonly viewerResponseLogData: string | undefined;
  readonly asn: string | undefined;
  readonly country: string | undefined;
}
