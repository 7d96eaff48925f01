import type { Digest } from '../../core/report';
import { MAIL_LIMITS } from './block';
import { documentOf } from './document';
import { printHtml } from './print-html';
import { printText } from './print-text';
import { subjectOf } from './subject';

/** A mail as its reader sees it; the subject is not yet encoded. */
export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A mail about the digest's bans; however many there are, far under what SES takes (40 MB). */
export function renderMail(digest: Digest): RenderedMail {
  const blocks = documentOf(digest, MAIL_LIMITS);
  const subject = subjectOf(digest);
  return { subject, text: printText(blocks), html: printHtml(subject, blocks) };
}
