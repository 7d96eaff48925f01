import { type CostItem, totalOf, type Usage } from './estimate';
import { PRICES_OF } from './prices';

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const some = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

/** The estimate as lines for people. */
export function costLines(items: readonly CostItem[], { lines, failures, bans }: Usage): readonly string[] {
  const widest = Math.max(...items.map(({ what }) => what.length));
  return [
    `about USD ${totalOf(items).toFixed(2)} a month (prices of ${PRICES_OF}, no free tier; docs/cost.md)`,
    ...items.map(({ what, amount, usd }) => {
      const counted = amount < 10 ? some.format(amount) : whole.format(amount);
      return `  ${what.padEnd(widest)} ${counted.padStart(12)}  ${usd.toFixed(2).padStart(7)}`;
    }),
    `  for ${whole.format(lines)} lines, ${whole.format(failures)} failures, ${whole.format(bans)} bans a month: ` +
      'say yours with -c lines= -c failures= -c bans=',
  ];
}
