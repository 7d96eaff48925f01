import { visible } from '../../core/visible';

/**
 * A line of a log as a terminal may safely show it. An attacker writes the lines; an escape sequence among them must not
 * reach the terminal. Tabs stay, as fail2ban-regex prints them: `--out row` has them between its columns.
 */
export const printable = (text: string): string => text.replace(/[^\t]+/g, visible);
