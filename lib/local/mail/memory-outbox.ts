import type { Ban } from '../../core/ban';
import { type Outbox, reportId } from '../../core/report';
import type { Seconds } from '../../core/ruleset';

interface Shelf {
  readonly waiting: Map<string, { readonly ban: Ban; readonly expiresAt: Seconds }>;
  /** `reportId` to when the mark is forgotten. */
  readonly sent: Map<string, Seconds>;
  token: string | undefined;
  until: Seconds;
}

/** The outbox of the embedded account; the same promises as the table's. */
export function memoryOutbox(): Outbox {
  const shelves = new Map<string, Shelf>();
  let tokens = 0;
  return {
    add: async (recipient, bans, expiresAt) => {
      const shelf = shelves.get(recipient) ?? emptyShelf();
      shelves.set(recipient, shelf);
      for (const ban of bans) {
        const id = reportId(ban);
        if (!shelf.sent.has(id) && !shelf.waiting.has(id)) shelf.waiting.set(id, { ban, expiresAt });
      }
    },
    recipients: async () => [...shelves].filter(([, { waiting }]) => waiting.size > 0).map(([name]) => name),
    open: async (recipient, now, until) => {
      const shelf = shelves.get(recipient);
      if (!shelf || (shelf.token !== undefined && shelf.until > now)) return undefined;
      forget(shelf, now);
      tokens += 1;
      shelf.token = `${tokens}`;
      shelf.until = until;
      return { recipient, token: shelf.token, bans: [...shelf.waiting.values()].map(({ ban }) => ban) };
    },
    close: async (box, sent, expiresAt) => {
      const shelf = shelves.get(box.recipient);
      if (!shelf) return;
      for (const id of sent.map(reportId)) {
        shelf.waiting.delete(id);
        shelf.sent.set(id, expiresAt);
      }
      if (shelf.token === box.token) shelf.token = undefined;
    },
  };
}

const emptyShelf = (): Shelf => ({ waiting: new Map(), sent: new Map(), token: undefined, until: 0 });

function forget(shelf: Shelf, now: Seconds): void {
  for (const [id, { expiresAt }] of shelf.waiting) if (expiresAt <= now) shelf.waiting.delete(id);
  // Marks are in the order they were made: the oldest come first.
  for (const [id, expiresAt] of shelf.sent) {
    if (expiresAt > now) break;
    shelf.sent.delete(id);
  }
}
