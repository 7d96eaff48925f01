import type { BanDetail } from '../../../lib/core/report';
import { HttpError } from '../../../lib/notifiers/http/exchange';
import { openTarget } from '../../../lib/notifiers/targets/open';
import type { TargetTools } from '../../../lib/notifiers/targets/target';
import { aBan, aDigest } from '../../fakes/aws-mail/builders';
import { NOW, someTools } from './tools';

const HOURS_LATER = NOW + 7_200;
const reportOf = (ip: string, line: string): BanDetail => ({ ban: aBan({ ip }), whois: null, lines: [line] });
const offender = reportOf('192.0.2.9', "GET /?q=1' union select from 192.0.2.9");
const other = reportOf('192.0.2.1', 'Failed password for *** from 192.0.2.1');

/** What the service answers the offender's report; the other one it takes. */
async function run(answer: number | 'ECONNREFUSED', clock = NOW) {
  const asked = new Set<string>();
  const post: TargetTools['http']['post'] = async ({ body }) => {
    const ip = new URLSearchParams(body).get('ip') ?? '';
    asked.add(ip);
    if (ip !== offender.ban.ip) return { status: 200, retryAfter: null };
    if (answer === 'ECONNREFUSED') throw new HttpError(answer);
    return { status: answer, retryAfter: null };
  };
  const options = { email: 'f2b@example.com', apikey: 'ssm:secret' };
  const tools = someTools({ http: { post, sleep: async () => undefined }, clock: () => clock });
  const digest = aDigest({ bans: [offender.ban, other.ban], details: [offender, other] });
  const result = await openTarget({ name: 'blocklist-de', kind: 'blocklist-de', options }, tools).send(digest);
  return { result, asked: [...asked] };
}

describe('a report that blocklist.de does not take', () => {
  it.each([400, 403, 406, 413, 422])(
    'keeps nobody else’s from it: status %i is of the lines, which the offender chose',
    async (status) => {
      expect((await run(status)).result).toEqual({
        ...{ kind: 'failed', notice: `blocklist-de: a report was not taken: status ${status}` },
        done: [other.ban],
      });
    },
  );

  it('is tried for an hour, and then no more', async () => {
    expect((await run(403, HOURS_LATER)).result).toEqual({ kind: 'sent', id: '' });
  });

  it.each([401, 404, 429, 500, 'ECONNREFUSED'] as const)(
    'ends the run, and is kept however old, when it is the key or the service: %s',
    async (answer) => {
      for (const clock of [NOW, HOURS_LATER]) {
        const { result, asked } = await run(answer, clock);
        expect(result).toMatchObject({ kind: 'failed', done: [] });
        expect(asked).toEqual([offender.ban.ip]);
      }
    },
  );
});
