import type { AttributeValue, DynamoDBStreamEvent } from 'aws-lambda';
import { type EnforceReport, enforce } from '../app/enforce/enforce';
import { expire } from '../app/enforce/expire';
import type { EnforcePorts } from '../app/enforce/ports';
import type { EdgeReport } from '../core/edge';
import type { Ruleset, Seconds } from '../core/ruleset';
import type { Invocation } from './invocation';

/** What the enforcing handlers are made of; `ports` is asked for anew in every invocation. */
export interface EnforceParts {
  readonly ruleset: Ruleset;
  readonly ports: (remaining: () => Seconds) => EnforcePorts;
  /** Told what every edge came to. */
  readonly onReport: (edge: string, report: EdgeReport) => void;
  /** Writes the metrics of the invocation. */
  readonly flush: () => void;
}

/** What a handler answers: enough for its log line, nothing a caller depends on. */
export interface EnforceReply {
  readonly edges: Readonly<Record<string, 'done' | 'busy'>>;
}

/**
 * The table's stream says that bans changed: the edges of their jails look at the table.
 * Throws when an edge failed, after all others had their turn; the stream delivers the batch again.
 */
export const enforceHandler =
  ({ ruleset, ports, onReport, flush }: EnforceParts) =>
  async (event: DynamoDBStreamEvent, invocation: Invocation): Promise<EnforceReply> => {
    const jails = new Set(event.Records.flatMap(({ dynamodb }) => jailOf(dynamodb?.NewImage ?? dynamodb?.OldImage)));
    try {
      return replyOf(told(await enforce(ports(secondsOf(invocation)), ruleset, jails), onReport));
    } finally {
      flush();
    }
  };

const jailOf = (image: Readonly<Record<string, AttributeValue>> | undefined): readonly string[] =>
  image?.jail?.S === undefined ? [] : [image.jail.S];

/** The minute's tick. Throws when an edge failed: the alarm sees it, the next minute tries again. */
export const expireHandler =
  ({ ruleset, ports, onReport, flush }: EnforceParts) =>
  async (_event: unknown, invocation: Invocation): Promise<EnforceReply & { readonly lifted: number }> => {
    try {
      const report = told(await expire(ports(secondsOf(invocation)), ruleset), onReport);
      return { ...replyOf(report), lifted: report.lifted.length };
    } finally {
      flush();
    }
  };

function told<T extends EnforceReport>(report: T, onReport: EnforceParts['onReport']): T {
  for (const [edge, looked] of report.looked) if (looked.kind === 'done') onReport(edge, looked.report);
  return report;
}

const secondsOf = (invocation: Invocation) => (): Seconds => invocation.getRemainingTimeInMillis() / 1000;

/** @throws AggregateError naming every edge, and every ban to be lifted, that failed. */
export function replyOf({ looked, failed }: EnforceReport): EnforceReply {
  if (failed.size > 0) {
    const names = [...failed].map(([name, error]) => `${name}: ${error.message}`).join('; ');
    throw new AggregateError([...failed.values()], `failed: ${names}`);
  }
  return { edges: Object.fromEntries([...looked].map(([edge, { kind }]) => [edge, kind])) };
}
