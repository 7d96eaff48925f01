import * as fc from 'fast-check';
import type { LogEvent, LogEvents } from '../../../lib/core/record';
import { scanMessage } from '../../../lib/sources/cloudwatch/scan';
import { eventAt, recordsOf } from '../../support/builders';

/** The oracle: JSON.parse and nothing else. */
function parsed(text: string): { logEvents: unknown } | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const awkward = fc.string({
  unit: fc.constantFrom('a', '"', '\\', '\n', '\t', '\u0000', '\u2028', 'é', '😀', '{', '}', '[', ']', ',', '/', ':'),
});
const event = fc.record({
  id: fc.stringMatching(/^\d{1,56}$/),
  timestamp: fc.nat({ max: 9e14 }),
  message: fc.oneof(awkward, fc.string(), fc.constant('"logEvents":[{"id":"1","timestamp":1,"message":"x"}]')),
});
const message = fc.record({
  messageType: fc.constant('DATA_MESSAGE'),
  owner: fc.constant('123456789012'),
  logGroup: fc.stringMatching(/^[\w./-]{1,20}$/),
  logStream: fc.stringMatching(/^[\w./-]{1,20}$/),
  subscriptionFilters: fc.constant(['f']),
  logEvents: fc.array(event, { maxLength: 6 }),
});

const accepts = (text: string) => {
  const scanned = scanMessage(text);
  return scanned && { ...parsed(text), logEvents: recordsOf(scanned.events) };
};

const raw = (events: LogEvents): readonly LogEvent[] =>
  Array.from({ length: events.length }, (_, index) => eventAt(events, index));

/** A backslash before what no JSON string has behind one. */
const badEscape = ({ message, escaped }: LogEvent): boolean =>
  escaped === true && /\\(?!["\\/bfnrtu])|\\u(?![0-9A-Fa-f]{4})/.test(message.replace(/\\[\\]/g, ''));

describe('the scan', () => {
  it('reads what CloudWatch emits exactly as JSON.parse does', async () => {
    await fc.assert(
      fc.property(message, (given) => {
        const text = JSON.stringify(given);
        expect(accepts(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 1000 },
    );
  });

  it('reads account-level policies, whose level may stand behind the events', () => {
    const text =
      '{"messageType":"DATA_MESSAGE","logEvents":[{"id":"1","timestamp":2,"message":"m"}],"policyLevel":"ACCOUNT"}';
    const scanned = scanMessage(text);
    expect(scanned?.head).toMatchObject({ messageType: 'DATA_MESSAGE', policyLevel: 'ACCOUNT' });
    expect(scanned && recordsOf(scanned.events)).toEqual([{ id: '1', timestamp: 2, message: 'm' }]);
  });

  it('never differs from JSON.parse on a text that was cut, doubled, or altered anywhere', async () => {
    const piece = fc.constantFrom(
      '"',
      '\\',
      ',',
      '{',
      '}',
      '[',
      ']',
      ':',
      '0',
      '-',
      'e',
      ' ',
      '\\u0041',
      '"logEvents":[',
      '"logEvents":[],',
    );
    const edit = fc.tuple(fc.nat({ max: 10_000 }), fc.nat({ max: 12 }), piece);
    let both = 0;
    await fc.assert(
      fc.property(message, fc.array(edit, { minLength: 1, maxLength: 3 }), (given, edits) => {
        let text = JSON.stringify(given);
        for (const [place, length, insert] of edits) {
          const at = place % (text.length + 1);
          text = text.slice(0, at) + insert + text.slice(at + length);
        }
        const scanned = scanMessage(text);
        if (!scanned) return;
        both += 1;
        if (raw(scanned.events).some(badEscape)) return;
        expect(recordsOf(scanned.events)).toEqual(parsed(text)?.logEvents);
      }),
      { numRuns: 5000 },
    );
    expect(both).toBeGreaterThan(100);
  });

  it('leaves a message with an escape that JSON forbids as it stands: one bad event spoils no batch', () => {
    const scanned = scanMessage('{"logEvents":[{"id":"1","timestamp":2,"message":"\\x"}]}');
    expect(scanned && recordsOf(scanned.events)).toEqual([{ id: '1', timestamp: 2, message: '\\x' }]);
  });

  it.each([
    ['events under two names', '{"logEvents":[{"id":"1","timestamp":2,"message":"m"}],"logEvents":[]}'],
    ['the other order', '{"logEvents": [],"x":{"logEvents":[{"id":"1","timestamp":2,"message":"m"}]}}'],
    ['an escaped second name', '{"logEvents":[{"id":"1","timestamp":2,"message":"m"}],"log\\u0045vents":[]}'],
    ['an escaped first name', '{"log\\u0045vents":[],"x":{"logEvents":[{"id":"1","timestamp":2,"message":"m"}]}}'],
    ['its own mark', '{"logEvents":["<events>"],"x":{"logEvents":[]}}'],
    ['its own mark, escaped', '{"log\\u0045vents":["<events\\u003e"],"x":{"logEvents":[]}}'],
    ['nested events', '{"x":{"logEvents":[{"id":"1","timestamp":2,"message":"m"}]}}'],
    ['an escape in an id', '{"logEvents":[{"id":"\\u0031","timestamp":2,"message":"m"}]}'],
    ['an empty id', '{"logEvents":[{"id":"","timestamp":2,"message":"m"}]}'],
    ['a number that JSON forbids', '{"logEvents":[{"id":"1","timestamp":02,"message":"m"}]}'],
    ['a number past a double', '{"logEvents":[{"id":"1","timestamp":12345678901234567890,"message":"m"}]}'],
    ['another field', '{"logEvents":[{"id":"1","timestamp":2,"message":"m","x":1}]}'],
    ['a missing end', '{"logEvents":[{"id":"1","timestamp":2,"message":"m"}'],
    ['a comma too many', '{"logEvents":[{"id":"1","timestamp":2,"message":"m"},]}'],
    ['an open string', '{"logEvents":[{"id":"1","timestamp":2,"message":"\\"'],
  ])('leaves a text with %s to the parser', (_, text) => {
    expect(scanMessage(text)).toBeUndefined();
  });
});
