import type { MailAction } from '../core/ruleset';
import { type ActionText, actionText } from './action-text';
import { type EdgeWish, edgeWishes } from './edge-wishes';
import type { JailScope } from './jail-scope';
import { addMail } from './mail';
import { didYouMean } from './nearest';
import { hasWeb } from './ports';
import type { Place, Problem } from './problem';
import { parseSpec, type Spec, splitSpecs } from './spec';
import { type ActionRole, stockRole } from './stock-actions';
import { type TargetWish, targetWish } from './target-wishes';
import type { ConfigTree } from './tree';

export interface JailActions {
  readonly edges: readonly EdgeWish[];
  readonly mail: MailAction | null;
  readonly targets: readonly TargetWish[];
}

interface Reading {
  readonly jail: JailScope;
  readonly tree: ConfigTree;
  readonly problems: Problem[];
  readonly edges: EdgeWish[];
  readonly targets: TargetWish[];
  mail: MailAction | null;
}

/** What a jail's `action` comes to on AWS: edges, a mail, and notices of what is not honoured. */
export function actionsOf(jail: JailScope, tree: ConfigTree, problems: Problem[]): JailActions {
  const reading: Reading = { jail, tree, problems, edges: [], targets: [], mail: null };
  if (namesNobody(jail)) return reading;
  for (const text of splitSpecs(jail.setting('action')?.text ?? '')) {
    const parsed = parseSpec(text);
    if (parsed.kind === 'spec') readAction(reading, parsed.spec);
    else jail.fail(placeOf(jail, text), `action: ${parsed.message}`, 'name[option=value, option="value, with comma"]');
  }
  checkTraffic(reading);
  return { edges: withoutDoubles(reading.edges), mail: reading.mail, targets: reading.targets };
}

/** `%(banaction)s[port=...]` of an empty banaction is brackets of nobody; said once, where it is empty. */
function namesNobody(jail: JailScope): boolean {
  if (!/(?:^|\s)\[/.test(jail.setting('action')?.text ?? '')) return false;
  const empty = ['banaction', 'banaction_allports'].find((option) => jail.setting(option)?.text === '');
  if (empty === undefined) return false;
  const place = jail.setting(empty)?.place ?? jail.place;
  jail.fail(place, `${empty} names no action`, `for example ${empty} = aws`);
  return true;
}

/** Actions usually come in through `banaction`: that is the line to look at. */
function placeOf(jail: JailScope, name: string): Place {
  const settings = ['banaction', 'banaction_allports', 'action'].flatMap((option) => jail.setting(option) ?? []);
  return (settings.find(({ text }) => text.includes(name)) ?? jail).place;
}

function readAction(reading: Reading, spec: Spec): void {
  const { jail, tree, problems, edges, targets } = reading;
  const place = placeOf(jail, spec.name);
  const text = actionText(tree, spec, problems);
  const role = text?.edge !== undefined ? 'edge' : text?.notify !== undefined ? 'target' : roleOf(jail, spec, text);
  if (role === 'edge') {
    edges.push(...edgeWishes({ jail, tree, problems, place }, spec, text));
  } else if (role === 'firewall') {
    jail.note(place, `'${spec.name}' is not run here; its bans go to the edges of action.d/aws.conf`);
    edges.push(...edgeWishes({ jail, tree, problems, place }, spec, undefined));
  } else if (role === 'mail') {
    reading.mail = addMail(reading.mail, spec, jail);
  } else if (role === 'target') {
    targets.push(...targetWish({ jail, place }, spec, text));
  } else if (role === 'other') {
    jail.note(place, `action '${spec.name}' is not honoured here`, 'only edges, mails and notifications are');
  } else {
    jail.fail(place, `there is no action '${spec.name}'`, actionHint(tree, spec.name));
  }
}

function actionHint(tree: ConfigTree, name: string): string | undefined {
  if (/(?:^|\s)#/.test(name)) return "'#' begins a comment only at the beginning of a line";
  return didYouMean(
    name,
    tree.list('action.d').flatMap((file) => /^(.+)\.(?:conf|local)$/.exec(file)?.[1] ?? []),
  );
}

/** A shell action that stands in `banaction` is a firewall, whatever its name. */
function roleOf(jail: JailScope, { name }: Spec, text: ActionText | undefined): ActionRole | undefined {
  const stock = stockRole(name);
  if (stock) return stock;
  if (!text) return name.endsWith('.py') ? 'other' : undefined;
  const bans = splitSpecs(`${jail.setting('banaction')?.text}\n${jail.setting('banaction_allports')?.text}`);
  return bans.some((ban) => ban.replace(/\[.*$/s, '').trim() === name) ? 'firewall' : 'other';
}

/** A ban nobody can enforce is a mistake: a web application firewall alone never sees ssh. */
function checkTraffic({ jail, edges, mail }: Reading): void {
  const place = jail.setting('action')?.place ?? jail.place;
  if (edges.length === 0) {
    const rest = mail ? 'bans are recorded and mailed' : 'bans are recorded';
    jail.note(place, `jail ${jail.name} has no edge: ${rest}, nothing is closed`, 'banaction = aws');
  } else if (edges.every(({ kind, ports }) => kind === 'aws-waf' && !hasWeb(ports))) {
    const hint = 'AWS WAF sees http and https only; add aws-nacl';
    jail.fail(edges[0]?.place ?? place, `jail ${jail.name}: no edge sees the traffic to its ports`, hint);
  }
}

function withoutDoubles(edges: readonly EdgeWish[]): readonly EdgeWish[] {
  return [...new Map(edges.map((edge) => [JSON.stringify([edge.kind, edge.options, edge.ports]), edge])).values()];
}
