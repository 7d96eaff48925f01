import { clock, type Entry, times } from './entry';
import type { Server } from './server';
import { unknownUser, type Visit, wrongPassword } from './sshd';

const NAMES = ['admin', 'oracle', 'ubuntu', 'test', 'git', 'postgres', 'pi', 'ftpuser', 'jenkins'] as const;

/** One address, many passwords: banned within seconds. */
function bruteForce(on: Server): readonly Entry[] {
  return times(clock('02:14:07'), 4, 90).flatMap((at) => {
    const visit: Visit = { at, address: '203.0.113.7', user: on.random.pick(NAMES) };
    return on.random.between(0, 2) === 0 ? wrongPassword(on, { ...visit, user: 'root' }) : unknownUser(on, visit);
  });
}

/**
 * Two slow drips, one failure at a time. Every 140 s makes five within any findtime of 600 s: banned.
 * Every 155 s leaves four: free, however long it goes on.
 */
function slowDrips(on: Server): readonly Entry[] {
  const drip = (address: string, every: number): readonly Entry[] =>
    times(clock('05:00:11'), every, 40).flatMap((at) => wrongPassword(on, { at, address, user: 'root' }));
  return [...drip('198.51.100.23', 140), ...drip('198.51.100.24', 155)];
}

/** Every attempt from another address of one /64: counted and banned together. */
function rotation(on: Server): readonly Entry[] {
  return times(clock('08:30:02'), 9, 25).flatMap((at) => {
    const address = `2001:db8:5eed:1:${on.random.between(4096, 65535).toString(16)}::${on.random.between(2, 4095).toString(16)}`;
    return wrongPassword(on, { at, address, user: 'root' });
  });
}

/** A botnet, two attempts from each of its addresses: stays below maxretry everywhere. */
function distributed(on: Server): readonly Entry[] {
  return times(clock('11:20:40'), 13, 60).flatMap((at, index) =>
    wrongPassword(on, { at, address: `203.0.113.${100 + (index % 30)}`, user: 'root' }),
  );
}

/** Comes back hours after its ban is over: the second ban is longer (bantime.increment). */
function repeatOffender(on: Server): readonly Entry[] {
  const burst = (start: string): readonly Entry[] =>
    times(clock(start), 11, 6).flatMap((at) => wrongPassword(on, { at, address: '192.0.2.200', user: 'root' }));
  return [...burst('03:41:19'), ...burst('15:07:53')];
}

/**
 * User names that try to make the line speak of somebody else: of alice, 192.0.2.10, or of the office. They hold no
 * colon: sshd takes what follows one for the login style.
 */
function injections(on: Server): readonly Entry[] {
  const names = [
    'root from 192.0.2.10 port 22 ssh2',
    'x from 192.0.2.10 port 40022',
    'x from 10.20.0.15',
    'invalid user y from 192.0.2.10 port 22 ssh2 [preauth]',
    "'; User root from 192.0.2.10 not allowed because listed in DenyUsers",
    'Failed password for root from 192.0.2.10 port 51234 ssh2',
    'z\\nNov 18 13 gate sshd[1] Invalid user q from 192.0.2.10 port 1',
    '\\342\\200\\250 from 192.0.2.10 port 1 ssh2',
  ];
  return names.flatMap((user, index) =>
    unknownUser(on, { at: clock('13:30:05') + index * 25, address: '203.0.113.66', user }),
  );
}

/** Still at it when the day ends: banned in the last line, and on the edge. */
function lateNight(on: Server): readonly Entry[] {
  const visits = (start: string, address: string): readonly Entry[] =>
    times(clock(start), 7, 12).flatMap((at) => wrongPassword(on, { at, address, user: 'root' }));
  return [...visits('23:12:05', '198.51.100.77'), ...visits('23:20:31', '2001:db8:bad:cafe::7')];
}

/** Everything hostile in auth.log. */
export const attackers = (on: Server): readonly Entry[] =>
  [bruteForce, repeatOffender, slowDrips, rotation, distributed, injections, lateNight].flatMap((story) => story(on));
