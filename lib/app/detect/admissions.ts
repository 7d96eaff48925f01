import type { Admission } from '../../core/admit';
import { admitFound } from './admit-found';
import type { Found } from './match-batch';
import type { DetectPorts } from './ports';
import type { Watch } from './watch';

/** Addresses remembered for one jail; then all of them are forgotten. */
const MOST = 10_000;

/** Who is charged with a failure, decided once an address: whoever attacks fails many times. */
export interface Admissions {
  /** undefined: it must be asked. */
  known(found: Found): readonly Admission[] | undefined;
  ask(found: Found): Promise<readonly Admission[]>;
}

/** What is decided of an address holds as long as the jail watches under the same rules. */
export function createAdmissions(resolve: DetectPorts['resolve']): Admissions {
  const decided = new WeakMap<Watch, Map<string, readonly Admission[]>>();
  return {
    known: ({ watch, finding }) => (isPlain(finding) ? decided.get(watch)?.get(finding.id) : undefined),
    ask: async (found) => {
      const answer = await admitFound(found, resolve);
      const text = isPlain(found.finding) ? textOf(answer[0]) : undefined;
      if (text === found.finding.id) remember(decided, found.watch, { text, answer });
      return answer;
    },
  };
}

function remember(
  decided: WeakMap<Watch, Map<string, readonly Admission[]>>,
  watch: Watch,
  { text, answer }: { readonly text: string; readonly answer: readonly Admission[] },
): void {
  const known = decided.get(watch);
  const open = known && known.size < MOST ? known : new Map<string, readonly Admission[]>();
  open.set(text, answer);
  decided.set(watch, open);
}

/** The address as we write it, not as a piece of the payload: that would be kept in memory with it. */
const textOf = (admission: Admission | undefined): string | undefined =>
  admission?.kind === 'charged' ? admission.ip : admission?.id;

/** Whether the captured address alone decides. */
const isPlain = ({ kind, cidr, ambiguous }: Found['finding']): boolean =>
  (kind === 'ip4' || kind === 'ip6') && cidr === null && !ambiguous;
