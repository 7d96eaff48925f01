import { type Admission, admit } from '../../core/admit';
import type { Finding } from '../../core/finding';
import type { Found } from './match-batch';
import type { DetectPorts } from './ports';
import type { Watch } from './watch';

/** Addresses of host names, as they resolve for one batch. */
export type Names = ReadonlyMap<string, readonly string[]>;

/** Who is charged with a failure, decided once an address: whoever attacks fails many times. */
export type Admissions = (found: Found, names: Names) => readonly Admission[];

/** Addresses remembered for one jail; then all of them are forgotten. */
const MOST = 10_000;

/** What is decided of an address holds as long as the jail watches under the same rules. */
export function createAdmissions(): Admissions {
  const decided = new WeakMap<Watch, Decided>();
  let last: { readonly watch: Watch; readonly answers: Decided } | undefined;
  return (found, names) => {
    const { watch, finding } = found;
    if (!isPlain(finding)) return admissionsOf(found, names);
    // Failures of one jail come in a row.
    if (last?.watch !== watch) last = { watch, answers: answersOf(decided, watch) };
    const { answers } = last;
    const known = answers.get(finding.id);
    if (known) return known;
    const answer = admissionsOf(found, names);
    const text = textOf(answer[0]);
    if (answers.size >= MOST) answers.clear();
    if (text !== undefined && text === finding.id) answers.set(text, answer);
    return answer;
  };
}

/** By the address as we write it. */
type Decided = Map<string, readonly Admission[]>;

function answersOf(decided: WeakMap<Watch, Decided>, watch: Watch): Decided {
  const known = decided.get(watch);
  if (known) return known;
  const answers: Decided = new Map();
  decided.set(watch, answers);
  return answers;
}

/**
 * The addresses of the host names that are to be resolved: where the jail says `usedns = yes`. Each of them is then a
 * failure of its own, as in fail2ban.
 */
export async function resolveNames(found: readonly Found[], resolve: DetectPorts['resolve']): Promise<Names> {
  const names = new Set(found.filter(isName).map(({ finding }) => finding.id));
  return new Map(await Promise.all([...names].map(async (name) => [name, await resolve(name)] as const)));
}

const isName = ({ watch, finding }: Found): boolean => finding.kind === 'dns' && watch.jail.usedns === 'yes';

function admissionsOf(found: Found, names: Names): readonly Admission[] {
  const { watch, finding } = found;
  const { jail, protection } = watch;
  const rules = { protection, ipv6prefix: jail.ipv6prefix, ambiguity: jail.ambiguity };
  if (!isName(found)) return [admit(rules, finding)];
  const addresses = names.get(finding.id) ?? [];
  if (addresses.length === 0) return [{ kind: 'ignored', id: finding.id, reason: 'hostname' }];
  return addresses.map((id) => admit(rules, { ...finding, id, kind: kindOf(id) }));
}

const kindOf = (address: string): Finding['kind'] => (address.includes(':') ? 'ip6' : 'ip4');

/** The address as we write it; undefined for what is none: a piece of the payload, that would be kept in memory with it. */
function textOf(admission: Admission | undefined): string | undefined {
  if (admission?.kind === 'charged') return admission.ip;
  return admission?.reason === 'invalid-address' ? undefined : admission?.id;
}

/** Whether the captured address alone decides. */
const isPlain = ({ kind, cidr, ambiguous }: Finding): boolean =>
  (kind === 'ip4' || kind === 'ip6') && cidr === null && !ambiguous;
