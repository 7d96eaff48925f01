import { isChanged } from '../../../../app/operate/change';
import { type Check, type Finding, fail, ok, warn } from '../check';

export const runTimeCheck: Check = {
  name: 'run time',
  summary: 'nothing that was changed at run time keeps bans from their edges',
  run: async ({ changes, ruleset }) => {
    const now = await changes.get();
    const findings: Finding[] = [];
    if (now.panic) findings.push(fail('banning is stopped (panic)', 'fail2edge panic off bans again'));
    for (const jail of now.simulated) {
      findings.push(warn(`${jail} is simulated: its bans close no edge`, `fail2edge set ${jail} simulate off`));
    }
    for (const [jail, { settings }] of Object.entries(now.jails)) {
      if (settings.idle) findings.push(warn(`${jail} is idle: it counts nothing`, `fail2edge set ${jail} idle off`));
    }
    if (findings.length > 0) return findings;
    const changed = ruleset.jails.filter(({ name }) => isChanged(now, name)).map(({ name }) => name);
    return [ok(changed.length === 0 ? 'nothing is changed' : `limits of ${changed.join(', ')} (config --diff)`)];
  },
};
