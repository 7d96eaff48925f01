import { bannedNow } from '../../../app/operate/banned';
import type { Ban } from '../../../core/ban';
import type { Digest, SendResult } from '../../../core/report';
import type { Ruleset, Seconds } from '../../../core/ruleset';
import type { Target } from '../../../core/target';
import { UsageError } from '../../io';
import { textOf } from '../account/environment';
import type { Action, Session } from '../answer';

/** What can be tried: a target of the ruleset, or a mail from a sender to a recipient. */
interface Trial {
  readonly name: string;
  readonly kind: string;
  readonly run: () => Promise<SendResult | { readonly kind: 'ready' }>;
}

/** `notify test [NOTIFIER]`: each is told of a ban that is none, over the real network. */
export const notifyTest: Action = async (session, { operands: [wanted] }) => {
  const trials = await trialsOf(session);
  const chosen = trials.filter(({ name, kind }) => wanted === undefined || wanted === name || wanted === kind);
  if (chosen.length === 0) throw new UsageError(nothingToTry(wanted, trials));
  const each: { readonly notifier: string; readonly outcome: string; readonly notice?: string }[] = [];
  for (const { name, run } of chosen) {
    const result = await run();
    const notice = 'notice' in result ? { notice: result.notice } : {};
    each.push({ notifier: name, outcome: result.kind, ...notice });
  }
  const lines = each.map(({ notifier, outcome, notice }) => `${notifier}: ${notice ?? SAID[outcome] ?? outcome}`);
  const failed = each.some(({ outcome }) => outcome === 'failed' || outcome === 'unsuitable');
  return { text: lines.join('\n'), json: each, ...(failed ? { failed: 'check' as const } : {}) };
};

const SAID: Readonly<Record<string, string>> = {
  sent: 'sent',
  ready: 'its key can be read; nothing was sent, it would accuse somebody',
};

function nothingToTry(wanted: string | undefined, trials: readonly Trial[]): string {
  const names = trials.map(({ name }) => name);
  if (names.length === 0) return 'no jail mails or notifies anybody: docs/notifications.md tells how it is set';
  return `there is no notifier ${JSON.stringify(wanted)}; there are: ${names.join(', ')}`;
}

async function trialsOf(session: Session): Promise<readonly Trial[]> {
  const { ruleset } = session;
  const tools = await toolsOf(session);
  const { openTarget } = await import('../../../notifiers/targets/open');
  const { targets: kinds } = await import('../../../notifiers/targets');
  const digest = testDigest(session.now(), textOf(session.values.stack) ?? 'Fail2edge');
  const ofTarget = (target: Target): Trial => ({
    ...{ name: target.name, kind: target.kind },
    run: async () => {
      if (!kinds[target.kind].accuses) return openTarget(target, tools).send(digest);
      return secretsOf(target, tools.secrets);
    },
  });
  return [...(ruleset.targets ?? []).map(ofTarget), ...(await mailTrials(ruleset, digest))];
}

async function toolsOf({ account, now, values }: Session) {
  const { awsTargetTools } = await import('../../../notifiers/targets/aws-tools');
  const { memoryReported } = await import('../../../local/mail/memory-reported');
  const live = async () => bannedNow(await account());
  const bus = () => textOf(values.stack) ?? 'Fail2edge';
  // A server on the operator's own machine is his to try.
  return awsTargetTools({ reported: memoryReported(), live, bus, clock: now }, { loopback: true });
}

async function secretsOf(
  { name, options }: Target,
  secrets: (value: string) => Promise<string>,
): Promise<SendResult | { readonly kind: 'ready' }> {
  try {
    for (const value of Object.values(options)) await secrets(value);
    return { kind: 'ready' };
  } catch (error) {
    return { kind: 'failed', notice: `${name}: ${(error as Error).message}` };
  }
}

/** One a sender and recipient, however many jails have them. */
async function mailTrials({ jails }: Ruleset, digest: Digest): Promise<readonly Trial[]> {
  const pairs = new Map<string, Pick<Digest, 'sender' | 'sendername' | 'recipient'>>();
  for (const { mail } of jails) {
    for (const recipient of mail?.destemail ?? []) {
      if (mail)
        pairs.set(`${mail.sender} ${recipient}`, { sender: mail.sender, sendername: mail.sendername, recipient });
    }
  }
  if (pairs.size === 0) return [];
  const { SESv2Client } = await import('@aws-sdk/client-sesv2');
  const { sesMail } = await import('../../../notifiers/ses-mail');
  const mail = sesMail.open({ client: new SESv2Client({ maxAttempts: 2 }) });
  return [...pairs.values()].map((pair) => ({
    ...{ name: `mail to ${pair.recipient}`, kind: 'mail' },
    run: () => mail.send({ ...digest, ...pair }),
  }));
}

function testDigest(now: Seconds, place: string): Digest {
  const ban: Ban = {
    ...{ jail: 'test', ip: '192.0.2.1', time: Math.floor(now), end: Math.floor(now) + 600, bantime: 600 },
    ...{ bancount: 1, offences: 1, failures: 0, clearedAt: 0, state: 'live', origin: 'manual', version: 1 },
    reason: 'a test: nobody is banned',
  };
  return { sender: '', sendername: '', recipient: 'test', place, bans: [ban], details: [] };
}
