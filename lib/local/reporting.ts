import { report } from '../app/report';
import type { LogBatch } from '../core/record';
import type { Ruleset, Seconds } from '../core/ruleset';
import type { ReportParts } from '../runtime/report-handler';
import { mailPrinter, type PrintedMail } from './mail/mail-printer';
import { memoryBudget } from './mail/memory-budget';
import { memoryLogLines } from './mail/memory-log-lines';
import { memoryOutbox } from './mail/memory-outbox';
import type { World } from './world';

/** Mail on an account that no mail may leave. */
export interface Reporting {
  readonly parts: ReportParts;
  /** Keeps the lines of a batch for `action_mwl`. */
  readonly remember: (batch: LogBatch) => void;
}

/** A ban may wait as long for a mail that tells of it. */
const WAITING: Seconds = 86_400;

/** Whois is left out: a replay touches no network. */
export function createReporting(ruleset: Ruleset, world: World, onMail: (mail: PrintedMail) => void): Reporting {
  const asking = ruleset.jails.filter((jail) => jail.mail?.lines);
  const wantsLines = asking.length > 0;
  const lines = memoryLogLines(Math.max(...asking.map(({ findtime }) => findtime)) + WAITING);
  const ports = {
    ...{ outbox: memoryOutbox(), budget: memoryBudget(), notifiers: [mailPrinter(onMail)] },
    ...{ whois: null, lines, sender: null, place: 'replay' },
    clock: () => world.now,
    deadline: () => new AbortController().signal,
  };
  return {
    parts: {
      report: (bans) => report(ports, ruleset, bans),
      ...{ onNotice: () => undefined, onRefused: () => undefined, flush: () => undefined },
    },
    remember: ({ logGroup, records }) => {
      if (!wantsLines) return;
      for (const { timestamp, message } of records) lines.put(logGroup, timestamp, message);
    },
  };
}
