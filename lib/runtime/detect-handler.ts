import type { DetectReport } from '../app/detect/ports';
import type { Delivery } from '../core/record';
import { decodeSubscription } from '../sources/cloudwatch-logs';

export interface DetectParts {
  readonly detect: (delivery: Delivery) => Promise<DetectReport>;
  /** Deliveries of another account's log groups are refused: whoever may invoke us must not feed us his lines. */
  readonly ownAccount: string;
  /** Those that a jail watches: a delivery of another is refused. @default all */
  readonly logGroups?: ReadonlySet<string>;
  /** Told of every delivery that was not counted, and of events left out of one. */
  readonly onRefused: (reason: string, events: number) => void;
  /** Told what became of every batch. @default nobody is */
  readonly onDetected?: (delivery: Delivery, report: DetectReport) => void;
  /** Writes the metrics of the invocation. */
  readonly flush: () => void;
}

export type DetectReply =
  | { readonly kind: 'control' }
  | { readonly kind: 'rejected'; readonly reason: string }
  | ({ readonly kind: 'detected' } & DetectReport);

/**
 * A subscription payload: decode, detect, reply. A payload that no retry can make better is refused, not thrown: Lambda
 * would deliver it twice more. Throws when the table fails; Lambda tries again, and then it goes to the failure queue.
 */
export function detectHandler(parts: DetectParts): (payload: unknown) => Promise<DetectReply> {
  return (payload) => handle(parts, payload);
}

async function handle(parts: DetectParts, payload: unknown): Promise<DetectReply> {
  const { detect, ownAccount, logGroups, onRefused, onDetected, flush } = parts;
  const refuse = (reason: string, events: number): DetectReply => {
    onRefused(reason, events);
    return { kind: 'rejected', reason };
  };
  try {
    const decoded = decodeSubscription(payload);
    if (decoded.kind === 'control') return decoded;
    if (decoded.kind === 'rejected') return refuse(decoded.reason, 0);
    const { delivery, invalid } = decoded;
    if (delivery.owner !== ownAccount) return refuse('log group of another account', delivery.events.length);
    if (logGroups?.has(delivery.logGroup) === false) {
      return refuse(`no jail watches the log group ${delivery.logGroup}`, delivery.events.length);
    }
    if (invalid > 0) onRefused('invalid events', invalid);
    const report = await detect(delivery);
    onDetected?.(delivery, report);
    return { kind: 'detected', ...report };
  } finally {
    flush();
  }
}
