import type { Run } from './report';

/**
 * Whether the recipient may be sent something now; that counts as sent. One whom the cap holds back although he took
 * nothing the last time still counts as refusing: nobody is told that a sink is well because it is not tried.
 */
export async function mayTell(run: Run, recipient: string): Promise<boolean> {
  const { budget, clock } = run.ports;
  const turn = await budget.take(recipient, clock());
  if (turn.kind === 'held' && turn.refused) run.refused += 1;
  return turn.kind === 'taken';
}

/** Nobody took what was sent to the recipient. Where that cannot be written down, the box is closed as it should be. */
export async function tookNothing(run: Run, recipient: string): Promise<void> {
  run.refused += 1;
  await run.ports.budget.refused(recipient).catch(() => undefined);
}
