import type { WhoisAnswer, WhoisRecord } from '../../core/report';
import type { Block, Fact, Limits } from './block';
import { shortened } from './visible';

/** What a registry says of the offender's network; why it says nothing, when it does not. */
export function whoisBlocks(answer: WhoisAnswer | null, limits: Limits): Block[] {
  if (answer === null) return [];
  if (answer.kind === 'none') return [{ kind: 'paragraph', text: `whois: ${REASONS[answer.reason]}` }];
  return [{ kind: 'facts', facts: factsOf(answer.record) }, ...textBlocks(answer.record, limits)];
}

const REASONS = {
  'not-public': 'the address is not a public one, no registry knows it.',
  'no-answer': 'no registry gave an answer.',
  deadline: 'no registry answered in time.',
} as const;

function factsOf(record: WhoisRecord): Fact[] {
  const range = record.first && record.last ? `${record.first} - ${record.last}` : null;
  const facts: [string, string | null][] = [
    ['Network', record.network],
    ['Handle', record.handle],
    ['Range', range],
    ['Country', record.country],
    ['Origin', record.asn.join(', ') || null],
    ['Abuse contact', record.abuse.join(', ') || null],
    ['Source', `${record.server} (${record.via}, asked for ${record.address})`],
  ];
  return facts.flatMap(([label, value]): Fact[] => (value === null ? [] : [[label, value]]));
}

function textBlocks(record: WhoisRecord, limits: Limits): Block[] {
  if (record.text.length === 0) return [];
  const lines = record.text.slice(0, limits.whoisLines).map((line) => shortened(line, limits.whoisLength));
  const rest = record.text.length - lines.length;
  const note = rest > 0 || record.truncated ? 'The answer of the registry is longer; this is its beginning.' : '';
  const heading: Block = { kind: 'heading', text: `whois ${record.address}` };
  const listing: Block = { kind: 'listing', lines };
  return note === '' ? [heading, listing] : [heading, listing, { kind: 'paragraph', text: note }];
}
