/** First words of fail2ban-client that a deployment has no use for, with what to do instead. */
export const INSTEAD: Readonly<Record<string, string>> = {
  start: 'it runs as long as it is deployed: npx cdk deploy; set JAIL idle off for one jail',
  stop: 'panic lifts every ban and stops banning, set JAIL idle on stops one jail; npx cdk destroy takes it away',
  restart: 'npx cdk deploy takes over a changed configuration; reload drops what set changed',
  banip: 'name the jail: set JAIL banip IP...',
  unbanip: 'unban IP... lifts in every jail, set JAIL unbanip IP... in one',
  addignoreip: 'set JAIL addignoreip IP... for one jail, allow add IP... for all',
  flushlogs: 'the functions write to CloudWatch Logs, which rotates by itself',
  add: 'a jail is a section of jail.local with enabled = true and a loggroup; npx cdk deploy',
  echo: 'ping asks whether the table answers',
  '-i': 'commands are typed one by one; fail2edge completion bash lets the shell complete them',
  '-s': 'there is no socket; --stack and --region name a deployment, --local a folder',
  '--socket': 'there is no socket; --stack and --region name a deployment, --local a folder',
  '-p': 'there is no process of its own; the functions start by themselves',
  '--pidfile': 'there is no process of its own; the functions start by themselves',
  '--pname': 'there is no process of its own; --stack names a deployment',
  '-b': 'there is no server to be started; npx cdk deploy',
  '-f': 'there is no server to be started; npx cdk deploy, or replay for a log',
  '--loglevel': 'the functions tell every ban; tail shows it, --json with more',
  '--logtarget': 'the functions write to CloudWatch Logs, in /fail2edge/STACK/*; tail shows it',
  '--syslogsocket': 'the functions write to CloudWatch Logs, in /fail2edge/STACK/*; tail shows it',
  '--timeout': 'every request to AWS ends after five seconds and is tried four times',
  '--async': 'there is no server to be started',
};

const LOGS = 'the functions write to CloudWatch Logs, in /fail2edge/STACK/*; tail shows what happens';
const TABLE = "bans lie on the deployment's DynamoDB table: the output TableName of the stack";
const LINES =
  'lines that led to a ban stay in CloudWatch Logs: why IP shows them; maxmatches says how many a mail holds';
const FILES = 'logs come from the log groups in loggroup = of jail.local; npx cdk deploy subscribes to them';
const FILTER = 'write it to filter.d/NAME.local, try it with fail2edge regex LOG FILTER; npx cdk deploy takes it over';
const ACTION =
  'edges and notifiers stand in action = of jail.local; edges shows what they hold, get JAIL actions their names';
const DEPLOYED = 'settings stand in the configuration and take effect when it is deployed';
const COMMAND = 'commands are not run here; list addresses in ignoreip';

/** What fail2ban's `get` and `set` know besides, by their second word, with what to do instead. */
const SERVER: Readonly<Record<string, string>> = {
  ...{ loglevel: LOGS, logtarget: LOGS, syslogsocket: LOGS, dbfile: TABLE, dbmaxmatches: LINES },
  dbpurgeage: 'write it to fail2ban.local; npx cdk deploy takes it over',
};

/** The same of a jail, by the word behind its name. */
const JAIL: Readonly<Record<string, string>> = {
  ...{ addlogpath: FILES, dellogpath: FILES, logpath: FILES, loggroup: FILES },
  ...{ addjournalmatch: FILTER, deljournalmatch: FILTER, journalmatch: FILTER, prefregex: FILTER },
  ...{ addfailregex: FILTER, delfailregex: FILTER, failregex: FILTER },
  ...{ addignoreregex: FILTER, delignoreregex: FILTER, ignoreregex: FILTER },
  ...{ datepattern: FILTER, maxlines: FILTER },
  ...{ addaction: ACTION, delaction: ACTION, action: ACTION, actionproperties: ACTION, actionmethods: ACTION },
  ...{ ignorecommand: COMMAND, ignorecache: COMMAND, logencoding: 'lines are UTF-8 in CloudWatch Logs' },
  ignoreip: 'set JAIL addignoreip IP... and delignoreip IP... change the list',
};

export const isOfServer = (word: string): boolean => Object.hasOwn(SERVER, word);

/** What to do in place of a `get` or `set` of fail2ban's that is not answered. */
export function insteadOf([verb, first = '', second = '']: readonly string[]): string | undefined {
  if (isOfServer(first)) return SERVER[first];
  if (Object.hasOwn(JAIL, second)) return JAIL[second];
  return verb === 'set' && second !== '' ? DEPLOYED : undefined;
}
