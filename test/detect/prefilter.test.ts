import { prefilter } from '../../lib/detect/prefilter';

const record = (message: string, escaped = false) => ({ id: '1', timestamp: 0, message, escaped });
const many = ['one', 'two', 'three (3)', 'four', 'five'];

describe('whether a record can matter, before it is read', () => {
  it.each([
    ['few texts', ['Failed password', 'Invalid user']],
    ['many texts', ['Failed password', 'Invalid user', ...many]],
  ])('is told by %s of which it must hold one', (_, needs) => {
    const mayMatter = prefilter([{ needs }]);
    expect(mayMatter(record('sshd[1]: Failed password for root'))).toBe(true);
    expect(mayMatter(record('CRON[1]: session opened'))).toBe(false);
    expect(mayMatter(record(''))).toBe(false);
  });

  it('takes the texts of all jails of the log group, as texts and not as expressions', () => {
    const mayMatter = prefilter([{ needs: many }, { needs: ['x.y'] }]);
    expect(mayMatter(record('a three (3) b'))).toBe(true);
    expect(mayMatter(record('a x.y b'))).toBe(true);
    expect(mayMatter(record('a xzy b'))).toBe(false);
  });

  it('reads everything when nothing is known of one jail', () => {
    expect(prefilter([{ needs: ['x'] }, {}])(record('anything'))).toBe(true);
  });

  it('reads a record whose escapes could hide a text', () => {
    const mayMatter = prefilter([{ needs: ['Failed'] }]);
    expect(mayMatter(record('\\u0046ailed', true))).toBe(true);
    expect(mayMatter(record('say \\"hi\\"', true))).toBe(false);
  });

  it.each([
    '{"_PID":"1","MESSAGE":[70,97]}',
    '{\\"_PID\\":\\"1\\",\\"MESSAGE\\":\\n [70,97]}',
    '{\\"body\\":{\\"SYSLOG_IDENTIFIER\\" : [115]}}',
  ])('reads a journal entry that gives a field as a list: %s', (message) => {
    expect(prefilter([{ needs: ['Failed'] }])(record(message, message.includes('\\')))).toBe(true);
  });

  it('leaves a journal entry unread that holds no text', () => {
    expect(prefilter([{ needs: ['Failed'] }])(record('{\\"_PID\\":\\"1\\",\\"MESSAGE\\":\\"session\\"}', true))).toBe(
      false,
    );
  });

  it('reads a line that is too long, so that it is counted as cut', () => {
    expect(prefilter([{ needs: ['Failed'] }])(record('x'.repeat(65_537)))).toBe(true);
  });
});
