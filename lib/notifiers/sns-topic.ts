import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Digest, SendResult } from '../core/report';
import { TOPIC_LIMITS } from './mail/block';
import { documentOf } from './mail/document';
import { printText } from './mail/print-text';
import { subjectOf } from './mail/subject';
import { errorName, type NotifierModule } from './notifier';

export interface SnsScope {
  readonly topicArn: string;
}

export interface SnsOptions {
  readonly client: Pick<SNSClient, 'send'>;
  readonly topicArn: string;
}

/** A message may have 256 KiB, its subject included; some room is left. */
const MESSAGE_OCTETS = 250_000;
/** An SNS subject: under 100 characters, ASCII, no control characters, begins with a letter, number or punctuation mark. */
const SUBJECT_LENGTH = 99;

/** Plain text to an SNS topic: needs no verified address, so it is where reports go that SES cannot deliver. */
export const snsTopic: NotifierModule<SnsScope, SnsOptions> = {
  kind: 'sns-topic',
  description: 'plain text to an Amazon SNS topic',
  permissions: ({ topicArn }) => [{ actions: ['sns:Publish'], resources: [topicArn] }],
  open: (options) => ({ kind: 'sns-topic', send: (digest) => publish(options, digest) }),
};

async function publish({ client, topicArn }: SnsOptions, digest: Digest): Promise<SendResult> {
  try {
    const { MessageId } = await client.send(
      new PublishCommand({
        TopicArn: topicArn,
        Subject: subjectOf(digest)
          .replace(/[^\x20-\x7e]/g, '?')
          .slice(0, SUBJECT_LENGTH),
        Message: wholeLines(printText(documentOf(digest, TOPIC_LIMITS))),
      }),
    );
    return { kind: 'sent', id: MessageId ?? '' };
  } catch (error) {
    return { kind: 'failed', notice: `SNS took no report for ${topicArn}: ${errorName(error)}` };
  }
}

/** The lines that fit a message, and a note when some did not. */
function wholeLines(text: string): string {
  if (Buffer.byteLength(text) <= MESSAGE_OCTETS) return text;
  const kept: string[] = [];
  let octets = 0;
  for (const line of text.split('\n')) {
    octets += Buffer.byteLength(line) + 1;
    if (octets > MESSAGE_OCTETS) break;
    kept.push(line);
  }
  return [...kept, '', 'The rest does not fit an SNS message.'].join('\n');
}
