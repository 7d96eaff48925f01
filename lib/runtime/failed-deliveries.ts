import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import type { DetectReply } from './detect-handler';

/**
 * Lets detect take its own failures again. What Lambda gave up on lies in the failures queue with what was delivered
 * (docs.aws.amazon.com, Lambda, "Adding a destination": `requestPayload`); a mapping of that queue, switched on by an
 * operator, brings it back here. A message that fails again, or that is not a delivery of detect, stays in the queue.
 */
export const withFailedDeliveries =
  (detect: (payload: unknown) => Promise<DetectReply>, onFailed: (message: string) => void) =>
  async (event: unknown): Promise<DetectReply | SQSBatchResponse> => {
    const messages = messagesOf(event);
    if (messages === undefined) return detect(event);
    const failed: string[] = [];
    for (const { messageId, body } of messages) {
      try {
        await detect(requestPayload(body));
      } catch (error) {
        onFailed(`${messageId} stays in the failures queue: ${(error as Error).message}`);
        failed.push(messageId);
      }
    }
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };

/** undefined: no event of a queue. */
function messagesOf(event: unknown): readonly Pick<SQSRecord, 'messageId' | 'body'>[] | undefined {
  const { Records: records } = (event ?? {}) as { Records?: unknown };
  if (!Array.isArray(records) || records.length === 0) return undefined;
  return records.every((record: Partial<SQSRecord> | null) => record?.eventSource === 'aws:sqs') ? records : undefined;
}

/** What was delivered. Throws when the message is of another function, or of nobody we know. */
function requestPayload(body: string): unknown {
  const { requestPayload: payload } = JSON.parse(body) as { requestPayload?: { awslogs?: unknown } };
  if (payload?.awslogs === undefined) throw new Error('it is no delivery of log lines');
  return payload;
}
