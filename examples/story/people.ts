import { clock, type Entry, times } from './entry';
import type { Server } from './server';
import { keyLogin, login, scan, wrongPassword } from './sshd';

/** People who mistype now and then, and get in. */
function staff(on: Server): readonly Entry[] {
  const visits = [
    { user: 'alice', address: '192.0.2.10', at: '07:58:12', typos: 1, minutes: 55 },
    { user: 'bob', address: '192.0.2.31', at: '08:41:50', typos: 0, minutes: 120 },
    { user: 'carol', address: '2001:db8:c0ff:ee::7', at: '09:12:33', typos: 2, minutes: 25 },
    { user: 'alice', address: '192.0.2.10', at: '13:05:21', typos: 2, minutes: 80 },
    { user: 'dave', address: '198.51.100.140', at: '14:22:02', typos: 3, minutes: 10 },
    { user: 'bob', address: '192.0.2.31', at: '16:44:09', typos: 1, minutes: 35 },
    { user: 'carol', address: '2001:db8:c0ff:ee::7', at: '20:30:44', typos: 0, minutes: 42 },
  ] as const;
  return visits.flatMap(({ typos, minutes, at, ...who }) => login(on, { ...who, at: clock(at) }, typos, minutes));
}

/** A deployment that logs in by key every quarter of an hour. */
const deployment = (on: Server): readonly Entry[] =>
  times(clock('00:05:30'), 900, 96).flatMap((at) => keyLogin(on, { at, address: '192.0.2.50', user: 'deploy' }));

/** The office's monitoring still has last week's password. Its network is in ignoreip. */
const office = (on: Server): readonly Entry[] =>
  times(clock('06:01:40'), 100, 170).flatMap((at) => wrongPassword(on, { at, address: '10.20.0.15', user: 'monitor' }));

/** Whoever passes by. */
const scanners = (on: Server): readonly Entry[] =>
  times(clock('00:40:00'), 3_300, 25).flatMap((at) =>
    scan(on, at + on.random.between(0, 900), `198.51.100.${on.random.between(180, 250)}`),
  );

function cron(on: Server): readonly Entry[] {
  return times(clock('00:17:01'), 1_800, 48).flatMap((at) => {
    const tag = `CRON[${on.pid(at)}]`;
    return [
      on.line(at, tag, 'pam_unix(cron:session): session opened for user root(uid=0) by (uid=0)'),
      on.line(at + 1, tag, 'pam_unix(cron:session): session closed for user root'),
    ];
  });
}

function administration(on: Server): readonly Entry[] {
  return ['08:03:10', '13:20:48', '16:51:37'].flatMap((start) => {
    const at = clock(start);
    return [
      on.line(at, 'sudo', '   alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/usr/bin/apt-get update'),
      on.line(at, 'sudo', 'pam_unix(sudo:session): session opened for user root(uid=0) by alice(uid=1000)'),
      on.line(at + 7, 'sudo', 'pam_unix(sudo:session): session closed for user root'),
      on.line(at + 9, 'systemd-logind[611]', `New session ${on.random.between(100, 999)} of user alice.`),
    ];
  });
}

/** Everything in auth.log that is no attack. */
export const people = (on: Server): readonly Entry[] =>
  [cron, deployment, office, staff, administration, scanners].flatMap((story) => story(on));
