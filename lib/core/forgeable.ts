import type { ForgeableLogs, Ruleset } from './ruleset';

/** A jail that a client can aim at others, because its logs take whole lines from him. */
export interface ForgeableJail extends ForgeableLogs {
  readonly jail: string;
}

/** The jails whose lines cannot be trusted one by one, each source once, in the order of the ruleset. */
export const forgeableJails = ({ jails }: Pick<Ruleset, 'jails'>): readonly ForgeableJail[] =>
  jails.flatMap(({ name, forgeable = [] }) => forgeable.map((logs) => ({ jail: name, ...logs })));
