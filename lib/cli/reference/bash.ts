import type { Option } from '../client/grammar/form';
import { choicesOf, dashed, type Step, spellings, steps, valueOptions, verbs } from './grammar';

/** A completion script for bash, of the grammar. */
export function bashCompletion(): string {
  const values = valueOptions();
  const of = (kind: string) =>
    values
      .filter(({ value }) => value === kind)
      .flatMap(spellings)
      .join('|');
  const chosen = values.filter(({ choices }) => choices);
  const rest = values
    .filter(({ value, choices }) => value !== 'FILE' && value !== 'DIR' && !choices)
    .flatMap(spellings);
  return `# bash completion of fail2edge, made of its grammar: source <(fail2edge completion bash)

# Jails of the configuration, by the sections of its jail.local.
_fail2edge_jails() {
  sed -n 's/^\\[\\([A-Za-z0-9_.-]*\\)\\].*/\\1/p' "$1/jail.local" 2>/dev/null | grep -vx -e DEFAULT -e INCLUDES
}

_fail2edge() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]}
  local verb='' said='' depth=0 config=etc/fail2ban word i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ -z $verb ]]; then
      case $word in ${dashed().join('|')}) verb=$word said=/$word depth=1; continue ;; esac
    fi
    case $word in
      ${spellings({ name: 'config', short: 'c', summary: '' }).join('|')}) config=\${COMP_WORDS[i+1]}; ((i++)); continue ;;
      ${rest
        .concat(of('FILE').split('|'), of('DIR').split('|'), chosen.flatMap(spellings))
        .filter((word) => word !== '' && word !== '--config' && word !== '-c')
        .join('|')}) ((i++)); continue ;;
      -*) continue ;;
    esac
    [[ -z $verb ]] && verb=$word
    said+=/$word
    ((depth++))
  done
  case $prev in
    ${of('FILE')}) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    ${of('DIR')}) COMPREPLY=($(compgen -d -- "$cur")); return ;;
${chosen.map((option) => `    ${spellings(option).join('|')}) ${proposedValues(option)}return ;;`).join('\n')}
    ${rest.join('|')}) return ;;
  esac
  if [[ $cur == -* && -n $verb ]]; then
    case $verb in
${verbs()
  .map(
    ({ name, options }) =>
      `      ${name}) COMPREPLY=($(compgen -W '${options.flatMap(spellings).join(' ')}' -- "$cur")) ;;`,
  )
  .join('\n')}
    esac
  fi
  case $depth:$said in
${steps().map(stepLines).join('\n')}
  esac
}
complete -F _fail2edge fail2edge
`;
}

function proposedValues(option: Option): string {
  const propose = (choices: string) => `COMPREPLY=($(compgen -W '${choices}' -- "$cur"));`;
  const [only, ...others] = choicesOf(option);
  if (only && others.length === 0) return `${propose(only[1])} `;
  const cases = choicesOf(option).map(([names, choices]) => `${names.join('|')}) ${propose(choices)};`);
  return `case $verb in ${cases.join(' ')} esac; `;
}

function stepLines({ said, words, jails, files }: Step): string {
  const path = said.map((word) => `/${word}`).join('');
  const list = words.map(({ word }) => word).join(' ');
  const names = jails ? ' $(_fail2edge_jails "$config")' : '';
  const wanted = jails ? `"${list}${names}"` : `'${list}'`;
  const proposed = list === '' && !jails ? [] : [`COMPREPLY+=($(compgen -W ${wanted} -- "$cur"))`];
  const file = files ? ['COMPREPLY+=($(compgen -f -- "$cur"))'] : [];
  return `    ${said.length}:${path}) ${[...proposed, ...file, ';;'].join('; ').replace('; ;;', ' ;;')}`;
}
