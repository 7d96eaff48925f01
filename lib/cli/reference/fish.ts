import { dashed, type Step, spellings, steps, valueOptions, verbs } from './grammar';

/** A completion script for fish, of the grammar. */
export function fishCompletion(): string {
  const skipped = valueOptions().flatMap(spellings);
  return `# fish completion of fail2edge, made of its grammar: fail2edge completion fish > ~/.config/fish/completions/fail2edge.fish

# The words that were said, without options and their values.
function __fail2edge_said
  set -l tokens (commandline -opc)
  set -e tokens[1]
  set -l said
  set -l skip 0
  for token in $tokens
    if test $skip = 1
      set skip 0
    else if test (count $said) = 0; and contains -- $token ${dashed().join(' ')}
      set -a said $token
    else if contains -- $token ${skipped.join(' ')}
      set skip 1
    else if not string match -q -- '-*' $token
      set -a said $token
    end
  end
  test (count $said) -gt 0; and printf '%s\\n' $said
end

# Whether these words were said; * stands for a name.
function __fail2edge_at
  set -l said (__fail2edge_said)
  test (count $said) = (count $argv); or return 1
  for i in (seq (count $argv))
    string match -q -- $argv[$i] $said[$i]; or return 1
  end
end

function __fail2edge_verb
  set -l said (__fail2edge_said)
  test "$said[1]" = "$argv[1]"
end

# Jails of the configuration, by the sections of its jail.local.
function __fail2edge_jails
  sed -n 's/^\\[\\([A-Za-z0-9_.-]*\\)\\].*/\\1/p' etc/fail2ban/jail.local 2>/dev/null | string match -v -r '^(DEFAULT|INCLUDES)$'
end

complete -c fail2edge -f
${steps().map(stepLines).join('\n')}
${verbs()
  .flatMap(({ name, options }) => options.map((option) => optionLine(name, option)))
  .join('\n')}
`;
}

/** In single quotes, where fish knows only these two escapes. */
const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const at = (said: readonly string[]): string =>
  said.length === 0
    ? "-n 'test (count (__fail2edge_said)) = 0'"
    : `-n ${quoted(`__fail2edge_at ${said.map((word) => quoted(word)).join(' ')}`)}`;

function stepLines({ said, words, jails, files }: Step): string {
  const head = `complete -c fail2edge ${at(said)}`;
  const told = (summary: string) => (summary === '' ? '' : ` -d ${quoted(summary)}`);
  return [
    ...words.map(({ word, summary }) => `${head} -a ${quoted(word)}${told(summary)}`),
    ...(jails ? [`${head} -a '(__fail2edge_jails)' -d jail`] : []),
    ...(files ? [`${head} -F`] : []),
  ].join('\n');
}

function optionLine(
  verb: string,
  option: {
    readonly name: string;
    readonly short?: string;
    readonly value?: string;
    readonly choices?: readonly string[];
    readonly summary: string;
  },
): string {
  const { name, short, value, choices, summary } = option;
  const parts = [`complete -c fail2edge -n ${quoted(`__fail2edge_verb ${verb}`)} -l ${name}`];
  if (short !== undefined) parts.push(`-s ${short}`);
  if (value !== undefined) parts.push(value === 'FILE' || value === 'DIR' ? '-r -F' : '-x');
  if (choices) parts.push(`-a ${quoted(choices.join(' '))}`);
  return `${parts.join(' ')} -d ${quoted(summary)}`;
}
