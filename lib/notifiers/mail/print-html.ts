import { visible } from '../../core/visible';
import type { Block } from './block';
import { fold } from './fold';
import { escapeHtml, withoutLinks } from './visible';

const BODY = 'font-family:sans-serif;font-size:14px;color:#222;max-width:60em;margin:1em';
const TABLE = 'border-collapse:collapse;margin:0 0 1em';
const CELL = 'text-align:left;vertical-align:top;padding:2px 12px 2px 0';
const PRE = 'font-size:12px;background:#f4f4f4;padding:8px;white-space:pre-wrap;word-break:break-all';

/**
 * The report as HTML without links, pictures, scripts or anything fetched. No line is over 998 octets.
 * @param title plain text.
 */
export function printHtml(title: string, blocks: readonly Block[]): string {
  return [
    '<!DOCTYPE html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<title>${safe(title)}</title></head>`,
    `<body style="${BODY}">`,
    ...blocks.map(elementOf),
    '</body></html>',
    '',
  ].join('\n');
}

/** Escaped, and broken with LF (white space in HTML) before a line grows too long. */
const safe = (text: string): string => fold(withoutLinks(visible(text)), escapeHtml).join('\n');

function elementOf(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h3>${safe(block.text)}</h3>`;
    case 'paragraph':
      return `<p>${safe(block.text)}</p>`;
    case 'facts':
      return table(block.facts.map(([label, value]) => `${cell('th', label)}\n${cell('td', value)}`));
    case 'table':
      return table([row('th', block.head), ...block.rows.map((cells) => row('td', cells))]);
    case 'listing':
      return [`<pre style="${PRE}">`, ...block.lines.map(safe), '</pre>'].join('\n');
  }
}

const table = (rows: readonly string[]): string =>
  [`<table style="${TABLE}">`, ...rows.map((cells) => `<tr>${cells}</tr>`), '</table>'].join('\n');

const row = (name: 'th' | 'td', cells: readonly string[]): string => cells.map((text) => cell(name, text)).join('\n');

const cell = (name: 'th' | 'td', text: string): string => `<${name} style="${CELL}">${safe(text)}</${name}>`;
