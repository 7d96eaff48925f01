import { visible } from '../../../core/visible';

/** Text that is HTML. Nothing else makes one than the tag `html`, which escapes whatever is put in. */
export interface Html {
  readonly html: string;
}

type Part = Html | string | number | readonly Html[];

/** HTML with its parts put in: what is not HTML itself is escaped, and what would not be seen is shown. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const texts = strings.map((text, index) => (index < parts.length ? text + written(parts[index] as Part) : text));
  return { html: texts.join('') };
}

function written(part: Part): string {
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return 'html' in part ? part.html : part.map((one) => one.html).join('');
}

export const NOTHING: Html = { html: '' };

/** For text and for quoted attributes: OWASP's five characters, the backtick, and all that a reader would not see. */
export const escapeHtml = (text: string): string =>
  visible(text).replace(/[&<>"'`]/g, (char) => `&#${char.charCodeAt(0)};`);
