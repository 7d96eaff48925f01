import type { Value } from './ini';
import type { Layers } from './layers';
import { ConfigurationError, error } from './problem';

/** Where a `%(name)s` is looked up. */
export interface Scope {
  readonly layers: Pick<Layers, 'sections' | 'defaults'>;
  readonly section: string;
  /** Ready-made values that win over everything in the files: options of a jail, of a filter's brackets. */
  readonly given?: Readonly<Record<string, string>>;
  /** What `%(known/x)s` means before earlier layers are asked: in a jail the options of its filter. */
  readonly known?: Readonly<Record<string, string>>;
}

/** As in Python's ConfigParser. */
const MAX_DEPTH = 10;

interface Step {
  readonly option: string;
  readonly value: Value;
}

type Found = { readonly kind: 'text'; readonly text: string } | ({ readonly kind: 'value' } & Step);

/**
 * An option's value with every `%(x)s`, `%(section/x)s`, `%(default/x)s`, `%(known/x)s` and `%(__name__)s` replaced and `%%`
 * made `%`.
 * @throws ConfigurationError at the option's place: a name that is set nowhere, a loop, a lone `%`.
 */
export function interpolate(scope: Scope, option: string, value: Value): string {
  return expand(scope, [{ option, value }]);
}

/** The option as the section sees it (its own, else `[DEFAULT]`), or undefined. */
export const valueIn = ({ layers, section }: Scope, option: string): Value | undefined =>
  layers.sections.get(section)?.get(option) ?? layers.defaults.get(option);

/** `interpolate` of an option that may not be set at all. */
export function optionOf(scope: Scope, option: string): string | undefined {
  const value = valueIn(scope, option);
  return value === undefined ? undefined : interpolate(scope, option, value);
}

function expand(scope: Scope, trail: readonly Step[]): string {
  const current = trail.at(-1) as Step;
  return current.value.text.replace(/%(?:(%)|\(([^)]+)\)s)?/g, (whole, percent, name) => {
    if (percent) return '%';
    if (name === undefined) return fail(trail, `'${whole}' is not complete`, "write '%%' for a percent sign");
    const found = lookUp(scope, name, current);
    if (!found) return fail(trail, `'%(${name})s' is set nowhere`, 'set it in this section or in [DEFAULT]');
    if (found.kind === 'text') return found.text;
    if (trail.some(({ value }) => value === found.value)) return loop(trail, found.option);
    if (isTooDeep(trail, found)) return fail(trail, `'%(${name})s' is nested deeper than ${MAX_DEPTH}`);
    return expand(scope, [...trail, found]);
  });
}

/** The last value of a chain, which refers to nothing, is not counted. */
const isTooDeep = (trail: readonly Step[], { value }: Step): boolean =>
  trail.length >= MAX_DEPTH && value.text.includes('%');

function loop(trail: readonly Step[], option: string): never {
  const names = [...trail.map((step) => step.option), option];
  return fail(trail, `interpolation loop: ${names.join(' -> ')}`, 'one of them must not refer to the other');
}

function fail(trail: readonly Step[], message: string, hint?: string): never {
  const first = trail[0] as Step;
  const last = trail.at(-1) as Step;
  const inside = last === first ? '' : ` (in ${last.option}, ${last.value.place.file}:${last.value.place.line})`;
  throw new ConfigurationError([error(first.value.place, `${first.option}: ${message}${inside}`, hint)]);
}

function lookUp(scope: Scope, name: string, current: Step): Found | undefined {
  const option = name.toLowerCase();
  if (option === '__name__') return { kind: 'text', text: scope.section };
  const given = scope.given?.[option];
  if (given !== undefined) return { kind: 'text', text: given };
  const parts = /^([\w-]+)\/(.+)$/.exec(name);
  if (parts) return inSection(scope, parts[1] ?? '', (parts[2] ?? '').toLowerCase(), current);
  return asFound(option, valueIn(scope, option));
}

function inSection(scope: Scope, section: string, option: string, current: Step): Found | undefined {
  const fallback = () => asFound(option, scope.layers.defaults.get(option));
  if (section.toLowerCase() === 'default') return fallback();
  if (section.toLowerCase() !== 'known') {
    const named = scope.layers.sections.get(section);
    return named && (asFound(option, named.get(option)) ?? fallback());
  }
  const known = scope.known?.[option];
  if (known !== undefined) return { kind: 'text', text: known };
  const earlier = current.option === option ? current.value.previous : valueIn(scope, option)?.previous;
  return asFound(option, earlier) ?? fallback();
}

const asFound = (option: string, value: Value | undefined): Found | undefined =>
  value && { kind: 'value', option, value };
