import * as fc from 'fast-check';
import type { AppEvent } from '../../lib/core/event';
import { createLog, type Level } from '../../lib/runtime/log';

const BAN: AppEvent = {
  event: 'ban',
  time: 1_700_000_000,
  jail: 'sshd',
  ip: '192.0.2.1',
  failures: 5,
  bancount: 1,
  until: null,
};
const FOUND: AppEvent = {
  event: 'found',
  time: 1,
  jail: 'sshd',
  ip: '192.0.2.1',
  logGroup: '/var/log/secure',
  eventId: '7',
};
const ignored = (id: string): AppEvent => ({ event: 'ignored', time: 1, jail: 'sshd', id, reason: 'hostname' });

function written(level: Level | undefined, ...events: readonly AppEvent[]): string {
  let lines = '';
  const log = createLog({ ...(level && { level }), write: (text) => (lines += text) });
  for (const event of events) log.emit(event);
  return lines;
}

describe('the log', () => {
  it('is one line of JSON an event, with its level', () => {
    const lines = written('DEBUG', BAN, FOUND).split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[2]).toBe('');
    expect(JSON.parse(lines[0] as string)).toEqual({ level: 'NOTICE', ...BAN });
    expect(JSON.parse(lines[1] as string)).toEqual({ level: 'INFO', ...FOUND });
  });

  it('leaves out failures by default, and what is below the level that was asked for', () => {
    const overflow: AppEvent = { event: 'overflow', time: 1, edge: 'aws-nacl', ip: '192.0.2.1' };
    const levels = (level?: Level) =>
      [...written(level, FOUND, BAN, overflow).matchAll(/"level":"(\w+)"/g)].map(([, name]) => name);
    expect(levels()).toEqual(['NOTICE', 'WARNING']);
    expect(levels('INFO')).toEqual(['INFO', 'NOTICE', 'WARNING']);
    expect(levels('ERROR')).toEqual([]);
  });

  it('says more than events, in the same form', () => {
    let line = '';
    createLog({ write: (text) => (line += text) }).say('ERROR', 'edge failed', { edge: 'aws-nacl' });
    expect(JSON.parse(line)).toEqual({ level: 'ERROR', message: 'edge failed', edge: 'aws-nacl' });
  });

  it('stays one line of plain characters, whatever name the attacker chose', async () => {
    const hostile = fc.string({
      unit: fc.oneof(
        fc.constantFrom(
          '\n',
          '\r',
          '\u2028',
          '\u2029',
          '\u001b',
          '\u009b',
          '\u202e',
          '\ufeff',
          '"',
          '\\',
          '}',
          '\ud800',
        ),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      ),
    });
    await fc.assert(
      fc.property(hostile, (id) => {
        const line = written('INFO', ignored(id));
        expect(line.indexOf('\n')).toBe(line.length - 1);
        expect(line.slice(0, -1)).not.toMatch(
          /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/,
        );
        expect(JSON.parse(line)).toEqual({ level: 'INFO', ...ignored(id) });
      }),
      { numRuns: 1000 },
    );
  });

  it('cuts a text that is longer than any name', () => {
    const line = written('INFO', ignored('x'.repeat(65_536)));
    expect(line.length).toBeLessThan(1_200);
    expect(JSON.parse(line).id).toBe(`${'x'.repeat(1000)}...`);
  });

  it('never throws: not on a value JSON cannot hold, not when nobody reads it', () => {
    let line = '';
    createLog({ write: (text) => (line += text) }).say('ERROR', 'x', { big: 1n });
    expect(JSON.parse(line)).toMatchObject({ level: 'ERROR' });
    const closed = createLog({
      write: () => {
        throw new Error('EPIPE');
      },
    });
    expect(() => closed.emit(BAN)).not.toThrow();
  });

  it('goes to standard output', () => {
    const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    createLog().emit(BAN);
    const lines = write.mock.calls.map(([text]) => text);
    write.mockRestore();
    expect(lines).toEqual([`${JSON.stringify({ level: 'NOTICE', ...BAN })}\n`]);
  });
});
