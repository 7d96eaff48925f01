import { type Check, ok } from '../check';

export const tableCheck: Check = {
  name: 'table',
  summary: 'the table answers, and its live bans can be read',
  run: async ({ bans }) => {
    const { length } = await bans.live();
    return [ok(length === 1 ? '1 live ban' : `${length} live bans`)];
  },
};
