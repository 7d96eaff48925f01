import { createHash } from 'node:crypto';
import { version } from '../../../../package.json';
import type { Times } from '../../print/time';
import type { Page } from '../page';
import { compared } from './compared';
import { type Html, html, NOTHING } from './html';
import { bans, edges, figures, jails, missed, offenders, spared } from './sections';
import { STYLE } from './style';
import { timelineFigure } from './timeline-figure';

const HASH = createHash('sha256').update(STYLE).digest('base64');

/** Nothing is loaded, nothing runs, nothing is sent: whatever stood in a log line. */
const POLICY = `default-src 'none'; style-src 'sha256-${HASH}'; base-uri 'none'; form-action 'none'`;

/** The page as one file that needs no network. */
export function renderPage(page: Page, times: Times): string {
  const title = page.sources.join(', ');
  const style: Html = { html: STYLE };
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<title>fail2edge: ${title}</title>
<style>${style}</style>
</head>
<body>
<header>
<p class="name">fail2edge</p>
<h1>${title}</h1>
<p class="soft">${spanOf(page, times)}</p>
${settingsOf(page)}${figures(page.figures)}
</header>
<main>
${compared(page, times)}<section><h2>Over time</h2>
${page.timeline ? timelineFigure(page.timeline, page.failuresAre, times) : html`<p class="empty">Nothing happened.</p>`}
</section>
${offenders(page, times)}${jails(page)}${edges(page)}${bans(page, times)}${spared(page)}${missed(page)}</main>
<footer><div>Made by fail2edge ${version} at ${times.at(page.madeAt)} (${times.zone}). This page holds no script and loads nothing.</div></footer>
</body>
</html>
`.html;
}

const spanOf = ({ span }: Page, times: Times): string =>
  span ? `${times.at(span.from)} to ${times.at(span.to)} (${times.zone})` : 'No line was read.';

const settingsOf = ({ settings }: Page): Html =>
  settings.length === 0
    ? NOTHING
    : html`<p>Played with <code>${settings.join(', ')}</code></p>
`;
