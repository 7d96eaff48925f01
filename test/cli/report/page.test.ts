import fc from 'fast-check';
import { timesIn } from '../../../lib/cli/print/time';
import { renderPage } from '../../../lib/cli/report/html/document';
import { escapeHtml, html } from '../../../lib/cli/report/html/html';
import { pageWith, TEXTS } from './pages';

const times = timesIn('UTC');
const render = (text: (at: number) => string) => renderPage(pageWith(text), times);

/** The page without its texts: tags with their attributes' names, in order. */
const skeleton = (page: string): readonly string[] =>
  [...page.matchAll(/<(\/?[!a-zA-Z][^\s>]*)((?:\s+[\w-]+(?:="[^"]*")?)*)\s*\/?>/g)].map(
    ([, tag = '', attributes = '']) =>
      `${tag} ${[...attributes.matchAll(/\s([\w-]+)(?:=|\s|$)/g)].map(([, name]) => name).join(' ')}`,
  );

/** What would end a text or an attribute, and what a reader would not see as it is. */
const UNSAFE = /[<>"'`]|&(?!#\d+;)|[\p{C}\p{Zl}\p{Zp}]/u;

/** Names as attackers write them: markup, quotes, entities, control and format characters, broken surrogates, long texts. */
const PIECES = [
  ...[
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '</style><svg/onload=x>',
  ],
  ...[
    '<!--',
    '-->',
    ']]>',
    '&lt;',
    '&#x3c;',
    '&',
    '`',
    '\\',
    '</title>',
    '</td></tr></table>',
    '<a href=javascript:x>',
  ],
  ...[
    '\u202e',
    '\u2066',
    '\u200b',
    '\u0000',
    '\u001b[2J',
    '\r\n',
    '\t',
    '\u2028',
    '\ud800',
    '\udfff',
    '\ufeff',
    '\u0085',
  ],
  ...['{{7*7}}', '<%= x %>', '\u00e9', '漢字', '😀', '\u{e0041}', 'http://x.example/', 'a'.repeat(300)],
];
const name = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 12 })), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => parts.join(''))
  .filter((text) => text !== '');

/** Names that are tried; the long run: PAGE_NAMES=100000. */
const NAMES = Number(process.env.PAGE_NAMES ?? 3000);

describe('whatever stands in a name', () => {
  it('the page keeps its tags, and every text is escaped', () => {
    const plain = skeleton(render(() => 'plain'));
    expect(plain.length).toBeGreaterThan(100);
    const runs = Math.ceil(NAMES / TEXTS);
    fc.assert(
      fc.property(fc.array(name, { minLength: TEXTS, maxLength: TEXTS }), (names) => {
        const page = render((at) => names[at] ?? '');
        expect(skeleton(page)).toEqual(plain);
        for (const one of names) {
          expect(escapeHtml(one)).not.toMatch(UNSAFE);
          expect(page).toContain(escapeHtml(one));
        }
        expect(page.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
      }),
      { numRuns: runs },
    );
  }, 600_000);

  it('is escaped in texts and in attributes alike', () => {
    expect(html`<p title="${'"><b>'}">${"<i>'&`"}</p>`.html).toBe(
      '<p title="&#34;&#62;&#60;b&#62;">&#60;i&#62;&#39;&#38;&#96;</p>',
    );
  });

  it('shows what would not be seen', () => {
    expect(html`${'a\u202eb\u001b'}`.html).toBe('a\\u{202e}b\\u{1b}');
  });
});

describe('the page', () => {
  const page = render(() => 'plain');

  it('lets nothing load or run', () => {
    expect(page.replaceAll('&#39;', "'").replaceAll('&#43;', '+')).toMatch(
      /content="default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'"/,
    );
    expect(page).not.toMatch(/<script|<link|<img|<iframe|\bsrc=|\bhref=|\bstyle=|\bon\w+=|url\(|@import/i);
  });

  it('tells who has no eyes for it what the drawing shows', () => {
    expect(page).toContain('role="img" aria-label="Failures, and bans, over time. At most 9, from 13:00:00 for 1h."');
    expect(page).toMatch(/<details><summary>The same as a table<\/summary>/);
    expect(page).toContain('<html lang="en">');
  });

  it('marks an edge that is nearly full, and says who waits', () => {
    expect(page).toMatch(/17 of 18<\/dd><svg[^>]*>.*?class="part full" width="94.4"/);
    expect(page).toContain('1 wait, there is no room: plain');
  });

  it('has words where there is nothing', () => {
    const empty = {
      ...pageWith(() => 'x'),
      span: undefined,
      timeline: undefined,
      offenders: [],
      jails: [],
      bans: [],
      edges: [],
    };
    const text = renderPage({ ...empty, spared: [], missed: undefined, figures: [], settings: [] }, times);
    for (const words of [
      'No line was read.',
      'Nothing happened.',
      'Nobody failed.',
      'Nobody was banned.',
      'No edge:',
    ]) {
      expect(text).toContain(words);
    }
  });
});
