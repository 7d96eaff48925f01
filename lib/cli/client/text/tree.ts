/** A heading with what hangs below it, or a name with its value. */
export interface Branch {
  readonly label: string;
  readonly value?: string | number;
  readonly below?: readonly Branch[];
}

/** fail2ban's trees: `|- Filter`, below it `|  |- Currently failed:<tab>2`. */
export function tree(branches: readonly Branch[], indent = ''): readonly string[] {
  return branches.flatMap(({ label, value, below = [] }, index) => {
    const last = index === branches.length - 1;
    const line = `${indent}${last ? '`-' : '|-'} ${label}${value === undefined ? '' : `:\t${value}`}`;
    return [line, ...tree(below, `${indent}${last ? '   ' : '|  '}`)];
  });
}
