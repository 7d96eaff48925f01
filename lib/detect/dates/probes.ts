import type { DateTemplate, FirstSet } from '../../core/ruleset';
import { type FirstTable, firstTable } from '../first-table';

/** A template ready to be searched with. */
export interface Probe {
  readonly regex: RegExp;
  readonly fields: DateTemplate['fields'];
  readonly alphabet: DateTemplate['alphabet'];
  /** It matches at the text's start or not at all. */
  readonly anchored: boolean;
  /** Anchored, and the match is the cut but for signs before it: in a text begun by a word's character its place needs no captures. */
  readonly quick: RegExp | undefined;
  /** What stands before the date; then `regex` is matched where it ends. */
  readonly head: RegExp | undefined;
  /** The templates that share the head of this one, the first of them. */
  readonly family: Family | undefined;
}

/** Templates of the same head, by the first character after it. */
export interface Family {
  readonly head: RegExp;
  readonly byFirst: FirstTable;
}

export interface Probes {
  readonly list: readonly Probe[];
  /** By the first character of the text. A family is asked through its first template. */
  readonly byFirst: FirstTable;
  /** All of them, one by one. */
  readonly everyone: readonly number[];
}

const NEVER: FirstSet = { ascii: '0'.repeat(32), other: false };

export function toProbes(templates: readonly DateTemplate[]): Probes {
  const leads = (template: DateTemplate, index: number) =>
    template.head !== undefined && templates[index - 1]?.head !== template.head;
  const list = templates.map((template, index) => {
    return toProbe(template, leads(template, index) ? familyOf(templates, index) : undefined);
  });
  const firsts = templates.map((template, index) => {
    if (template.head === undefined) return template.first;
    return leads(template, index) ? null : NEVER;
  });
  return { list, byFirst: firstTable(firsts), everyone: [...list.keys()] };
}

function familyOf(templates: readonly DateTemplate[], leader: number): Family {
  const head = templates[leader]?.head ?? '';
  const end = templates.findIndex((template, index) => index > leader && template.head !== head);
  const inFamily = (index: number) => index >= leader && (end < 0 || index < end);
  const firsts = templates.map(({ first }, index) => (inFamily(index) ? first : NEVER));
  return { head: new RegExp(head, 'y'), byFirst: firstTable(firsts) };
}

function toProbe({ js, fields, first, alphabet, head }: DateTemplate, family: Family | undefined): Probe {
  const anchored = first !== null || head !== undefined;
  const quick = anchored && head === undefined && !fields.rest && !fields.tail;
  return {
    regex: new RegExp(js, head === undefined ? '' : 'y'),
    fields,
    alphabet,
    anchored,
    quick: quick ? new RegExp(js, 'y') : undefined,
    head: head === undefined ? undefined : new RegExp(head, 'y'),
    family,
  };
}
