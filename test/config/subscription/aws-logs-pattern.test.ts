import { subscription } from '../../fakes/aws-logs-pattern/match';
import { InvalidParameterException } from '../../fakes/aws-logs-pattern/parse';

describe('the model of CloudWatch Logs’ filter patterns', () => {
  test.each([
    ['%AUTHORIZED%', '[ERROR 401] UNAUTHORIZED REQUEST', true],
    ['%AUTHORIZED%', 'authorized', false],
    ['%^[hc]at%', 'cat food', true],
    ['%^[hc]at%', 'a cat', false],
    ['%[hc]at$%', 'a hat', true],
    ['%colou?r%', 'color', true],
    ['%[a-z]{3,5}=%', 'ab=', false],
    ['%[a-z]{3,5}=%', 'abc=', true],
    ['%gra|ey%', 'grey', true],
    ['%gra|ey%', 'groy', false],
    ['%.at%', 'at', false],
    ['%ab*c%', 'ac', true],
    ['%ab+c%', 'ac', false],
    [String.raw`%\[\d\]%`, 'x[7]', true],
    [String.raw`%\[\d\]%`, 'x7', false],
    [String.raw`%a\sb%`, 'a b', true],
    [String.raw`%\x28x\x29%`, '(x)', true],
    ['%[^0-9]x%', '1x', false],
    ['%a.*z%', 'a to z', true],
    ['%a.c%', 'aéc', false],
    ['', 'anything', true],
  ])('%s on %s', (pattern, message, delivered) => {
    expect(subscription(pattern)(message)).toBe(delivered);
  });

  test('every event that a pattern of one term and of all its parts is asked about is searched anywhere', () => {
    expect(subscription('%b.d%')('aaabbxbcd')).toBe(true);
    expect(subscription(String.raw`%\s400%`)('x 40 400')).toBe(true);
  });

  test.each([
    ['plain words', 'Failed password'],
    ['a bare regular expression', 'a|b'],
    ['no expression', '%%'],
    ['parentheses', '%(a|b)%'],
    ['a character that is not supported', '%something!%'],
    ['a quote', '%"400%'],
    ['a blank', '%a b%'],
    ['what is not ASCII', '%é%'],
    ['a second expression', '%a% %b%'],
    ['an empty alternative', '%a||b%'],
    ['a quantifier without a term', '%*a%'],
    ['a quantifier behind a quantifier', '%a+?%'],
    ['an unknown escape', String.raw`%\bword\b%`],
    ['an open class', '%[a-z%'],
    ['bounds the wrong way round', '%a{3,1}%'],
    ['more than 1,024 characters', `%${'a'.repeat(1023)}%`],
  ])('refuses %s', (_, pattern) => {
    expect(() => subscription(pattern)).toThrow(InvalidParameterException);
  });

  test('takes 1,024 characters', () => {
    expect(subscription(`%${'a'.repeat(1022)}%`)('a')).toBe(false);
  });
});
