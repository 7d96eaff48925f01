import type { BanRow, Page } from '../../../lib/cli/report/page';

const T = Date.UTC(2026, 10, 18, 12) / 1000;

const aBan = (next: () => string): BanRow => ({
  ...{ time: T, jail: next(), ip: next(), bancount: 1, failures: 5, until: T + 600, lifted: next() },
  ...{ line: next(), where: next() },
});

/** A page in which every text that a stranger could have written is taken from `text`. */
export function pageWith(text: (at: number) => string): Page {
  let at = 0;
  const next = () => text(at++);
  return {
    sources: [next(), next()],
    span: { from: T, to: T + 7200 },
    settings: [next()],
    figures: [{ label: 'failures', value: 12, note: next() }],
    compared: {
      figures: [[next(), '1', '2', '+1']],
      ...{ gained: [aBan(next)], gainedCount: 1, lost: [aBan(next)], lostCount: 1 },
      loggedIn: [{ ip: next(), jail: next(), banned: T, time: T + 9, user: next(), where: next(), under: next() }],
      advice: { change: true, why: `it is ${next()}` },
      jailLocal: [next(), next()],
    },
    timeline: {
      from: T,
      step: 3600,
      buckets: [
        { failures: 3, bans: 1 },
        { failures: 9, bans: 0 },
      ],
    },
    jails: [{ name: next(), rule: next(), edges: next(), failures: 12, bans: 1, inForce: 1 }],
    offenders: [{ ip: next(), jails: [next(), next()], failures: 9, bans: 1, first: T, last: T + 60, inForce: true }],
    offenderCount: 2,
    failuresAre: 'Failures',
    bans: [
      aBan(next),
      { time: T, jail: next(), ip: next(), bancount: 2, failures: 5, until: null, lifted: '', line: '', where: '' },
    ],
    banCount: 3,
    edges: [
      {
        ...{ name: next(), room: [{ family: 'ipv4', used: 17, capacity: 18 }], held: 17 },
        ...{ overflow: [next()], notices: [next()] },
      },
    ],
    spared: [{ ip: next(), jail: next(), failures: 3, why: next() }],
    missed: { lines: 9, suspicious: 2, shapes: [{ count: 2, example: next(), where: next() }] },
    madeAt: T + 7200,
  };
}

/** Texts a page has of strangers. */
export const TEXTS = (() => {
  let count = 0;
  pageWith(() => String(count++));
  return count;
})();
