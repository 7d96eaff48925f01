import { existsSync } from 'node:fs';
import { strangeJails } from '../../app/operate/banned';
import type { OperatePorts } from '../../app/operate/ports';
import { resolveRuleset } from '../../config/ruleset';
import { openTree } from '../../config/tree';
import type { Ruleset } from '../../core/ruleset';
import type { Io } from '../io';
import { type Account, openAccount } from './account/open';
import type { Session } from './answer';
import type { Values } from './said';

/** The administrator's own tree in a checkout, as `cdk deploy` takes it. */
const OWN_TREE = 'etc/fail2ban';

const TAKE_CARE = 'give the configuration that was deployed with --config, or deploy this one';

/** A session whose configuration is read, and whose table is opened, when they are first asked for. */
export function createSession(values: Values, io: Io, note: Session['note']): Session & { readonly close: () => void } {
  let ruleset: Ruleset | undefined;
  let account: Account | undefined;
  const theRuleset = (): Ruleset => {
    ruleset ??= resolveRuleset(openTree(folderOf(values))).ruleset;
    return ruleset;
  };
  return {
    get ruleset() {
      return theRuleset();
    },
    account: async (): Promise<OperatePorts> => {
      account ??= await openAccount(values);
      const { bans, version } = account;
      if (version !== undefined && version !== theRuleset().version) {
        note(`warning: this configuration is not the one that is deployed (${version}): ${TAKE_CARE}`);
      }
      return { bans, clock: io.now, random: Math.random, emit: () => undefined };
    },
    compare: (bans) => {
      const strange = strangeJails(bans, theRuleset());
      if (strange.length === 0) return;
      note(`warning: the table holds bans of ${strange.join(', ')}, unknown to this configuration: ${TAKE_CARE}`);
    },
    note,
    close: () => account?.close(),
  };
}

/** undefined: the configuration that ships, which enables no jail. */
function folderOf({ config }: Values): string | undefined {
  if (typeof config === 'string') return config;
  return existsSync(OWN_TREE) ? OWN_TREE : undefined;
}
