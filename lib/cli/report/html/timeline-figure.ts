import type { Seconds } from '../../../core/ruleset';
import { duration, grouped, type Times } from '../../print/time';
import type { Bucket, Timeline } from '../page';
import { type Html, html, NOTHING } from './html';
import { tableOf } from './table';

/** Units of the drawing: a bucket's width, the height of failures above the base line and of bans below it. */
const WIDTH = 10;
const UP = 130;
const DOWN = 46;
const TICKS = 7;

/** Failures as bars, bans below them, with the same in words and as a table. */
export function timelineFigure(timeline: Timeline, failuresAre: string, times: Times): Html {
  const { buckets, step } = timeline;
  const most = Math.max(1, ...buckets.map(({ failures }) => failures));
  const mostBans = Math.max(1, ...buckets.map(({ bans }) => bans));
  const peak = buckets.findIndex(({ failures }) => failures === most);
  const bars = buckets.map((bucket, index) =>
    barOf(bucket, index, { most, mostBans, label: labelOf(timeline, index, times) }),
  );
  const width = buckets.length * WIDTH;
  const words = peak < 0 ? 'No failure.' : `At most ${grouped(most)}, from ${labelOf(timeline, peak, times)}.`;
  return html`<figure>
<figcaption><span class="key">${failuresAre}</span><span class="key ban">Bans</span><span>one bar: ${duration(step)}</span><span>${words}</span></figcaption>
<svg class="chart" viewBox="0 0 ${width} ${UP + DOWN}" preserveAspectRatio="none" role="img" aria-label="${failuresAre}, and bans, over time. ${words}">
<line class="base" x1="0" x2="${width}" y1="${UP + 0.5}" y2="${UP + 0.5}"/>
${bars}</svg>
<ul class="ticks" aria-hidden="true">${ticksOf(timeline, times)}</ul>
${asTable(timeline, times)}
</figure>`;
}

interface Scale {
  readonly most: number;
  readonly mostBans: number;
  readonly label: string;
}

/** What is there is seen, however little it is. */
const height = (count: number, most: number, full: number): number =>
  count === 0 ? 0 : Math.max(3, Math.round((count / most) * full * 10) / 10);

function barOf({ failures, bans }: Bucket, index: number, { most, mostBans, label }: Scale): Html {
  if (failures === 0 && bans === 0) return NOTHING;
  const x = index * WIDTH + 1;
  const up = height(failures, most, UP);
  const down = height(bans, mostBans, DOWN - 4);
  return html`<g><title>${label}: ${grouped(failures)} failures, ${grouped(bans)} bans</title><rect class="hit" x="${x - 1}" y="0" width="${WIDTH}" height="${UP + DOWN}"/><rect class="fail" x="${x}" y="${UP - up}" width="${WIDTH - 2}" height="${up}"/><rect class="ban" x="${x}" y="${UP + 3}" width="${WIDTH - 2}" height="${down}"/></g>
`;
}

const startOf = ({ from, step }: Timeline, index: number): Seconds => from + index * step;

const labelOf = (timeline: Timeline, index: number, times: Times): string =>
  `${times.near(startOf(timeline, index), timeline.from)} for ${duration(timeline.step)}`;

/** A day's hours, or dates where there are several days. */
function ticksOf(timeline: Timeline, times: Times): readonly Html[] {
  const { buckets, step } = timeline;
  const days = (buckets.length * step) / 86_400;
  const [begin, end] = days > 6 ? [5, 10] : days > 1.1 ? [5, 16] : [11, 16];
  const count = Math.min(TICKS, buckets.length + 1);
  return Array.from({ length: count }, (_, n) => {
    const text = times.at(startOf(timeline, (n * buckets.length) / Math.max(1, count - 1)));
    return html`<li>${text.slice(begin, end)}</li>`;
  });
}

function asTable(timeline: Timeline, times: Times): Html {
  const rows = timeline.buckets
    .map((bucket, index) => ({ ...bucket, from: times.at(startOf(timeline, index)).slice(0, 16) }))
    .filter(({ failures, bans }) => failures + bans > 0);
  return html`<details><summary>The same as a table</summary>
${tableOf(
  'Failures and bans over time',
  [
    { title: 'From', kind: 'head', cell: (row) => row.from },
    { title: 'Failures', kind: 'n', cell: ({ failures }) => grouped(failures) },
    { title: 'Bans', kind: 'n', cell: ({ bans }) => grouped(bans) },
  ],
  rows,
)}</details>`;
}
