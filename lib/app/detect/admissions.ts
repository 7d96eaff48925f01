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
  const decided = new WeakMap<Watch, Map<string, readonly Admission[]>>();
  return (found, names) => {
    if (!isPlain(found.finding)) return admissionsOf(found, names);
    const known = decided.get(found.watch)?.get(found.finding.id);
    if (known) return known;
    const answer = admissionsOf(found, names);
    const text = textOf(answer[0]);
    if (text === found.finding.id) remember(decided, found.watch, { text, answer });
    return answer;
  };
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
const isPlain = ({ kind, cidr, ambiguous }: Finding): boolean =>
  (kind === 'ip4' || kind === 'ip6') && cidr === null && !ambiguous;
