import type { Seconds } from '../../core/ruleset';

/** What `BanRequested` asks for; docs/sharing.md describes it. */
export interface BanRequest {
  readonly jail: string;
  /** As it was written: not yet known to be an address. */
  readonly ip: string;
  /** Absent: the jail's. */
  readonly bantime?: Seconds;
  /** What the asker says of it, as it was written. */
  readonly reason?: string;
}

export type ReadRequest =
  | { readonly kind: 'request'; readonly request: BanRequest }
  | { readonly kind: 'rejected'; readonly why: string };

/** Nobody may be asked to be banned for ever: whoever asked may be gone by then. */
const LONGEST: Seconds = 31_536_000;

const FIELDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  version: (value) => value === undefined || value === 1,
  jail: (value) => isText(value, 100),
  ip: (value) => isText(value, 64),
  bantime: (value) =>
    value === undefined || (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= LONGEST),
  reason: (value) => value === undefined || isText(value, 200),
};

const isText = (value: unknown, most: number): boolean =>
  typeof value === 'string' && value.length > 0 && value.length <= most;

/** Reads the detail of a `BanRequested` event: exactly these fields, in these forms. Strangers write it; it is never thrown at. */
export function readBanRequest(detail: unknown): ReadRequest {
  if (typeof detail !== 'object' || detail === null || Array.isArray(detail))
    return rejected('the detail is no object');
  const given = detail as Readonly<Record<string, unknown>>;
  const strange = Object.keys(given).filter((name) => !Object.hasOwn(FIELDS, name));
  if (strange.length > 0) return rejected(`unknown field ${JSON.stringify(strange[0]?.slice(0, 40))}`);
  const wrong = Object.entries(FIELDS).find(([name, isRight]) => !isRight(given[name]));
  if (wrong) return rejected(`${wrong[0]} is missing or of another form`);
  const { version: _, ...request } = given;
  return { kind: 'request', request: request as unknown as BanRequest };
}

const rejected = (why: string): ReadRequest => ({ kind: 'rejected', why });
