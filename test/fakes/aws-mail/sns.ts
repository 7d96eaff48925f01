import { PublishCommand, type PublishCommandInput, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';

interface PublishedMessage {
  readonly subject: string;
  readonly message: string;
}

/** SNS Publish to topics that exist, with the service's rules for subject and size. */
export function fakeSns(topicArns: readonly string[]) {
  const messages: PublishedMessage[] = [];
  const client = mockClient(SNSClient);
  client.on(PublishCommand).callsFake(({ TopicArn = '', Subject = '', Message = '' }: PublishCommandInput) => {
    if (!topicArns.includes(TopicArn)) throw named('NotFoundException', 'Topic does not exist');
    if (!/^[\x21-\x7e][\x20-\x7e]{0,98}$/.test(Subject))
      throw named('InvalidParameterException', 'Invalid parameter: Subject');
    if (Message === '' || Buffer.byteLength(Message) > 262_144) {
      throw named('InvalidParameterException', 'Invalid parameter: Message too long');
    }
    messages.push({ subject: Subject, message: Message });
    return { MessageId: `message-${messages.length}` };
  });
  return { client: client as unknown as SNSClient, messages, restore: () => client.restore() };
}

const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });
