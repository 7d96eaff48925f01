import * as fc from 'fast-check';
import { jsonText } from '../../../lib/cli/client/text/json';
import { pythonText } from '../../../lib/cli/client/text/python';
import { dynamoBans } from '../../../lib/stores/dynamodb/bans';
import { ticket } from '../../stores/ban-contract';
import { type LocalTable, startTable } from '../../support/dynalite';
import { aTree, environment, NOW, typed } from './client';

/** C0, DEL, C1, bidi and zero-width controls, separators: what a terminal acts on or does not show. */
const UNSEEN = /[^\P{C}\t\n]|[\p{Zl}\p{Zp}]/u;

const EVIL = ['\u001b[2J', '\u001b]0;x\u0007', '\u0000', '\u007f', '\u009b31m', '\u202e', '\u2028', '\u200b', '\ufeff'];

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...EVIL, "'", '"', '\\', '%', '#', '\n', '\t'), fc.string({ unit: 'grapheme' })), {
    ...{ minLength: 1, maxLength: 4 },
  })
  .map((parts) => parts.join(''))
  .filter((text) => text !== '' && !/^\s*$/.test(text));

describe('What strangers wrote', () => {
  let table: LocalTable;
  let restore: () => void;
  const tree = aTree();

  beforeAll(async () => {
    table = await startTable();
    restore = environment(table.endpoint);
    const bans = dynamoBans(table);
    const names = fc.sample(hostile, { numRuns: 80, seed: 7 });
    for (const [index, name] of [...EVIL, ...names].entries()) {
      const jail = index % 2 === 0 ? 'sshd' : name;
      const ip = index % 4 === 1 ? `192.0.2.${index % 250}` : name;
      await bans.put(ticket({ jail, ip, reason: name, end: index % 3 === 0 ? null : NOW + 60 }), null);
    }
  }, 30_000);

  afterAll(async () => {
    restore();
    tree.remove();
    await table.stop();
  });

  it.each([
    'banned',
    'status',
    'status sshd',
    'status --all',
    'get sshd banip',
    'get sshd banip --with-time',
    'get sshd banned',
    'unban 192.0.2.0/24',
    'unban --all',
  ])('never reaches the terminal as control: %s', async (line) => {
    for (const form of [`${line} --json`, line]) {
      const { code, out, err } = await typed([...form.split(' '), '--table', table.name, '--config', tree.folder]);
      expect(code).toBe(0);
      expect(UNSEEN.exec(out + err)).toBeNull();
    }
  });

  it.each(EVIL)('nor what was typed: %j', async (text) => {
    for (const args of [
      ['status', text],
      ['get', 'sshd', text],
      ['set', 'sshd', text, 'x'],
      ['set', 'sshd', 'banip', text],
      ['unban', text],
      ['banned', text],
      ['status', 'sshd', text],
      ['--str2sec', text],
      ['get', 'sshd', 'banip', `--${text}`],
      ['set', 'sshd', 'banip', '192.0.2.9', `--for=${text}`],
    ]) {
      const { out, err } = await typed([...args, '--table', table.name, '--config', tree.folder]);
      expect(UNSEEN.exec(out + err)).toBeNull();
    }
  });
});

describe('Texts', () => {
  it('as JSON can all be seen, stay on a line, and are read back as they were', async () => {
    await fc.assert(
      fc.property(fc.string({ unit: 'binary' }), hostile, (a, b) => {
        const line = jsonText({ a: `${a}${b}` });
        expect(UNSEEN.exec(line)).toBeNull();
        expect(line.indexOf('\n')).toBe(line.length - 1);
        expect(JSON.parse(line)).toEqual({ a: `${a}${b}` });
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['sshd', "'sshd'"],
    ["o'neill", '"o\'neill"'],
    ['a"b', "'a\"b'"],
    ['a\'"b', "'a\\'\"b'"],
    ['a\\b', "'a\\\\b'"],
  ])('as Python writes them: %s', (text, written) => {
    expect(pythonText(text)).toBe(written);
  });
});
