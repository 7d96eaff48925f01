import { aBatch, aRuleset } from '../support/builders';
import { embedded, twoJails } from './support/embedded';
import { edgeWrites } from './support/hazards';
import { furnish, meddle, ownAddresses, ownEntries, picture } from './support/picture';

/** Each edge's `mode`, from the ruleset through the handlers to the account. */
const inMode = (mode: string) => {
  const ruleset = twoJails(600);
  const world = embedded(
    aRuleset({ ...ruleset, edges: ruleset.edges.map((edge) => ({ ...edge, options: { ...edge.options, mode } })) }),
  );
  furnish(world);
  return world;
};
const attack = ['app', 'web'].map((logGroup) =>
  aBatch(
    [1, 2, 3].map((n) => [1_000_000 + n, 'bad login of root from 192.0.2.1'] as const),
    { logGroup, prefix: logGroup },
  ),
);
type World = ReturnType<typeof inMode>;
const ban = async (world: World) => {
  for (const batch of attack) await world.detect(batch);
  await world.stream();
};
const minute = async (world: World, seconds = 60) => {
  world.world.clock += seconds;
  expect(await world.minute()).toBe(true);
};

describe('an edge in mode', () => {
  it('sync equals the table: the ban comes, what is removed by hand comes back, and it goes with its end', async () => {
    const world = inMode('sync');
    const before = picture(world);
    await ban(world);
    expect([ownAddresses(world), ownEntries(world).length]).toEqual([['192.0.2.1/32'], 1]);
    meddle(world);
    await minute(world);
    expect([ownAddresses(world), ownEntries(world).length]).toEqual([['192.0.2.1/32'], 1]);
    await minute(world, 700);
    expect(picture(world)).toEqual(before);
  });

  it('ban-only takes nothing off, whatever ends, and still bans and repairs', async () => {
    const world = inMode('ban-only');
    await ban(world);
    const banned = picture(world);
    meddle(world);
    await minute(world);
    expect({ ...picture(world), acl: [] }).toEqual({ ...banned, acl: [] });
    await minute(world, 700);
    expect((await world.tickets()).map(({ state }) => state)).toEqual(['over', 'over']);
    expect({ ...picture(world), acl: [] }).toEqual({ ...banned, acl: [] });
    expect(ownEntries(world)).toHaveLength(1);
  });

  it('dry-run writes nothing, ever, while bans are counted, made and lifted as usual', async () => {
    const world = inMode('dry-run');
    const before = picture(world);
    await ban(world);
    expect((await world.tickets()).map(({ jail, state }) => `${jail} ${state}`)).toEqual(['app live', 'web live']);
    await minute(world);
    await minute(world, 700);
    expect((await world.tickets()).map(({ state }) => state)).toEqual(['over', 'over']);
    expect(picture(world)).toEqual(before);
    expect(edgeWrites(world.hazard.requests)).toBe(0);
  });
});
