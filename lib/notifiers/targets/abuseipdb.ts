import { parseCidr, widthOf } from '../../core/address';
import type { Ban } from '../../core/ban';
import type { Digest, SendResult } from '../../core/report';
import type { Seconds } from '../../core/ruleset';
import type { Target } from '../../core/target';
import { visible } from '../../core/visible';
import { deliver } from '../http/deliver';
import { shortened } from '../mail/visible';
import { isPublic } from '../whois/public-address';
import { oneByOne, type Told } from './one-by-one';
import { PLAIN, type TargetModule, type TargetTools } from './target';

const REPORT = 'https://api.abuseipdb.com/api/v2/report';
/** One address may be reported once in 15 minutes (docs.abuseipdb.com, "Report endpoint"). */
const EACH: Seconds = 900;
/** Reports of one run: the service is asked in turn, and a free account has 1,000 a day. */
const A_RUN = 30;
/** Requests to the table of one run, one after the other: thousands may wait that were told of just now for another jail. */
const LOOKUPS = 300;

/** Tells abuseipdb.com: the address, the categories, the jail and how often it failed; no user name, no log line. */
export const abuseipdb: TargetModule = {
  ...PLAIN,
  kind: 'abuseipdb',
  description: 'reports to abuseipdb.com',
  capped: false,
  accuses: true,
  open: (target, tools) => (digest) => reportAll(target, tools, digest),
};

async function reportAll(target: Target, tools: TargetTools, digest: Digest): Promise<SendResult> {
  let left = A_RUN;
  let lookups = LOOKUPS;
  const items = digest.bans.map((ban) => ({ ban }));
  return oneByOne(target.name, digest, items, async ({ ban }) => {
    if (!reportable(ban)) return { kind: 'done' };
    if (left === 0 || lookups === 0) return { kind: 'later' };
    lookups -= 1;
    if (await isRecent(tools, ban)) return { kind: 'done' };
    left -= 1;
    return reportOne(target, tools, ban);
  });
}

async function reportOne(target: Target, tools: TargetTools, ban: Ban): Promise<Told> {
  const key = await tools.secrets(target.options.abuseipdb_apikey ?? '');
  const outcome = await deliver(tools.http, requestOf(target, key, ban));
  // 422: the service will not have this one, however often it is told (reported already, of its own list).
  if (outcome.kind !== 'delivered' && outcome.why !== 'status 422') {
    return { kind: 'stop', why: `a report was not taken: ${outcome.why}` };
  }
  await tools.reported.mark(keyOf(ban), tools.clock(), tools.clock() + EACH);
  return { kind: 'done' };
}

/** A single public address that failed: a range, or what somebody asked to be banned, is nobody's fault we saw. */
function reportable({ ip, origin }: Ban): boolean {
  const cidr = parseCidr(ip);
  return origin === 'detect' && cidr !== undefined && cidr.prefix === widthOf(cidr.family) && isPublic(cidr);
}

const keyOf = ({ ip }: Ban): string => `abuseipdb ${ip}`;

async function isRecent({ reported, clock }: TargetTools, ban: Ban): Promise<boolean> {
  const last = await reported.last(keyOf(ban));
  return last !== undefined && last > clock() - EACH;
}

function requestOf({ options }: Target, key: string, ban: Ban) {
  const comment = `fail2edge: jail ${shortened(visible(ban.jail), 100)}, ${ban.failures} failures`;
  const categories = (options.abuseipdb_category ?? '').replace(/\s/g, '');
  const timestamp = new Date(ban.time * 1000).toISOString();
  return {
    url: REPORT,
    headers: { key, accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ip: ban.ip, categories, comment, timestamp }).toString(),
  };
}
