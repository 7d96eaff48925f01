import type { Expression, FilterRules } from '../../lib/core/ruleset';
import { parse } from '../../lib/regex/parse/parse';
import { contains } from '../../lib/regex/ranges';
import { children, type Node } from '../../lib/regex/tree';

/** A line that makes a loop work: `head`, `pump` over and over, `tail`. */
export interface Attack {
  readonly head: string;
  readonly pump: string;
  readonly tail: string;
}

/** Characters to fill loops with; those that other parts of an expression can take, too, come first. */
const FILL = [...' \t1a:.,"[/-=(;\\\x27<x\x01'];
const A_LOOP = 3;
/** What a match must not find at the end: so that every way of sharing the text is tried. */
const TAILS = ['', '\x01\x02'];
const BY_HAND = [
  ' from 192.0.2.1',
  ' port 1',
  ': ',
  ', client: 192.0.2.1',
  ' 192.0.2.1',
  '[1]: ',
  'a=b ',
  '" 404 ',
  '2026-',
  '::',
  'Mar 1 ',
];
const DATE = 'Mar  1 00:00:00 ';
const DATES = [DATE, '', '2026/03/01 00:00:00 '];

/** Attacks on every loop of a filter's expressions, made from their trees, and some that people would try. */
export function attacksOn(rules: FilterRules): readonly Attack[] {
  const { prefregex, failregex, ignoreregex } = rules;
  const before = prefregex ? textBefore(prefregex, 'content') : '';
  const own = [...failregex, ...ignoreregex].flatMap((one) =>
    loops(one).map((attack) => ({ ...attack, head: before + attack.head })),
  );
  const byHand = BY_HAND.flatMap((pump) => DATES.map((date) => ({ head: date + before, pump, tail: '' })));
  const all = [...(prefregex ? loops(prefregex) : []), ...own];
  return [...all.map((attack) => ({ ...attack, head: DATE + attack.head })), ...byHand];
}

const rootOf = ({ source }: Expression) =>
  parse(source, { multiline: false, ignoreCase: false, dotAll: false, verbose: false, ascii: false });

function loops(expression: Expression): readonly Attack[] {
  const found: Attack[] = [];
  walk(rootOf(expression).root, '', found);
  return found.flatMap((attack) => TAILS.map((tail) => ({ ...attack, tail })));
}

/** Goes through a tree with the text that leads to each node. @returns the text behind the node. */
function walk(node: Node, head: string, found: Attack[]): string {
  if (node.kind === 'choice') {
    for (const option of node.options.slice(1)) walk(option, head, found);
    return walk(node.options[0] ?? node, head, found);
  }
  if (node.kind === 'repeat' && node.max > 20) {
    for (const pump of fillings(node.body)) found.push({ head, pump, tail: '' });
  }
  if (node.kind === 'look') return head;
  if (children(node).length === 0) return head + sample(node);
  return children(node).reduce((text, child) => walk(child, text, found), head);
}

function fillings(body: Node): readonly string[] {
  const inner = body.kind === 'group' ? body.body : body;
  if (inner.kind !== 'set') return [sample(inner)].filter((text) => text !== '');
  return FILL.filter((character) => contains(inner.ranges, character.charCodeAt(0))).slice(0, A_LOOP);
}

/** A short text that the node matches, as far as one can be given without trying. */
function sample(node: Node): string {
  switch (node.kind) {
    case 'set':
      return (
        [...'1a 0z:'].find((one) => contains(node.ranges, one.charCodeAt(0))) ??
        String.fromCodePoint(node.ranges[0] ?? 97)
      );
    case 'choice':
      return sample(node.options[0] ?? { kind: 'sequence', items: [] });
    case 'repeat':
      return sample(node.body).repeat(Math.min(Math.max(node.min, 1), 20));
    case 'look':
      return '';
    default:
      return children(node).map(sample).join('');
  }
}

/** What stands before a named group, in a text that matches. */
function textBefore(expression: Expression, name: string): string {
  const { root, names } = rootOf(expression);
  const number = names.get(name);
  const whole = { text: '', done: false };
  const visit = (node: Node): void => {
    if (whole.done) return;
    if (node.kind === 'group' && node.number === number) {
      whole.done = true;
    } else if (node.kind === 'choice') {
      visit(node.options[0] ?? node);
    } else if (node.kind === 'sequence' || node.kind === 'group' || node.kind === 'atomic') {
      children(node).forEach(visit);
    } else {
      whole.text += sample(node);
    }
  };
  visit(root);
  return whole.text;
}
