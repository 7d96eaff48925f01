import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { main } from '../../lib/cli/main';

/** The width of the terminal that the pages show. */
const COLUMNS = 100;

interface Block {
  /** What stands behind the fence. */
  readonly kind: string;
  readonly text: string;
}

/** A page's fenced blocks and what is between them, in order. */
const pieces = (page: string): readonly (string | Block)[] =>
  page.split(/^(```[^\n]*\n[\s\S]*?\n?^```$)/m).map((piece) => {
    const fenced = /^```([^\n]*)\n([\s\S]*?)^```$/m.exec(piece);
    return fenced && piece.startsWith('```') ? { kind: fenced[1] ?? '', text: fenced[2] ?? '' } : piece;
  });

/**
 * The page as it would be written now: files are written (` ```ini PATH `), commands run (` ```console `, lines with `$`),
 * their output put below them. Runs in the working folder.
 */
export async function performed(page: string, now: number): Promise<string> {
  const out: string[] = [];
  for (const piece of pieces(page)) {
    if (typeof piece === 'string') out.push(piece);
    else out.push(`\`\`\`${piece.kind}\n${await blockOf(piece, now)}\`\`\``);
  }
  return out.join('');
}

async function blockOf({ kind, text }: Block, now: number): Promise<string> {
  const [language, path] = kind.split(' ');
  if (path !== undefined) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  if (language !== 'console') return text;
  const commands = text.split('\n').filter((line) => line.startsWith('$ '));
  const outputs: string[] = [];
  for (const line of commands) outputs.push(`${line}\n${await output(line.slice(2), now)}`);
  return outputs.join('');
}

/** Standard output and standard error as a terminal shows them; `| tail -1` and `| head -N` are understood. */
async function output(command: string, now: number): Promise<string> {
  const [said = '', pipe] = command.split(' | ');
  const words = [...said.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  if (words[0] !== 'npx' || words[1] !== 'fail2edge') throw new Error(`not a command of ours: ${command}`);
  const shown: string[] = [];
  const told: string[] = [];
  const io = {
    stdout: (text: string) => void shown.push(text),
    stderr: (text: string) => void (pipe ? told : shown).push(text),
    ...{ columns: COLUMNS, colour: false, progress: false, now: () => now },
  };
  const code = await main(words.slice(2), io, '0.1.0');
  const lines = shown.join('').split('\n').slice(0, -1);
  const kept = pipe === 'tail -1' ? lines.slice(-1) : pipe ? lines.slice(0, Number(pipe.replace('head -', ''))) : lines;
  const all = [...told.join('').split('\n').slice(0, -1), ...kept];
  return all.map((line) => `${cut(line.trimEnd())}\n`).join('') + (code === 0 ? '' : `(exit code ${code})\n`);
}

/** JSON of a whole replay is long. */
const cut = (line: string): string => (line.length > 160 ? `${line.slice(0, 150)}...` : line);
