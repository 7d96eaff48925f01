# bash completion of fail2edge, made of its grammar: source <(fail2edge completion bash)

# Jails of the configuration, by the sections of its jail.local.
_fail2edge_jails() {
  sed -n 's/^\[\([A-Za-z0-9_.-]*\)\].*/\1/p' "$1/jail.local" 2>/dev/null | grep -vx -e DEFAULT -e INCLUDES
}

_fail2edge() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
  local verb='' said='' depth=0 config=etc/fail2ban word i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ -z $verb ]]; then
      case $word in -d|--str2sec|-t) verb=$word said=/$word depth=1; continue ;; esac
    fi
    case $word in
      --config|-c) config=${COMP_WORDS[i+1]}; ((i++)); continue ;;
      --stack|--table|--region|--profile|--since|--jail|--for|--reason|--expires|--set|--logs|--until|--pattern|--most|--tz|--now|--timezone|--datepattern|-d|--maxlines|-L|--journalmatch|-m|--out|-o|--verbosity|--html|--local|--save|--format|--usedns) ((i++)); continue ;;
      -*) continue ;;
    esac
    [[ -z $verb ]] && verb=$word
    said+=/$word
    ((depth++))
  done
  case $prev in
    --html) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    --config|-c|--local|--save) COMPREPLY=($(compgen -d -- "$cur")); return ;;
    --format) case $verb in history) COMPREPLY=($(compgen -W 'text json csv' -- "$cur"));; export) COMPREPLY=($(compgen -W 'plain cidr json ipset nginx' -- "$cur"));; esac; return ;;
    --usedns) COMPREPLY=($(compgen -W 'yes warn no raw' -- "$cur")); return ;;
    --stack|--table|--region|--profile|--since|--jail|--for|--reason|--expires|--set|--logs|--until|--pattern|--most|--tz|--now|--timezone|--datepattern|-d|--maxlines|-L|--journalmatch|-m|--out|-o|--verbosity) return ;;
  esac
  if [[ $cur == -* && -n $verb ]]; then
    case $verb in
      status) COMPREPLY=($(compgen -W '--config -c --local --stack --table --region --profile --json --help -h' -- "$cur")) ;;
      statistics) COMPREPLY=($(compgen -W '--config -c --local --stack --table --region --profile --json --help -h' -- "$cur")) ;;
      stats) COMPREPLY=($(compgen -W '--config -c --local --stack --table --region --profile --json --help -h' -- "$cur")) ;;
      banned) COMPREPLY=($(compgen -W '--config -c --local --stack --table --region --profile --json --help -h' -- "$cur")) ;;
      edges) COMPREPLY=($(compgen -W '--config -c --local --stack --table --region --profile --json --help -h' -- "$cur")) ;;
      why) COMPREPLY=($(compgen -W '--no-lines --config -c --local --stack --table --region --profile --json --help -h' -- "$cur")) ;;
      history) COMPREPLY=($(compgen -W '--format --config -c --local --stack --table --region --profile --json --help -h' -- "$cur")) ;;
      tail) COMPREPLY=($(compgen -W '--since --no-follow --config -c --local --stack --table --region --profile --json --help -h' -- "$cur")) ;;
      report) COMPREPLY=($(compgen -W '--html --since --config -c --local --stack --table --region --profile --json --help -h' -- "$cur")) ;;
      export) COMPREPLY=($(compgen -W '--format --jail --config -c --local --stack --table --region --profile --json --help -h' -- "$cur")) ;;
      get) COMPREPLY=($(compgen -W '--with-time --config -c --local --stack --table --region --profile --json --help -h' -- "$cur")) ;;
      -d) COMPREPLY=($(compgen -W '--config -c --local --stack --table --region --profile --json --help -h' -- "$cur")) ;;
      set) COMPREPLY=($(compgen -W '--for --reason --report-absent --config -c --local --stack --table --region --profile --json --help -h' -- "$cur")) ;;
      unban) COMPREPLY=($(compgen -W '--config -c --local --stack --table --region --profile --json --help -h' -- "$cur")) ;;
      allow) COMPREPLY=($(compgen -W '--expires --reason --config -c --local --stack --table --region --profile --json --help -h' -- "$cur")) ;;
      panic) COMPREPLY=($(compgen -W '--reason --config -c --local --stack --table --region --profile --json --help -h' -- "$cur")) ;;
      reload) COMPREPLY=($(compgen -W '--unban --restart --if-exists --config -c --local --stack --table --region --profile --json --help -h' -- "$cur")) ;;
      config) COMPREPLY=($(compgen -W '--config -c --json --help -h --local --stack --table --region --profile' -- "$cur")) ;;
      doctor) COMPREPLY=($(compgen -W '--config -c --local --stack --table --region --profile --json --help -h' -- "$cur")) ;;
      notify) COMPREPLY=($(compgen -W '--config -c --local --stack --table --region --profile --json --help -h' -- "$cur")) ;;
      ping) COMPREPLY=($(compgen -W '--config -c --local --stack --table --region --profile --json --help -h' -- "$cur")) ;;
      --str2sec) COMPREPLY=($(compgen -W '--config -c --local --stack --table --region --profile --json --help -h' -- "$cur")) ;;
      replay) COMPREPLY=($(compgen -W '--config -c --jail --set --against --logs --since --until --pattern --most --region --profile --html --save --tz --now --json --help -h' -- "$cur")) ;;
      regex) COMPREPLY=($(compgen -W '--config -c --json --usedns --raw -r --tz --timezone --now --datepattern -d --maxlines -L --journalmatch -m --out -o --invert -i --verbose -v --verbosity --verbose-date --debuggex -D --print-all-matched --print-all-missed --print-all-ignored --print-no-missed --print-no-ignored --help -h' -- "$cur")) ;;
      -t) COMPREPLY=($(compgen -W '--config -c --help -h' -- "$cur")) ;;
      completion) COMPREPLY=($(compgen -W '--help -h' -- "$cur")) ;;
      man) COMPREPLY=($(compgen -W '--help -h' -- "$cur")) ;;
    esac
  fi
  case $depth:$said in
    3:/get/*/banip) ;;
    3:/get/*/banned) ;;
    3:/set/*/banip) ;;
    3:/set/*/unbanip) ;;
    3:/set/*/attempt) ;;
    3:/set/*/addignoreip) ;;
    3:/set/*/delignoreip) ;;
    3:/set/*/idle) COMPREPLY+=($(compgen -W 'on off' -- "$cur")) ;;
    3:/set/*/simulate) COMPREPLY+=($(compgen -W 'on off' -- "$cur")) ;;
    3:/set/*/*) ;;
    3:/regex/*/*) ;;
    2:/status/--all) COMPREPLY+=($(compgen -W 'basic short' -- "$cur")) ;;
    2:/allow/add) ;;
    2:/allow/delete) ;;
    2:/allow/check) ;;
    2:/notify/test) ;;
    2:/status/*) COMPREPLY+=($(compgen -W 'basic short' -- "$cur")) ;;
    2:/get/*) COMPREPLY+=($(compgen -W 'banip banned actions journalmatch bantime findtime maxretry maxmatches maxlines datepattern usedns ignoreself ignoreip prefregex failregex ignoreregex logpath loggroup logtimezone logencoding ignorecommand ignorecache bantime.increment bantime.factor bantime.maxtime bantime.rndtime bantime.multipliers bantime.overalljails ignorelocal ipv6prefix ambiguity breaker' -- "$cur")) ;;
    2:/set/*) COMPREPLY+=($(compgen -W 'banip unbanip attempt addignoreip delignoreip idle simulate bantime findtime maxretry maxmatches ignoreself bantime.increment bantime.factor bantime.maxtime bantime.rndtime bantime.multipliers bantime.overalljails breaker' -- "$cur")) ;;
    2:/regex/*) ;;
    1:/status) COMPREPLY+=($(compgen -W "--all $(_fail2edge_jails "$config")" -- "$cur")) ;;
    1:/banned) ;;
    1:/edges) ;;
    1:/why) ;;
    1:/history) ;;
    1:/get) COMPREPLY+=($(compgen -W "dbpurgeage $(_fail2edge_jails "$config")" -- "$cur")) ;;
    1:/set) COMPREPLY+=($(compgen -W " $(_fail2edge_jails "$config")" -- "$cur")) ;;
    1:/unban) COMPREPLY+=($(compgen -W '--all' -- "$cur")) ;;
    1:/allow) COMPREPLY+=($(compgen -W 'add delete list check' -- "$cur")) ;;
    1:/panic) COMPREPLY+=($(compgen -W 'off' -- "$cur")) ;;
    1:/reload) COMPREPLY+=($(compgen -W "--all $(_fail2edge_jails "$config")" -- "$cur")) ;;
    1:/config) COMPREPLY+=($(compgen -W '--diff' -- "$cur")) ;;
    1:/doctor) ;;
    1:/notify) COMPREPLY+=($(compgen -W 'test' -- "$cur")) ;;
    1:/--str2sec) ;;
    1:/replay) COMPREPLY+=($(compgen -f -- "$cur")) ;;
    1:/regex) COMPREPLY+=($(compgen -f -- "$cur")) ;;
    1:/completion) COMPREPLY+=($(compgen -W 'bash zsh fish' -- "$cur")) ;;
    0:) COMPREPLY+=($(compgen -W 'status statistics stats banned edges why history tail report export get -d set unban allow panic reload config doctor notify ping --str2sec replay regex -t completion man' -- "$cur")) ;;
  esac
}
complete -F _fail2edge fail2edge
