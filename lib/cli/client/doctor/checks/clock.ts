import { type Check, ok, onAws, warn } from '../check';

/** Ban and unban bear this machine's time. */
const APART = 5;

export const clockCheck: Check = {
  name: 'clock',
  summary: "this machine's clock is AWS's",
  run: onAws(async (aws, { clock }) => {
    const apart = clock() - (await aws.time());
    if (Math.abs(apart) <= APART) return [ok("as AWS's")];
    const what = `${Math.round(Math.abs(apart))} s ${apart > 0 ? 'ahead of' : 'behind'} AWS's: bans and unbans from here bear a wrong time`;
    return [warn(what, 'set it by NTP')];
  }),
};
