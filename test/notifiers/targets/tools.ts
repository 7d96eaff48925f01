import type { Ban } from '../../../lib/core/ban';
import { memoryReported } from '../../../lib/local/mail/memory-reported';
import { httpPost } from '../../../lib/notifiers/http/post';
import type { TargetTools } from '../../../lib/notifiers/targets/target';

export const NOW = 1_700_000_100;

/** A client that keeps what it is sent and answers in turn. */
export function fakeClient(answer: (input: never) => unknown = () => ({})) {
  const sent: Record<string, unknown>[] = [];
  const send = async ({ input }: { readonly input: object }) => {
    sent.push(input as never);
    return answer(input as never);
  };
  return { sent, client: { send } as never };
}

/** Tools over the loopback; secrets are what stands behind `ssm:`. */
export function someTools(
  over: Partial<TargetTools> & { readonly live?: () => Promise<readonly Ban[]> } = {},
): TargetTools {
  const none = () => {
    throw new Error('no such client in this test');
  };
  return {
    secrets: async (value) => value.replace(/^ssm:/, ''),
    http: { post: httpPost({ loopback: true, timeout: 2_000 }), sleep: async () => undefined },
    clock: () => NOW,
    reported: memoryReported(),
    live: async () => [],
    bus: () => 'arn:aws:events:eu-west-1:111122223333:event-bus/Fail2edge',
    ...{ sns: none, events: none, s3: none, ses: none },
    ...over,
  };
}
