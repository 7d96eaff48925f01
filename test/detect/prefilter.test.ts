import { prefilter } from '../../lib/detect/prefilter';

const many = ['one', 'two', 'three (3)', 'four', 'five'];

describe('whether a record can matter, before it is read', () => {
  it.each([
    ['few texts', ['Failed password', 'Invalid user']],
    ['many texts', ['Failed password', 'Invalid user', ...many]],
  ])('is told by %s of which it must hold one', (_, needs) => {
    const mayMatter = prefilter([{ needs }]);
    expect(mayMatter('sshd[1]: Failed password for root', false)).toBe(true);
    expect(mayMatter('CRON[1]: session opened', false)).toBe(false);
    expect(mayMatter('', false)).toBe(false);
  });

  it.each([
    [' 404', 'GET /x HTTP/1.1 404 153'],
    ['was not found in ', 'user "a": was not found in "/etc/x"'],
    ['x', 'axb'],
    ['Exit before auth', 'dropbear[1]: Exit before auth'],
    ['ſtraße', 'die ſtraße'],
  ])('finds %s by its rarest part', (text, message) => {
    expect(prefilter([{ needs: [text] }])(message, false)).toBe(true);
    expect(prefilter([{ needs: [text] }])(`${text.slice(0, text.length >> 1)}.`, false)).toBe(false);
  });

  it('takes the texts of all jails of the log group, as texts and not as expressions', () => {
    const mayMatter = prefilter([{ needs: many }, { needs: ['x.y'] }]);
    expect(mayMatter('a three (3) b', false)).toBe(true);
    expect(mayMatter('a x.y b', false)).toBe(true);
    expect(mayMatter('a xzy b', false)).toBe(false);
  });

  it('reads everything when nothing is known of one jail', () => {
    expect(prefilter([{ needs: ['x'] }, {}])('anything', false)).toBe(true);
  });

  it('reads a record whose escapes could hide a text', () => {
    const mayMatter = prefilter([{ needs: ['Failed'] }]);
    expect(mayMatter('\\u0046ailed', true)).toBe(true);
    expect(mayMatter('say \\"hi\\"', true)).toBe(false);
  });

  it.each([
    '{"_PID":"1","MESSAGE":[70,97]}',
    '{\\"_PID\\":\\"1\\",\\"MESSAGE\\":\\n [70,97]}',
    '{\\"body\\":{\\"SYSLOG_IDENTIFIER\\" : [115]}}',
  ])('reads a journal entry that gives a field as a list: %s', (message) => {
    expect(prefilter([{ needs: ['Failed'] }])(message, message.includes('\\'))).toBe(true);
  });

  it('leaves a journal entry unread that holds no text', () => {
    expect(prefilter([{ needs: ['Failed'] }])('{\\"_PID\\":\\"1\\",\\"MESSAGE\\":\\"session\\"}', true)).toBe(false);
  });

  it('reads a line that is too long, so that it is counted as cut', () => {
    expect(prefilter([{ needs: ['Failed'] }])('x'.repeat(65_537), false)).toBe(true);
  });
});
