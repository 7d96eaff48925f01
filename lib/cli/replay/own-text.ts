/**
 * The text with memory of its own. A piece cut out of a long text keeps the whole of it alive in V8: of a log that is read
 * in large chunks, a hundred lines that are kept would keep hundreds of chunks.
 */
export const ownText = (text: string): string => Buffer.from(text, 'utf16le').toString('utf16le');
