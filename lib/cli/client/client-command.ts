import type { Jail, Ruleset } from '../../core/ruleset';
import { harmless, visible } from '../../core/visible';
import type { Run } from '../commands';
import { EXIT, type Io, UsageError } from '../io';
import { green, red, yellow } from '../print/colour';
import { AccountError } from './account/aws-failure';
import { textOf } from './account/environment';
import type { FolderLock } from './account/lock';
import { ACTIONS } from './actions';
import type { Answer, Said, Session } from './answer';
import { mayChange } from './grammar';
import { helpOf } from './help';
import { type Parsed, parseSaid } from './said';
import { createSession } from './session';
import { jsonText } from './text/json';

/** One of fail2ban-client's commands, by its first word. @throws ConfigurationError */
export const clientCommand =
  (verb: string): Run =>
  async (args, io) => {
    try {
      const parsed = parseSaid(verb, args);
      if (parsed !== 'help') return await runLocked(parsed, io);
      io.stdout(helpOf(verb));
      return EXIT.done;
    } catch (error) {
      if (!(error instanceof AccountError) && !(error instanceof UsageError)) throw error;
      io.stderr(`${harmless(error.message)}\n`);
      return EXIT.badUse;
    }
  };

/** What changes an embedded account has it for itself from reading it to writing it. */
async function runLocked(parsed: Parsed, io: Io): Promise<number> {
  const folder = textOf(parsed.values.local);
  if (folder === undefined || !mayChange(parsed.form)) return run(parsed, io, undefined);
  const { lockFolder } = await import('./account/lock');
  const lock = await lockFolder(folder);
  try {
    return await run(parsed, io, lock);
  } finally {
    lock.release();
  }
}

async function run(parsed: Parsed, io: Io, lock: FolderLock | undefined): Promise<number> {
  const session = await createSession(parsed.values, io, {
    note: (text) => io.stderr(`${visible(text)}\n`),
    tell: (line) => io.stdout(`${harmless(line)}\n`),
    said: parsed.typed,
    lock,
  });
  try {
    const action = await ACTIONS[parsed.form.action]();
    const answer = await action(session, saidOf(parsed, session));
    if (parsed.values.json) io.stdout(answer.json.map(jsonText).join(''));
    else if (!answer.told) io.stdout(`${painted(harmless(answer.text), answer, io)}\n`);
    if (answer.failed === 'check') return EXIT.failed;
    return answer.failed ? EXIT.badUse : EXIT.done;
  } finally {
    await session.close();
  }
}

const LEVELS = { ok: green, warn: yellow, fail: red } as const;

/** Colours come last, over text that can do no harm. */
function painted(text: string, { paint }: Answer, io: Io): string {
  if (paint === undefined || !io.colour) return text;
  return text.replace(/^(ok|warn|fail)(?= )/gm, (level) => LEVELS[level as keyof typeof LEVELS](io)(level));
}

function saidOf({ jail: name, setting, operands, values }: Parsed, session: Session): Said {
  return {
    get jail(): Jail {
      return jailNamed(session.ruleset, name ?? '');
    },
    ...{ setting, operands, options: values },
  };
}

function jailNamed({ jails }: Ruleset, name: string): Jail {
  const jail = jails.find((candidate) => candidate.name === name);
  if (jail) return jail;
  const known = jails.map((candidate) => visible(candidate.name)).join(', ') || 'none';
  throw new UsageError(`Sorry but the jail '${visible(name)}' does not exist
jails of this configuration: ${known}; --config names the one that was deployed`);
}
