import type { Ban } from '../../../lib/core/ban';
import { memoryReported } from '../../../lib/local/mail/memory-reported';
import { openTarget } from '../../../lib/notifiers/targets/open';
import { aBan, aDigest } from '../../fakes/aws-mail/builders';
import { NOW, someTools } from './tools';

const bans: readonly Ban[] = ['192.0.2', '198.51.100', '203.0.113'].flatMap((network) =>
  Array.from({ length: 200 }, (_, host) => aBan({ ip: `${network}.${host}` })),
);

/** The service, which answers every report alike, and what is asked of the table and of it. */
function service(status: number, told: readonly Ban[] = []) {
  const asked = { table: 0, service: 0 };
  const reported = memoryReported();
  for (const { ip } of told) void reported.mark(`abuseipdb ${ip}`, NOW, NOW + 900);
  const last = (key: string) => {
    asked.table += 1;
    return reported.last(key);
  };
  const post = async () => {
    asked.service += 1;
    return { status, retryAfter: 60 };
  };
  const tools = someTools({ reported: { ...reported, last }, http: { post, sleep: async () => undefined } });
  const { send } = openTarget({ name: 'abuseipdb', kind: 'abuseipdb', options: { abuseipdb_apikey: 'ssm:k' } }, tools);
  return { asked, send: () => send(aDigest({ bans })) };
}

describe('six hundred bans that wait for abuseipdb', () => {
  it('are looked up no further than the run may tell of them', async () => {
    const { asked, send } = service(200);
    expect(await send()).toMatchObject({ done: bans.slice(0, 30) });
    expect(asked).toEqual({ table: 30, service: 30 });
  });

  it('are not looked up when the service has enough for today', async () => {
    const { asked, send } = service(429);
    expect(await send()).toMatchObject({ done: [] });
    expect(asked).toEqual({ table: 1, service: 1 });
  });

  it('are looked up a part at a time where it was told of all of them just now', async () => {
    const { asked, send } = service(200, bans);
    expect(await send()).toMatchObject({ done: bans.slice(0, 300) });
    expect(asked).toEqual({ table: 300, service: 0 });
  });
});
