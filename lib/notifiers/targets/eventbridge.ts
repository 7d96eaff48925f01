import { PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { Ban } from '../../core/ban';
import type { Digest, SendResult } from '../../core/report';
import { visible } from '../../core/visible';
import { banJson } from './ban-json';
import { PLAIN, type TargetModule, type TargetTools, whyOf } from './target';

/** Entries of one PutEvents request (EventBridge quota). */
const ENTRIES = 10;

/** An event a ban and an event an end: `Banned` and `Unbanned`, of source `fail2edge`. */
export const eventbridge: TargetModule = {
  ...PLAIN,
  kind: 'eventbridge',
  description: 'an Amazon EventBridge bus: Banned and Unbanned, an event each',
  tellsEnds: true,
  capped: false,
  permissions: ({ options }, { partition, region, account, bus }) => [
    {
      actions: ['events:PutEvents'],
      resources: [arnOf(options.bus, `arn:${partition}:events:${region}:${account}:event-bus/`, bus)],
      conditions: { StringEquals: { 'events:source': ['fail2edge'] } },
    },
  ],
  open:
    ({ name, options }, tools) =>
    (digest) =>
      putAll(name, options.bus || tools.bus(), tools, digest),
};

const arnOf = (given: string | undefined, prefix: string, own: string | undefined): string =>
  given ? (given.startsWith('arn:') ? given : prefix + given) : (own ?? `${prefix}default`);

/** An entry that the bus did not take waits; the others are done. */
async function putAll(name: string, bus: string, { events }: TargetTools, digest: Digest): Promise<SendResult> {
  const done: Ban[] = [];
  let why = '';
  for (let at = 0; at < digest.bans.length && why === ''; at += ENTRIES) {
    const bans = digest.bans.slice(at, at + ENTRIES);
    try {
      const Entries = bans.map((ban) => entryOf(ban, digest.place, bus));
      const { Entries: answers = [] } = await events().send(new PutEventsCommand({ Entries }));
      done.push(...bans.filter((_, index) => answers[index]?.EventId !== undefined));
      why = answers.find(({ ErrorCode }) => ErrorCode !== undefined)?.ErrorCode ?? '';
    } catch (error) {
      why = whyOf(error);
    }
  }
  return why === ''
    ? { kind: 'sent', id: '' }
    : { kind: 'failed', notice: `${name}: the bus took not all: ${why}`, done };
}

const entryOf = (ban: Ban, place: string, bus: string): PutEventsRequestEntry => ({
  Source: 'fail2edge',
  DetailType: ban.state === 'live' ? 'Banned' : 'Unbanned',
  Detail: JSON.stringify({ version: 1, place: visible(place), ...banJson(ban) }),
  EventBusName: bus,
});
