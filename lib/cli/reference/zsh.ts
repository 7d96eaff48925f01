import type { Option } from '../client/grammar/form';
import { choicesOf, dashed, type Step, spellings, steps, valueOptions, verbs } from './grammar';

/** A completion script for zsh, of the grammar: with what each word does. */
export function zshCompletion(): string {
  const values = valueOptions();
  const skipped = values.flatMap(spellings).filter((word) => word !== '--config' && word !== '-c');
  return `#compdef fail2edge
# zsh completion of fail2edge, made of its grammar: fail2edge completion zsh > a folder of $fpath, as _fail2edge

# Jails of the configuration, by the sections of its jail.local.
_fail2edge_jails() {
  local -a jails
  jails=(\${(f)"$(sed -n 's/^\\[\\([A-Za-z0-9_.-]*\\)\\].*/\\1/p' $1/jail.local 2>/dev/null | grep -vx -e DEFAULT -e INCLUDES)"})
  (( $#jails )) && _describe -t jails jail jails
}

_fail2edge() {
  local verb='' said='' config=etc/fail2ban word prev=$words[CURRENT-1]
  local -i depth=0 i
  local -a list
  for (( i = 2; i < CURRENT; i++ )); do
    word=$words[i]
    if [[ -z $verb ]]; then
      case $word in ${dashed().join('|')}) verb=$word said=/$word depth=1; continue ;; esac
    fi
    case $word in
      --config|-c) config=$words[i+1]; (( i++ )); continue ;;
      ${skipped.join('|')}) (( i++ )); continue ;;
      -*) continue ;;
    esac
    [[ -z $verb ]] && verb=$word
    said+=/$word
    (( depth++ ))
  done
  case $prev in
${values.map(valueLine).join('\n')}
  esac
  if [[ $PREFIX == -* && -n $verb ]]; then
    case $verb in
${verbs()
  .map(({ name, options }) => `      ${name}) list=(${options.flatMap(described).join(' ')}) ;;`)
  .join('\n')}
    esac
    _describe -o option list
  fi
  case $depth:$said in
${steps().map(stepLines).join('\n')}
  esac
}

_fail2edge "$@"
`;
}

function valueLine(option: Option): string {
  const names = spellings(option).join('|');
  if (option.value === 'FILE') return `    ${names}) _files; return ;;`;
  if (option.value === 'DIR') return `    ${names}) _files -/; return ;;`;
  const chosen = choicesOf(option);
  if (chosen.length === 0) return `    ${names}) return ;;`;
  if (chosen.length === 1) return `    ${names}) compadd -- ${chosen[0]?.[1]}; return ;;`;
  const cases = chosen.map(([verbs, choices]) => `${verbs.join('|')}) compadd -- ${choices} ;;`);
  return `    ${names}) case $verb in ${cases.join(' ')} esac; return ;;`;
}

/** `'--json:one JSON object a line'`; a colon in the word is its own. */
const item = (word: string, summary: string): string =>
  quoted(summary === '' ? word : `${word.replaceAll(':', '\\:')}:${summary}`);

const described = (option: Option): readonly string[] => spellings(option).map((word) => item(word, option.summary));

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

function stepLines({ said, words, jails, files }: Step): string {
  const path = said.map((word) => `/${word}`).join('');
  const list = words.map(({ word, summary }) => item(word, summary)).join(' ');
  const parts = [
    ...(list === '' ? [] : [`list=(${list}); _describe -t words word list`]),
    ...(jails ? ['_fail2edge_jails $config'] : []),
    ...(files ? ['_files'] : []),
    ':',
  ];
  return `    ${said.length}:${path}) ${parts.join('; ')} ;;`;
}
