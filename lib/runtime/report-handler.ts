import type { DynamoDBRecord, DynamoDBStreamEvent, StreamRecord } from 'aws-lambda';
import type { ReportOutcome } from '../app/report';
import type { Ban } from '../core/ban';
import { banOf } from '../stores/dynamodb/ban-item';
import type { Item } from '../stores/dynamodb/table';

export interface ReportParts {
  readonly report: (bans: readonly Ban[]) => Promise<ReportOutcome>;
  /** Told of what the operator must know, and of records that are no tickets. */
  readonly onNotice: (notice: string) => void;
  /** Told how many recipients take nothing. */
  readonly onRefused: (recipients: number) => void;
  readonly flush: () => void;
}

/**
 * New bans and ended ones from the table's stream, or a scheduled event: then what waits is looked at. A record that
 * cannot be read is left out and told of, so that it never keeps the others from their report.
 */
export const reportHandler =
  ({ report, onNotice, onRefused, flush }: ReportParts) =>
  async (event: Partial<DynamoDBStreamEvent>): Promise<ReportOutcome> => {
    try {
      const bans = (event.Records ?? []).flatMap((record) => changesOf(record, onNotice));
      const outcome = await report(bans);
      outcome.notices.forEach(onNotice);
      onRefused(outcome.refused);
      return outcome;
    } finally {
      flush();
    }
  };

/**
 * What a change of a ticket made: a ban (prolonging leaves `bancount` as it was), the end of one (a ticket in state
 * `over`), or, where a new ban takes the place of one that nobody lifted yet, both.
 */
function changesOf({ dynamodb }: DynamoDBRecord, onNotice: (notice: string) => void): readonly Ban[] {
  try {
    const after = ticketOf(dynamodb?.NewImage);
    const before = ticketOf(dynamodb?.OldImage);
    if (!after) return [];
    const made = after.state === 'live' && after.bancount !== before?.bancount;
    const ended = before?.state === 'live' && (made || after.state === 'over');
    const end = after.state === 'over' ? after : { ...before, state: 'over' };
    return [...(ended ? [end as Ban] : []), ...(made ? [after] : [])];
  } catch (error) {
    onNotice(`a stream record is no ban: ${(error as Error).message}`);
    return [];
  }
}

const ticketOf = (image: StreamRecord['NewImage']): Ban | undefined => image && banOf(image as Item);
