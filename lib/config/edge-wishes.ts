import type { EdgeKind, Ports } from '../core/ruleset';
import { actionPorts } from './action-ports';
import { type ActionText, actionText } from './action-text';
import { COMMON_OPTIONS, EDGE_OPTIONS, isEdgeKind } from './edge-options';
import type { JailScope } from './jail-scope';
import { didYouMean } from './nearest';
import { isWeb } from './ports';
import type { Place, Problem } from './problem';
import type { Spec } from './spec';
import type { ConfigTree } from './tree';

/** One edge a jail asks for, before edges with the same options in different jails are made one. */
export interface EdgeWish {
  readonly kind: EdgeKind;
  readonly options: Readonly<Record<string, string>>;
  /** The options are those of the edge's action file. */
  readonly standard: boolean;
  readonly actname: string | undefined;
  readonly ports: Ports;
  readonly place: Place;
}

interface Context {
  readonly jail: JailScope;
  readonly tree: ConfigTree;
  readonly problems: Problem[];
  readonly place: Place;
}

/**
 * The edges one action means, for each protocol it names.
 * @param text the action's file; undefined for a firewall action of fail2ban's, which means the edges of `edge = auto`:
 * aws-waf and aws-nacl when every port is http or https, else aws-nacl.
 */
export function edgeWishes(context: Context, spec: Spec, text: ActionText | undefined): readonly EdgeWish[] {
  const edge = text?.edge ?? 'auto';
  const named = edge === 'auto' ? [] : kindsOf(context, edge);
  const own = new Map(named.map((kind) => [kind, optionsOf(context, kind, text)]));
  const type = text?.options.type ?? spec.options.type ?? '';
  return actionPorts(context.jail, spec, type).flatMap((ports) => {
    const kinds: readonly EdgeKind[] = edge === 'auto' ? stockEdges(ports) : named;
    return kinds.map((kind) => {
      const options = own.get(kind) ?? optionsOf(context, kind, plainEdge(context, kind));
      return { kind, ...options, actname: spec.options.actname, ports, place: context.place };
    });
  });
}

/** What a firewall stands for on AWS. */
const stockEdges = (ports: Ports): readonly EdgeKind[] => (isWeb(ports) ? ['aws-waf', 'aws-nacl'] : ['aws-nacl']);

const plainEdge = ({ tree, problems }: Context, kind: EdgeKind): ActionText | undefined =>
  actionText(tree, { name: kind, options: {} }, problems);

function optionsOf(context: Context, kind: EdgeKind, text: ActionText | undefined) {
  const options = edgeOptions(context, kind, text?.options ?? {});
  const standard = JSON.stringify(options) === JSON.stringify(edgeOptions(context, kind, text?.defaults ?? {}));
  return { options, standard };
}

function kindsOf({ jail, place }: Context, edge: string): readonly EdgeKind[] {
  const names = edge.split(/[\s,]+/);
  const wrong = names.filter((name) => !isEdgeKind(name));
  const kinds = Object.keys(EDGE_OPTIONS);
  for (const name of wrong) {
    jail.fail(place, `there is no edge '${name}'`, didYouMean(name, kinds) ?? `auto, or of ${kinds.join(', ')}`);
  }
  return names.filter(isEdgeKind);
}

/** The edge's own options, checked; `port`, `name` and their like are not the edge's. */
function edgeOptions(
  { jail, place }: Context,
  kind: EdgeKind,
  written: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const allowed = EDGE_OPTIONS[kind];
  const options: Record<string, string> = {};
  for (const [name, value] of Object.entries(written).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (COMMON_OPTIONS.includes(name)) continue;
    const rule = allowed[name];
    if (rule?.accepts(value)) options[name] = value;
    else if (rule) jail.fail(place, `${kind}: ${name} = ${value}`, rule.hint);
    else {
      const hint = didYouMean(name, Object.keys(allowed)) ?? `it has: ${Object.keys(allowed).join(', ')}`;
      jail.fail(place, `${kind} has no option '${name}'`, hint);
    }
  }
  return options;
}
