import type { EdgeConfig, EdgeKind } from '../core/ruleset';
import { edgeProblems as optionProblems } from '../edges';

/** How each kind of edge is told what it writes to: an option of the action, or `-c name=` at deploy. */
interface Place {
  readonly option: string;
  readonly context: string;
  readonly example: string;
}

export const PLACES: Readonly<Record<EdgeKind, Place>> = {
  'aws-waf': { option: 'ipsets', context: 'ipSets', example: 'arn:aws:wafv2:REGION:ACCOUNT:regional/ipset/NAME/ID' },
  'aws-nacl': { option: 'networkacl', context: 'networkAcl', example: 'acl-0123456789abcdef0' },
  'aws-security-group': { option: 'securitygroup', context: 'securityGroup', example: 'sg-0123456789abcdef0' },
  'aws-prefix-list': { option: 'prefixlist', context: 'prefixList', example: 'pl-0123456789abcdef0' },
};

/** Ids given at deploy, by the kind of edge they are for. They win over the configuration. */
export type GivenIds = Readonly<Partial<Record<EdgeKind, string>>>;

/** The ids an edge writes to: separated by commas or blanks. */
export const idsOf = ({ kind, options }: EdgeConfig): readonly string[] =>
  (options[PLACES[kind].option] ?? '').split(/[\s,]+/).filter((id) => id !== '');

/** The edges with the given ids filled in. */
export function withGivenIds(edges: readonly EdgeConfig[], given: GivenIds): readonly EdgeConfig[] {
  return edges.map((edge) => {
    const id = given[edge.kind];
    return id ? { ...edge, options: { ...edge.options, [PLACES[edge.kind].option]: id } } : edge;
  });
}

/** What keeps the edges from being deployed, each saying what to write. Only IP sets can be made by the stack. */
export function edgeProblems(edges: readonly EdgeConfig[]): readonly string[] {
  return [...edges.flatMap(missing), ...edges.flatMap(strange), ...shared(edges)];
}

function missing(edge: EdgeConfig): readonly string[] {
  if (edge.kind === 'aws-waf' || idsOf(edge).length > 0) return [];
  const { option, context, example } = PLACES[edge.kind];
  return [
    `edge ${edge.name} does not say what it writes to: deploy with -c ${context}=${example}, ` +
      `or write banaction = ${edge.kind}[${option}=${example}]${alternatives(edge.kind)}`,
  ];
}

const alternatives = (kind: EdgeKind): string =>
  kind === 'aws-nacl' ? '; vpc-ID or tag:KEY=VALUE in its place stands for all network ACLs of a VPC or tag' : '';

/** Ids given at deploy are checked like those of the configuration, which never gets here with a wrong one. */
const strange = (edge: EdgeConfig): readonly string[] =>
  optionProblems(edge).map((problem) => `edge ${edge.name}: ${problem}`);

/** Two edges on one list would take each other's bans off. */
function shared(edges: readonly EdgeConfig[]): readonly string[] {
  const owner = new Map<string, string>();
  return edges.flatMap((edge) =>
    idsOf(edge).flatMap((id) => {
      const first = owner.get(id);
      if (first === undefined || first === edge.name) {
        owner.set(id, edge.name);
        return [];
      }
      const { option } = PLACES[edge.kind];
      return [`edges ${first} and ${edge.name} both write to ${id}: give each its own ${option}, or use one edge`];
    }),
  );
}
