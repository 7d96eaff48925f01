/** An option of a command: parsing, help, man page and completion are made of these. */
export interface OptionSpec {
  readonly name: string;
  readonly short?: string;
  /** The name of its value; absent: a switch. */
  readonly value?: string;
  /** It may be given several times. */
  readonly many?: true;
  readonly summary: string;
}

const WIDTH = 100;

/** `-c, --config DIR` */
export const spelled = ({ name, short, value }: OptionSpec): string =>
  `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`;

/** The options as --help shows them, one below the other. */
export function optionLines(options: readonly OptionSpec[]): readonly string[] {
  const column = Math.max(...options.map((option) => spelled(option).length)) + 2;
  return options.flatMap((option) => {
    const [first = '', ...rest] = wrapped(option.summary, WIDTH - column - 2);
    return [`  ${spelled(option).padEnd(column)}${first}`, ...rest.map((line) => `  ${' '.repeat(column)}${line}`)];
  });
}

/** A text in lines of at most `width` characters, broken at blanks. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length + 1 > width) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return [...lines, line];
}
