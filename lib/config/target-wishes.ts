import type { TargetKind } from '../core/target';
import type { ActionText } from './action-text';
import type { JailScope } from './jail-scope';
import { didYouMean } from './nearest';
import type { Place } from './problem';
import type { Spec } from './spec';
import { STOCK_TARGETS } from './stock-actions';
import { IGNORED_OPTIONS, isTargetKind, TARGET_OPTIONS, type TargetOption } from './target-options';

/** One target a jail asks for, before targets with the same options in different jails are made one. */
export interface TargetWish {
  readonly kind: TargetKind;
  readonly options: Readonly<Record<string, string>>;
  readonly actname: string | undefined;
  readonly place: Place;
}

interface Context {
  readonly jail: JailScope;
  readonly place: Place;
}

/**
 * The target an action means, none when its options will not do.
 * @param text the action's file: our own names its target with `notify`, fail2ban's are known by their names.
 */
export function targetWish(context: Context, spec: Spec, text: ActionText | undefined): readonly TargetWish[] {
  const { jail, place } = context;
  const kind = text?.notify ?? STOCK_TARGETS[spec.name] ?? '';
  if (!isTargetKind(kind)) {
    const kinds = Object.keys(TARGET_OPTIONS);
    jail.fail(place, `there is no notification '${kind}'`, didYouMean(kind, kinds) ?? `of ${kinds.join(', ')}`);
    return [];
  }
  const own = text?.notify === undefined ? spec.options : text.options;
  const given = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== ''));
  const wish = { kind, options: optionsOf(kind, given), actname: spec.options.actname, place };
  return check(context, spec, given, wish) ? [wish] : [];
}

/** Every option of the kind, in the order of its table. */
const optionsOf = (kind: TargetKind, given: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(TARGET_OPTIONS[kind]).map(([name, { otherwise }]) => [name, given[name] ?? otherwise ?? '']),
  );

function check(
  { jail, place }: Context,
  spec: Spec,
  given: Readonly<Record<string, string>>,
  { kind, options }: TargetWish,
): boolean {
  const rules = TARGET_OPTIONS[kind];
  // fail2ban's own actions come with jails that work there: they must not keep a deployment from being made.
  const tell = Object.hasOwn(STOCK_TARGETS, spec.name) ? jail.note : jail.fail;
  const strange = Object.keys(given).filter((name) => !Object.hasOwn(rules, name) && !IGNORED_OPTIONS.includes(name));
  for (const name of strange) {
    const hint = didYouMean(name, Object.keys(rules)) ?? `it has: ${Object.keys(rules).join(', ')}`;
    tell(place, `${spec.name} has no option '${name}'`, hint);
  }
  const wrong = Object.entries(rules).filter(([name, rule]) => !fits(rule, options[name] ?? ''));
  for (const [name, rule] of wrong) {
    // A secret that stands in the file is not repeated in a message that ends in somebody's log.
    const value = rule.secret && options[name] ? '...' : options[name];
    tell(place, `${spec.name} is not used: ${name} = ${value}`, rule.hint);
  }
  return wrong.length === 0;
}

const fits = ({ accepts, otherwise }: TargetOption, value: string): boolean => value === otherwise || accepts(value);
