import type { LogLine } from '../../lib/core/record';
import { readLine } from '../../lib/sources/journald';

const read = (message: string): LogLine => readLine({ timestamp: 1_700_000_000_500, message });
const entry = (fields: object) => read(JSON.stringify(fields));

const SSHD = {
  MESSAGE: 'Failed password for root from 192.0.2.1 port 4242 ssh2',
  _HOSTNAME: 'web1',
  SYSLOG_IDENTIFIER: 'sshd',
  _COMM: 'sshd-session',
  _PID: '4711',
  _SYSTEMD_UNIT: 'ssh.service',
  __REALTIME_TIMESTAMP: '1699999999123456',
};

describe('a journald entry', () => {
  it('of journalctl -o json is the line the systemd backend would read, with its own time', () => {
    expect(entry(SSHD)).toEqual({
      text: 'web1 sshd[4711]: Failed password for root from 192.0.2.1 port 4242 ssh2',
      timestamp: 1_699_999_999.123456,
      fields: SSHD,
    });
  });

  it("in the CloudWatch agent's envelope is the same line", () => {
    const { __REALTIME_TIMESTAMP, ...body } = SSHD;
    const line = entry({ body, resource: { 'host.name': 'other' }, severity_text: 'INFO' });
    expect(line).toEqual({ text: entry(SSHD).text, timestamp: 1_700_000_000.5, fields: body });
  });

  it("prefers the sender's time that journald vouches for", () => {
    expect(entry({ ...SSHD, _SOURCE_REALTIME_TIMESTAMP: '1699999998000000' }).timestamp).toBe(1_699_999_998);
    expect(entry({ ...SSHD, _SOURCE_REALTIME_TIMESTAMP: 'soon' }).timestamp).toBe(1_699_999_999.123456);
    expect(entry({ ...SSHD, __REALTIME_TIMESTAMP: undefined }).timestamp).toBe(1_700_000_000.5);
  });

  it.each([
    ['SYSLOG_PID before _PID', { SYSLOG_PID: '7' }, 'web1 sshd[7]: m'],
    ['_COMM where there is no identifier', { SYSLOG_IDENTIFIER: undefined }, 'web1 sshd-session[4711]: m'],
    ['no pid', { _PID: undefined }, 'web1 sshd: m'],
    ['no host', { _HOSTNAME: undefined }, 'sshd[4711]: m'],
    ['nobody', { SYSLOG_IDENTIFIER: undefined, _COMM: undefined }, 'web1 m'],
    ['a pid that is a number', { _PID: 5 }, 'web1 sshd[5]: m'],
    [
      'the kernel, with its uptime',
      { SYSLOG_IDENTIFIER: 'kernel', _PID: undefined, _SOURCE_MONOTONIC_TIMESTAMP: '12345678' },
      'web1 kernel: [   12.345678] m',
    ],
  ])('names who spoke: %s', (_, change, text) => {
    expect(entry({ ...SSHD, MESSAGE: 'm', ...change }).text).toBe(text);
  });

  it('stays one line: a line feed in it is written as \\n, wherever it is', () => {
    const hostile = { ...SSHD, MESSAGE: 'user x\nweb1 sshd[1]: Failed', SYSLOG_IDENTIFIER: 'a\nb' };
    expect(entry(hostile).text).toBe('web1 a\\nb[4711]: user x\\nweb1 sshd[1]: Failed');
  });

  it('may give a message as bytes, where it is no plain text', () => {
    expect(entry({ ...SSHD, MESSAGE: [70, 111, 111, 255, 195, 169] }).text).toBe('web1 sshd[4711]: Foo\ufffdé');
  });

  it('may give a field several times, or none of a field that was too large', () => {
    const line = entry({ ...SSHD, MESSAGE: ['one', 'two', [195, 169]], CODE_FILE: null });
    expect(line.text).toBe('web1 sshd[4711]: one two é');
    expect(line.fields).not.toHaveProperty('CODE_FILE');
    expect(entry({ ...SSHD, MESSAGE: null }).text).toBe('web1 sshd[4711]: ');
  });

  it('may hold a megabyte of brackets in place of its message', () => {
    const deep = `{"MESSAGE":${'['.repeat(500_000)}${']'.repeat(500_000)},"_PID":"1"}`;
    expect(read(deep)).toMatchObject({ text: '', fields: { _PID: '1' } });
  });

  it('has no fields but its own, whatever they are called', () => {
    const line = read('{"MESSAGE":"m","_PID":"1","__proto__":"x","constructor":"y"}');
    expect(line.fields?.toString).toBeUndefined();
    expect(line.fields?.constructor).toBe('y');
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});

describe('anything else is a line of plain text', () => {
  it.each([
    ['a line of syslog', 'Nov 20 06:00:00 web sshd[7]: Failed password'],
    ['an empty line', ''],
    ['several lines', 'one\ntwo'],
    ['JSON of an application', '{"level":"error","message":"x"}'],
    ['JSON with a MESSAGE that journald did not write', '{"MESSAGE":"Failed password","unit":"sshd"}'],
    ['broken JSON', '{"MESSAGE":"x","_PID":"1"'],
    ['an entry inside a line', 'x {"MESSAGE":"x","_PID":"1"}'],
    ['a list', '[{"MESSAGE":"x","_PID":"1"}]'],
    ['an envelope without an entry', '{"body":"\\"MESSAGE\\"","_x":"\\"MESSAGE\\""}'],
  ])('%s', (_, message) => {
    expect(read(message)).toEqual({ text: message, timestamp: 1_700_000_000.5, fields: null });
  });

  it.each([
    ['one\n', 'one'],
    ['one\r\n', 'one'],
    ['one\n\n', 'one\n'],
    ['one\r', 'one\r'],
    ['\n', ''],
  ])('less one line end that its sender left on it: %j', (message, text) => {
    expect(read(message).text).toBe(text);
  });
});
