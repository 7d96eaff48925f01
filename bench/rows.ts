import { costOfMillion } from './cost';
import { atLeast, atMost, median, type Row, ratios, row } from './figures';
import type { Case } from './plan';
import { type Bench, type Samples, samplesOf, sizesOf } from './rounds';
import type { Slowest } from './tasks/slowest';
import type { TableUse } from './tasks/tasks';

/** What was measured once, beside the rounds. */
export interface Single {
  readonly slowest: readonly { readonly origin: 'shipped' | 'stock'; readonly found: Slowest | undefined }[];
  readonly table: TableUse;
  readonly idle: TableUse;
  readonly bundle: { readonly kilobytes: number; readonly load: readonly number[] };
}

type Get = (name: string) => readonly number[];

export function rowsOf(bench: Bench, samples: Samples, single: Single): readonly Row[] {
  const get: Get = (name) => samplesOf(samples, name);
  const origins = [...new Set(bench.measured.map(({ origin }) => origin))];
  return [
    ...bench.cases.map((one) =>
      row(fail2banBudget(one), ratios(get(`fail2ban ${one.name}`), get(`stock ${one.name} 10000`))),
    ),
    ...sshguardRows(get, origins.includes('stock') ? 'stock' : 'shipped'),
    ...origins.flatMap((origin) => bench.cases.flatMap((one) => floorRows(get, origin, one))),
    ...origins.flatMap((origin) => bench.cases.flatMap((one) => matcherRows(get, origin, one))),
    ...origins.flatMap((origin) => moreExpressions(get, origin)),
    ...(['attack', 'benign'] as const).map((input) =>
      row(atMost(`each further jail, ${input}`, 0.2, 0.1, 'us a line'), get(`further ${input}`)),
    ),
    ...single.slowest.flatMap(slowestRows),
    ...origins.map((origin) =>
      row(
        atMost(`first 1,000-line batch of a cold process, ${origin} sshd, attack`, 10, 5, 'ms'),
        get(`cold ${origin} sshd, attack`),
      ),
    ),
    row(atMost('detect bundle', 350, 200, 'KB'), [single.bundle.kilobytes]),
    row(atMost(`load time, Node ${process.versions.node}`, 35, 20, 'ms'), single.bundle.load),
    row(atMost('table writes beyond distinct failing (jail, id) and bans, worst batch', 0, null, ''), [
      single.table.excess,
    ]),
    row(atMost(`table calls in ${single.idle.idleBatches} batches without failures`, 0, null, ''), [
      single.idle.idleCalls,
    ]),
    row(atMost('a million sshd lines under attack, Lambda and DynamoDB', 0.03, 0.015, 'USD'), [
      costOfMillion(single.table, median(get(`${origins[0]} sshd, attack 1000`))),
    ]),
    row(atMost('peak memory, 10,000-line payloads', 256, 192, 'MB'), get('memory')),
    ...timeRows(bench, get, origins),
  ];
}

function fail2banBudget({ name, kind }: Case) {
  const figure = `detection against fail2ban, ${name}`;
  return kind === 'nginx' ? atLeast(figure, 5.5, 6.5) : atLeast(figure, 10, 14);
}

const sshguardRows = (get: Get, origin: string): readonly Row[] =>
  [
    { figure: 'sshd, attack', input: 'attack', must: 1, aim: 1.4 },
    { figure: 'sshd, benign', input: 'benign', must: 1, aim: 1.4 },
    { figure: 'nginx-botsearch, access', input: 'access', must: null, aim: null },
    { figure: 'nginx-http-auth, error', input: 'error', must: null, aim: null },
  ].map(({ figure, input, must, aim }) =>
    row(
      atLeast(`detection against sshg-parser, ${figure}`, must, aim),
      ratios(get(`sshguard ${input}`), get(`${origin} ${figure} 10000`)),
    ),
  );

/** Whole processes: how much of detecting is decoding. */
function floorRows(get: Get, origin: string, one: Case): readonly Row[] {
  const { name, kind, input } = one;
  const must = kind === 'attack' ? 0.6 : 0.85;
  return sizesOf(one).map((size) =>
    row(
      atLeast(`decode floor against detection, ${origin} ${name}, ${size}-line payloads`, must, 1),
      ratios(get(`floor ${input.name} ${size}`), get(`${origin} ${name} ${size}`)),
    ),
  );
}

function matcherRows(get: Get, origin: string, { name, kind }: Case): readonly Row[] {
  const [must, aim] = kind === 'attack' ? [0.25, 0.2] : kind === 'benign' ? [0.15, 0.1] : [null, null];
  return [
    row(atMost(`matcher alone against the floor, ${origin} ${name}`, must, aim), get(`search ${origin} ${name}`)),
    row(atMost(`matcher with the date, ${origin} ${name}`, null, null), get(`match ${origin} ${name}`)),
  ];
}

const moreExpressions = (get: Get, origin: string): readonly Row[] =>
  ['attack', 'benign'].map((input) =>
    row(
      atMost(`aggressive against normal expressions, ${origin} sshd, ${input}`, 1.1, 1),
      ratios(get(`search time ${origin} sshd aggressive, ${input}`), get(`search time ${origin} sshd, ${input}`)),
    ),
  );

function slowestRows({ origin, found }: Single['slowest'][number]): readonly Row[] {
  const [must, aim] = origin === 'shipped' ? [50, 10] : [150, 50];
  const which = found ? `, ${found.filter} of ${found.tried} lines` : '';
  return [
    row(atMost(`slowest line of 64 KiB, ${origin} filters${which}`, must, aim, 'ms'), found ? [found.long] : []),
    row(
      atMost(`its growth from 16 to 64 KiB (4: linear), ${origin} filters`, 5, 4.5),
      found ? [found.long / found.short] : [],
    ),
  ];
}

/** What the ratios are made of. */
const timeRows = ({ cases, inputs }: Bench, get: Get, origins: readonly string[]): readonly Row[] => {
  const us = (figure: string) => row(atMost(figure, null, null, 'us a line'), get(figure));
  return [
    ...Object.keys(inputs).flatMap((name) => [us(`floor ${name} 10000`), us(`sshguard ${name}`)]),
    ...cases.map(({ name }) => us(`fail2ban ${name}`)),
    ...origins.flatMap((origin) => cases.map(({ name }) => us(`${origin} ${name} 10000`))),
  ].filter(({ verdict }) => verdict !== 'absent');
};
