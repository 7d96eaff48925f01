/**
 * A report as data, before it is text or HTML. No text in it is trusted: every printer escapes all of it for its sink.
 */
export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'listing'; readonly lines: readonly string[] };

export type Fact = readonly [label: string, value: string];

/** How much of a report is printed; the numbers in it always count everything. */
export interface Limits {
  /** Bans listed one by one. */
  readonly rows: number;
  /** Lines of a registry's text, per ban, and characters of each. */
  readonly whoisLines: number;
  readonly whoisLength: number;
  /** Bytes of log lines, in all. */
  readonly lineBytes: number;
  /** Characters of one log line, before it is cut. */
  readonly lineLength: number;
}

/** An SES mail: at most 40 MB may be sent, but mail programs clip early. */
export const MAIL_LIMITS: Limits = {
  rows: 500,
  whoisLines: 80,
  whoisLength: 200,
  lineBytes: 65_536,
  lineLength: 2_000,
};

/** An SNS message: 256 KiB. */
export const TOPIC_LIMITS: Limits = {
  rows: 200,
  whoisLines: 20,
  whoisLength: 120,
  lineBytes: 24_576,
  lineLength: 1_000,
};
