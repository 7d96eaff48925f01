import { beforeRequest, type Fault } from './faults';
import { banOf, contextOf, type EdgeWorld } from './world';

/** What every edge promises, over whatever account. */
export function edgeContract(account: string, makeWorld: () => EdgeWorld): void {
  describe(`over ${account}`, () => {
    let world: EdgeWorld;
    beforeEach(() => {
      world = makeWorld();
    });
    const reconcile = (bans = world.bans, mode: 'sync' | 'ban-only' | 'dry-run' = 'sync') =>
      world.edge.reconcile(bans, contextOf(world.bans, mode));
    const written = () => world.writes.reduce((sum, operation) => sum + world.faults.calls(operation), 0);

    it('puts the wanted bans on the edge and says so', async () => {
      const before = world.contents();

      const report = await reconcile();

      expect([...report.held].sort()).toEqual(world.bans.map((ban) => ban.cidr).sort());
      expect(report.overflow).toEqual([]);
      expect(report.writes).toBeGreaterThan(0);
      expect(report.writes).toBe(written());
      expect(world.contents()).not.toEqual(before);
    });

    it('writes nothing when everything is as wanted', async () => {
      await reconcile();
      const settled = written();

      const report = await reconcile();

      expect(report.writes).toBe(0);
      expect(written()).toBe(settled);
      expect([report.added, report.removed]).toEqual([[], []]);
    });

    it('takes lifted bans off and leaves the edge as it was found', async () => {
      const before = world.contents();
      await reconcile();

      const report = await reconcile([]);

      expect(world.contents()).toEqual(before);
      expect(report.held).toEqual([]);
      expect(report.removed.length).toBeGreaterThan(0);
    });

    it('never touches what others put there', async () => {
      world.meddle();
      const foreign = world.contents();

      await reconcile();
      world.meddle();
      await reconcile(world.bans.slice(0, 1));
      await reconcile([]);

      expect(world.contents()).toEqual(expect.arrayContaining([...foreign]));
    });

    it('changes its fingerprint when somebody changes the edge, and only then', async () => {
      await reconcile();
      const probe = await world.edge.probe();
      expect(await world.edge.probe()).toBe(probe);

      world.meddle();

      expect(await world.edge.probe()).not.toBe(probe);
    });

    it('tells the fingerprint that stays while nobody else changes the edge', async () => {
      const stages = [
        await reconcile(world.bans, 'dry-run'),
        await reconcile(),
        await reconcile(),
        await reconcile(world.bans.slice(1)),
        await reconcile(world.bans, 'ban-only'),
      ];
      expect(stages.at(-1)?.probe).toBe(await world.edge.probe());
      expect(stages[1]?.probe).toBe(stages[2]?.probe);
      expect(stages[3]?.probe).not.toBe(stages[2]?.probe);

      expect((await reconcile([])).probe).toBe(await world.edge.probe());
    });

    it('repairs an edit that comes before whichever request of a run, for its fingerprint lacks what it did not see', async () => {
      for (let skip = 0; ; skip++) {
        const edited = makeWorld();
        const look = (bans: EdgeWorld['bans']) => edited.edge.reconcile(bans, contextOf(edited.bans));
        await look(edited.bans.slice(0, -1));
        let came = false;
        const edit = () => {
          came = true;
          return edited.undo();
        };
        beforeRequest(edited.faults, '*', edit, skip);
        const { probe } = await look(edited.bans);
        if (!came) return;
        edited.pace.advance(60);
        if ((await edited.edge.probe()) !== probe) await look(edited.bans);
        expect([skip, (await look(edited.bans)).writes]).toEqual([skip, 0]);
      }
    });

    it('takes nothing off in ban-only mode', async () => {
      await reconcile();
      const standing = world.contents();

      const report = await reconcile([], 'ban-only');

      expect(world.contents()).toEqual(standing);
      expect(report.removed).toEqual([]);
      expect(report.writes).toBe(0);
    });

    it('writes nothing in dry-run mode and tells what it would do', async () => {
      const before = world.contents();

      const report = await reconcile(world.bans, 'dry-run');

      expect(world.contents()).toEqual(before);
      expect(written()).toBe(0);
      expect(report.added.length).toBeGreaterThan(0);
      expect(report.writes).toBe(0);
    });

    it('refuses a ban that covers a protected address', async () => {
      const before = world.contents();

      const report = await reconcile([banOf('198.51.100.7/32'), banOf('0.0.0.0/0'), banOf('198.51.0.0/16')]);

      expect(world.contents()).toEqual(before);
      expect(report.held).toEqual([]);
      expect([...report.overflow].sort()).toEqual(['0.0.0.0/0', '198.51.0.0/16', '198.51.100.7/32']);
      expect(report.notices.filter((notice) => notice.includes('protected'))).toHaveLength(3);
    });

    it('writes nothing when the edge cannot be read whole', async () => {
      await reconcile();
      const standing = world.contents();
      const settled = written();
      world.faults.plan(world.reads, 'denied', 1);

      await expect(reconcile([])).rejects.toMatchObject({ failure: 'denied' });

      expect(written()).toBe(settled);
      expect(world.contents()).toEqual(standing);
    });

    it.each(['throttled', 'unavailable', 'lost'] as const)('gets over writes that are %s', async (fault) => {
      for (const operation of world.writes) world.faults.plan(operation, fault, 2);

      const report = await reconcile();

      expect([...report.held].sort()).toEqual(world.bans.map((ban) => ban.cidr).sort());
      expect((await reconcile()).writes).toBe(0);
    });

    it('gives up on throttling when its time is used up', async () => {
      const start = world.pace.now();
      world.faults.plan(world.reads, 'throttled', 100_000);

      await expect(reconcile()).rejects.toMatchObject({ name: 'EdgeApiError' });

      expect(world.pace.now() - start).toBeLessThanOrEqual(world.pace.patience);
    });

    it('does not try again what is denied', async () => {
      for (const operation of world.writes) world.faults.plan(operation, 'denied', 1);

      await expect(reconcile()).rejects.toMatchObject({ failure: 'denied' });
    });

    it.each([
      ['crash-before', 'ban'],
      ['crash-after', 'ban'],
      ['crash-before', 'unban'],
      ['crash-after', 'unban'],
    ] as const)('repairs a %s of any write of a %s with the next run', async (fault, act) => {
      const stages = act === 'ban' ? [[], world.bans] : [world.bans, []];
      const wanted = await settledContents(world, stages);
      let died = true;
      for (let skip = 0; died; skip++) {
        const crashing = makeWorld();
        died = await dies(crashing, stages, { fault, skip });
        const next = () => crashing.edge.reconcile(stages[1] ?? [], contextOf(crashing.bans));
        await next();
        expect(crashing.contents()).toEqual(wanted);
        expect((await next()).writes).toBe(0);
      }
    });
  });
}

type Stages = readonly EdgeWorld['bans'][];

/** Goes to the first stage, then crashes at the write after `skip` others on the way to the second. */
async function dies(world: EdgeWorld, stages: Stages, crash: { fault: Fault; skip: number }): Promise<boolean> {
  const run = (bans: EdgeWorld['bans']) => world.edge.reconcile(bans, contextOf(world.bans));
  await run(stages[0] ?? []);
  for (const operation of world.writes) world.faults.plan(operation, crash.fault, 1, crash.skip);
  const died = await run(stages[1] ?? []).then(
    () => false,
    () => true,
  );
  world.faults.clear();
  return died;
}

async function settledContents(world: EdgeWorld, stages: Stages): Promise<readonly string[]> {
  for (const bans of stages) await world.edge.reconcile(bans, contextOf(world.bans));
  return world.contents();
}
