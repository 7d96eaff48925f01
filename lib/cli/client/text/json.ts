/** Characters that JSON lets through and a terminal acts on: DEL, C1, format and bidi controls, separators. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** One object on a line of its own, in characters that can all be seen; a reader of JSON gets back what was put in. */
export const jsonText = (value: object): string => `${JSON.stringify(value).replace(UNSEEN, escaped)}\n`;

const escaped = (char: string): string => char.split('').map(unit).join('');

const unit = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
