import { snsTopic } from '../sns-topic';
import { PLAIN, type TargetModule } from './target';

/** A topic of one's own, as plain text; the stack's topic gets alarms and what no mail can carry. */
export const sns: TargetModule = {
  ...PLAIN,
  kind: 'sns',
  description: 'an Amazon SNS topic, as plain text',
  permissions: ({ options }) => snsTopic.permissions({ topicArn: options.topic ?? '' }),
  open: ({ options }, tools) => {
    let opened: ReturnType<typeof snsTopic.open> | undefined;
    return (digest) => {
      opened ??= snsTopic.open({ client: tools.sns(), topicArn: options.topic ?? '' });
      return opened.send(digest);
    };
  },
};
