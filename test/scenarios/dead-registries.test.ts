import { PassThrough } from 'node:stream';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { report } from '../../lib/app/report';
import type { Digest } from '../../lib/core/report';
import { memoryBudget } from '../../lib/local/mail/memory-budget';
import { memoryOutbox } from '../../lib/local/mail/memory-outbox';
import { streamedBans } from '../../lib/local/stream';
import { renderMail } from '../../lib/notifiers/mail/render';
import { registries } from '../../lib/notifiers/registries';
import { memoryWhoisCache } from '../../lib/notifiers/whois-cache';
import { enforceHandler } from '../../lib/runtime/enforce-handlers';
import { reportHandler } from '../../lib/runtime/report-handler';
import { memoryBans } from '../../lib/stores/memory/bans';
import { memoryEdgeStates } from '../../lib/stores/memory/edge-states';
import { aLiveBan, rulesetOf, setEdge } from './support/set-edge';

const NOW = 1_001_000;
const mail = { destemail: ['ops@example.com'], sender: 'f2b@example.com', sendername: 'f2b', whois: true, lines: true };
const ruleset = rulesetOf({ app: ['wall'] }, { mail, loggroup: ['app'] });

/** Registries that take every connection and say nothing, until the deadline of a lookup ends it. */
function deadRegistries() {
  const lookups: AbortController[] = [];
  const asked = { rdap: 0, whois: 0 };
  const whois = registries({
    fetch: (_, { signal }) => {
      asked.rdap += 1;
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    },
    net: {
      resolve: async () => ['198.51.100.43'],
      connect: () => {
        asked.whois += 1;
        return new PassThrough({ read: () => undefined, transform: () => undefined });
      },
    },
    cache: memoryWhoisCache(),
    clock: () => NOW,
    deadline: () => {
      const lookup = new AbortController();
      lookups.push(lookup);
      return lookup.signal;
    },
  });
  /** The time of the lookup that is under way runs out. */
  const runOut = () => lookups.at(-1)?.abort(new Error('time is up'));
  return { whois, asked, runOut, lookups };
}

const settled = () => new Promise((done) => setTimeout(done, 5));

test('while registries are dead the ban is on its edge, and the mail leaves with what there is', async () => {
  const bans = streamedBans(memoryBans());
  const wall = setEdge('wall');
  const { whois, asked, runOut, lookups } = deadRegistries();
  const mails: Digest[] = [];
  const ports = {
    ...{ outbox: memoryOutbox(), budget: memoryBudget(), whois, sender: null, place: 'Fail2edge', clock: () => NOW },
    lines: { of: async () => ['bad login from 203.0.113.7'] },
    notifiers: [
      {
        kind: 'mail',
        send: async (digest: Digest) => {
          mails.push(digest);
          return { kind: 'sent', id: '1' } as const;
        },
      },
    ],
    deadline: () => new AbortController().signal,
  };
  const tellReport = reportHandler({
    report: (made) => report(ports, ruleset, made),
    onNotice: () => undefined,
    onRefused: () => undefined,
    flush: () => undefined,
  });
  const tellEnforce = enforceHandler({
    ruleset,
    ports: (remaining) => ({
      ...{ bans, edgeStates: memoryEdgeStates(), edges: [wall], emit: () => undefined, clock: () => NOW, remaining },
    }),
    onReport: () => undefined,
    flush: () => undefined,
  });

  await bans.put(aLiveBan({ ip: '203.0.113.7', time: NOW, end: NOW + 600 }), null);
  const changed = bans.drain() as DynamoDBStreamEvent;
  const reporting = tellReport(changed);
  await tellEnforce(changed, { getRemainingTimeInMillis: () => 60_000 });
  await settled();
  expect([...wall.holds]).toEqual(['203.0.113.7/32']);
  expect([asked, mails]).toEqual([{ rdap: 1, whois: 0 }, []]);

  // RDAP and port 43 have five seconds each, in all however many registries are asked: then the mail goes.
  runOut();
  await settled();
  expect(asked).toEqual({ rdap: 1, whois: 1 });
  runOut();
  await reporting;
  expect(lookups).toHaveLength(2);
  expect(mails).toHaveLength(1);
  const { text } = renderMail(mails[0] as Digest);
  expect(text).toContain('203.0.113.7 has been banned by jail app after 3 failures');
  expect(text).toContain('whois: no registry answered in time.');
  expect(text).toContain('bad login from 203.0.113.7');
});
