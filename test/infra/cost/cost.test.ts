import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import fc from 'fast-check';
import { type Made, monthlyCost, totalOf, USUAL } from '../../../lib/infra/cost/estimate';
import { madeBy } from '../../../lib/infra/cost/made';
import { PRICES, PRICES_OF } from '../../../lib/infra/cost/prices';
import { costLines } from '../../../lib/infra/cost/print';
import { Fail2edgeStack } from '../../../lib/infra/fail2edge-stack';
import { aJail, anEdge, aRuleset, emptyHandlers, root } from '../ruleset';
import { anApp } from '../scratch';

const MADE: Made = { alarms: 15, dashboards: 1, webAcls: 0, ruleGroups: 1, jails: 2, edges: 2, scheduled: 48_240 };
const usd = (what: string, made: Partial<Made> = {}, usage = USUAL) =>
  monthlyCost({ ...MADE, ...made }, usage).find((item) => item.what.startsWith(what))?.usd ?? 0;

describe('a month’s cost', () => {
  test('is counted from what the stack makes', () => {
    const ruleset = aRuleset(
      [aJail('sshd'), aJail('web')],
      [anEdge('aws-waf'), anEdge('aws-nacl', { networkacl: 'acl-11111111' })],
    );
    const stack = new Fail2edgeStack(anApp(), 'Fail2edge', {
      root,
      lambdas: emptyHandlers(),
      ruleset,
      webAcl: 'create',
    });
    const alarms = Object.keys(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm')).length;
    expect(madeBy(stack, ruleset)).toEqual({
      ...{ alarms, dashboards: 1, webAcls: 1, ruleGroups: 1, jails: 2, edges: 2 },
      // Every minute, every ten minutes, every hour, for thirty days.
      scheduled: expect.any(Number),
    });
    expect(madeBy(stack, ruleset).scheduled).toBeGreaterThanOrEqual(43_200 + 4_320 + 720);
  });

  test('a quiet month costs what stands there, and a minute’s look', () => {
    const items = monthlyCost(MADE, { lines: 0, failures: 0, bans: 0 });
    const standing = 15 * 0.1 + 3 + 2 * 1 + (2 * 6 + 2 * 6) * 0.3;
    expect(totalOf(items)).toBeGreaterThan(standing);
    expect(totalOf(items)).toBeLessThan(standing + 0.3);
  });

  test('a failure is dearer than a line that is none, for it is written down', () => {
    const quiet = { lines: 1e6, failures: 0, bans: 0 };
    const attack = { ...quiet, failures: 1e6 };
    expect(usd('DynamoDB, writes', {}, attack)).toBeCloseTo(0.75 * 0.625, 5);
    expect(totalOf(monthlyCost(MADE, attack))).toBeGreaterThan(totalOf(monthlyCost(MADE, quiet)) + 0.4);
  });

  test('never falls when there is more of anything', () => {
    const amount = fc.integer({ min: 0, max: 1e9 });
    const usage = fc.record({ lines: amount, failures: amount, bans: fc.integer({ min: 0, max: 1e6 }) });
    fc.assert(
      fc.property(usage, fc.constantFrom('lines', 'failures', 'bans'), amount, (of, what, more) => {
        const less = totalOf(monthlyCost(MADE, of));
        expect(totalOf(monthlyCost(MADE, { ...of, [what]: of[what as 'lines'] + more }))).toBeGreaterThanOrEqual(less);
      }),
    );
  });

  test('is told with its parts, its assumptions and the date of its prices; the parts make the sum', () => {
    const items = monthlyCost(MADE, USUAL);
    const lines = costLines(items, USUAL);
    expect(lines[0]).toContain(PRICES_OF);
    expect(lines.at(-1)).toContain('10,000,000 lines, 500,000 failures, 10,000 bans a month');
    const parts = lines.slice(1, -1).map((line) => Number(line.trim().split(/\s+/).at(-1)));
    const told = Number(/USD ([\d.]+)/.exec(lines[0] ?? '')?.[1]);
    expect(Math.abs(parts.reduce((sum, part) => sum + part, 0) - told)).toBeLessThan(0.005 * (parts.length + 1));
  });
});

test('docs/cost.md states every price that is reckoned with', () => {
  const page = readFileSync(join(root, 'docs', 'cost.md'), 'utf8');
  expect(page).toContain(PRICES_OF);
  for (const [name, price] of Object.entries(PRICES))
    expect(`${name}: ${page}`).toContain(`| \`${name}\` | ${told(price)} |`);
});

/** Prices of single requests are told for a million. */
const told = (price: number): string => (price < 0.00001 ? `${+(price * 1e6).toFixed(4)} a million` : `${price}`);
