import { formatIp, parseAddress } from '../../lib/core/address';
import type { AppEvent } from '../../lib/core/event';
import { banRange, createProtection } from '../../lib/core/protect';
import type { Ruleset } from '../../lib/core/ruleset';
import { detectInMemory } from './account';
import { payloadsOf } from './payloads';
import type { TableUse } from './tasks';

/** Counts the table's calls of each batch against what the batch held. */
export async function tableUse(payloads: string, ruleset: Ruleset): Promise<TableUse> {
  const protection = createProtection({ ...(ruleset.jails[0] as Ruleset['jails'][number]), self: [] });
  const ids = new Set<string>();
  let bans = 0;
  const onEvent = (event: AppEvent) => {
    if (event.event === 'found') {
      const address = parseAddress(event.ip);
      ids.add(`${event.jail} ${address ? formatIp(banRange(address, 64, protection)) : event.ip}`);
    }
    if (event.event === 'ban' || event.event === 'prolong') bans += 1;
  };
  const { handler, calls, reset } = detectInMemory(ruleset, onEvent);
  const use = { lines: 0, batches: 0, excess: -Infinity, idleCalls: 0, idleBatches: 0, writes: 0, reads: 0, prunes: 0 };
  for (const payload of payloadsOf(payloads)) {
    ids.clear();
    bans = 0;
    reset();
    const reply = await handler(payload);
    const writes = calls.counterWrites + calls.ticketWrites + calls.sessionWrites + calls.counterPrunes;
    const reads = calls.counterReads + calls.ticketReads + calls.sessionReads;
    use.batches += 1;
    use.lines += reply.kind === 'detected' ? reply.records : 0;
    use.writes += writes;
    use.reads += reads;
    use.prunes += calls.counterPrunes;
    use.excess = Math.max(use.excess, writes - ids.size - bans);
    if (ids.size > 0) continue;
    use.idleBatches += 1;
    use.idleCalls += writes + reads;
  }
  return use;
}
