import type { EdgeRoom } from '../../../../core/edge';
import type { LookedEdge } from '../../edges/look';
import { type Check, type Finding, fail, ok, warn } from '../check';

/** Less free room than this share is told of. */
const TIGHT = 0.1;

export const roomCheck: Check = {
  name: 'room',
  summary: 'NACL slots, IP sets and rules have room for more bans',
  run: async ({ edges }) => (await edges()).flatMap(judged),
};

function judged({ config, report, waiting }: LookedEdge): readonly Finding[] {
  const { name, kind } = config;
  const out = waiting.filter(({ fits }) => !fits).length;
  if (out > 0) return [fail(`${name}: ${out} bans have no room (${roomsText(report.room)})`, MORE_ROOM[kind])];
  const tight = report.room.filter(({ used, capacity }) => capacity - used < capacity * TIGHT);
  if (tight.length > 0) return [warn(`${name}: nearly full (${roomsText(tight)})`, MORE_ROOM[kind])];
  return [ok(`${name}: ${roomsText(report.room)}`)];
}

const roomsText = (rooms: readonly EdgeRoom[]): string =>
  rooms.map(({ family, used, capacity }) => `${family} ${used} of ${capacity}`).join(', ');

const MORE_ROOM: Readonly<Record<LookedEdge['config']['kind'], string>> = {
  'aws-nacl':
    'raise the quota "Rules per network ACL" and capacity= of the action, or ban with aws-waf or aws-prefix-list',
  'aws-waf': 'raise sets= of the action and deploy: each set takes 10,000',
  'aws-security-group':
    'raise the quota "Inbound rules per security group" and capacity= of the action, or ban with aws-nacl',
  'aws-prefix-list': 'raise its maximum number of entries',
};
