import type { Notifier } from '../core/report';

/** One IAM statement a notifier needs, as data; the stack grants exactly these. */
export interface Permission {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Why the resources are not all named in full, where they are not. */
  readonly why?: string;
}

/** What a notifier's file exports: what it needs, and how it is opened on a client. */
export interface NotifierModule<Scope, Options> {
  /** File name and name in messages. */
  readonly kind: string;
  readonly description: string;
  permissions(scope: Scope): readonly Permission[];
  open(options: Options): Notifier;
}

/** An AWS exception's name, never its text: the text may repeat what we sent. */
export const errorName = (error: unknown): string => (error instanceof Error ? error.name : 'UnknownError');
