import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { ReportOutcome } from '../app/report';
import type { Ban } from '../core/ban';
import { banOf } from '../stores/dynamodb/ban-item';
import type { Item } from '../stores/dynamodb/table';

export interface ReportParts {
  readonly report: (bans: readonly Ban[]) => Promise<ReportOutcome>;
  /** Told of what the operator must know, and of records that are no tickets. */
  readonly onNotice: (notice: string) => void;
  readonly flush: () => void;
}

/**
 * New bans from the table's stream, or a scheduled event: then what waits is looked at. A record that cannot be read is
 * left out and told of, so that it never keeps the others from their report.
 */
export const reportHandler =
  ({ report, onNotice, flush }: ReportParts) =>
  async (event: Partial<DynamoDBStreamEvent>): Promise<ReportOutcome> => {
    try {
      const bans = (event.Records ?? []).flatMap((record) => newBan(record, onNotice));
      const outcome = await report(bans);
      outcome.notices.forEach(onNotice);
      return outcome;
    } finally {
      flush();
    }
  };

/** The ticket when this change made a ban: prolonging and lifting leave `bancount` as it was. */
function newBan({ dynamodb }: DynamoDBRecord, onNotice: (notice: string) => void): readonly Ban[] {
  const image = dynamodb?.NewImage as Item | undefined;
  if (!image || image.bancount?.N === dynamodb?.OldImage?.bancount?.N) return [];
  try {
    const ban = banOf(image);
    return ban.state === 'live' ? [ban] : [];
  } catch (error) {
    onNotice(`a stream record is no ban: ${(error as Error).message}`);
    return [];
  }
}
