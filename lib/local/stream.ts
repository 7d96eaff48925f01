import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { Ban } from '../core/ban';
import type { BanStore } from '../core/ports';
import { banItem } from '../stores/dynamodb/ban-item';

/** A ban store whose writes come out as the table's stream would deliver them. */
export interface StreamedBans extends BanStore {
  /** What was written since the last time, as one event; undefined: nothing was. */
  readonly drain: () => DynamoDBStreamEvent | undefined;
}

export function streamedBans(bans: BanStore): StreamedBans {
  let records: DynamoDBRecord[] = [];
  const image = (ban: Ban) => banItem(ban, null) as NonNullable<DynamoDBRecord['dynamodb']>['NewImage'];
  return {
    ...bans,
    put: async (ban, expiresAt) => {
      const before = await bans.get(ban.jail, ban.ip);
      const outcome = await bans.put(ban, expiresAt);
      if (outcome === 'written' && (ban.state === 'live' || before?.state === 'live')) {
        records.push({
          eventName: before ? 'MODIFY' : 'INSERT',
          dynamodb: {
            NewImage: image(ban),
            ...(before && { OldImage: image(before) }),
          } as DynamoDBRecord['dynamodb'] & {},
        });
      }
      return outcome;
    },
    drain: () => {
      if (records.length === 0) return undefined;
      const event = { Records: records };
      records = [];
      return event;
    },
  };
}
