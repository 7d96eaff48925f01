import type { Daemon } from './daemon';
import { nginxDaemons } from './nginx';
import { otherDaemons } from './others';
import { sshDaemons } from './sshd';

/** Every daemon that is fuzzed; each shipped filter reads at least one of them. */
export const daemons: readonly Daemon[] = [...sshDaemons, ...nginxDaemons, ...otherDaemons];

/** The filter that reads a daemon, without its options. */
export const filterOf = ({ spec }: Daemon): string => spec.replace(/\[.*/s, '');
