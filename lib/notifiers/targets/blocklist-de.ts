import type { BanDetail } from '../../core/report';
import type { Target } from '../../core/target';
import { deliver } from '../http/deliver';
import { accusable, evidenceOf } from './accused';
import { laterOrNever, oneByOne, refusedOne, type Told } from './one-by-one';
import { PLAIN, type TargetModule, type TargetTools } from './target';

const REPORT = 'https://www.blocklist.de/en/httpreports.html';

/** Tells blocklist.de, with the offender's lines; ten bans a run, the rest waits. */
export const blocklistDe: TargetModule = {
  ...PLAIN,
  kind: 'blocklist-de',
  description: 'reports to blocklist.de',
  capped: false,
  wants: { whois: false, lines: true },
  accuses: true,
  open: (target, tools) => (digest) =>
    oneByOne(target.name, digest, digest.details, (detail: BanDetail) => reportOne(target, tools, detail)),
};

async function reportOne({ options }: Target, tools: TargetTools, detail: BanDetail): Promise<Told> {
  if (detail.lines === 'unavailable') return laterOrNever(detail.ban, tools.clock());
  if (!accusable(detail)) return { kind: 'done' };
  const fields = {
    server: options.email ?? '',
    apikey: await tools.secrets(options.apikey ?? ''),
    ...{ service: detail.ban.jail, ip: detail.ban.ip, logs: evidenceOf(detail).join('\n'), format: 'text' },
  };
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': 'fail2edge' };
  const body = new URLSearchParams(fields).toString();
  const outcome = await deliver(tools.http, { url: REPORT, headers, body });
  if (outcome.kind === 'delivered') return { kind: 'done' };
  if (REFUSED.has(outcome.why)) return refusedOne(detail.ban, outcome.why, tools.clock());
  return { kind: 'stop', why: `a report was not taken: ${outcome.why}` };
}

/** Of this report, by the form, the length or the words of its lines; any other is of the key, the address or the service. */
const REFUSED: ReadonlySet<string> = new Set([400, 403, 406, 413, 422].map((status) => `status ${status}`));
