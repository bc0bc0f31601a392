/** Works a batch of SQS messages off, one after the other, and reports those that failed, so that only they come again. */

export interface SqsRecord {
  readonly messageId: string;
  readonly body: string;
  readonly receiptHandle: string;
  readonly attributes: {
    /** How often the message has been delivered, this time included. */
    readonly ApproximateReceiveCount: string;
  };
}

/** When a failed message comes again. */
export interface Redelivery {
  /** @param seconds from now */
  retryIn(receiptHandle: string, seconds: number): Promise<void>;
}

export interface SqsEvent {
  readonly Records: readonly SqsRecord[];
}

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting */
export interface SqsBatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** @param redelivery brings failed messages back early; without it they come when the queue's visibility timeout is over */
export async function eachRecord(
  { Records }: SqsEvent,
  work: (record: SqsRecord) => Promise<void>,
  redelivery?: Redelivery,
): Promise<SqsBatchResponse> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const record of Records) {
    try {
      await work(record);
    } catch (error) {
      logError(record.messageId, error);
      batchItemFailures.push({ itemIdentifier: record.messageId });
      await redeliver(record, redelivery);
    }
  }
  return { batchItemFailures };
}

/**
 * The visibility timeout is six times the function's, half an hour for the intake: too long for a publisher to wait because AWS was
 * busy for a second. 30, 60, 120 … seconds instead.
 */
async function redeliver({ messageId, receiptHandle, attributes }: SqsRecord, redelivery: Redelivery | undefined): Promise<void> {
  const seconds = 30 * 2 ** (Number(attributes.ApproximateReceiveCount) - 1);
  try {
    await redelivery?.retryIn(receiptHandle, seconds);
  } catch (error) {
    logError(messageId, error); // it comes again all the same, only later
  }
}

/** One JSON line. */
export function logError(messageId: string, error: unknown): void {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  console.error(JSON.stringify({ level: 'error', messageId, name, message, stack }));
}
