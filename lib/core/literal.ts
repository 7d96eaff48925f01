/** A text as an expression that matches it and nothing else. */
export const literal = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}/]/g, '\\$&');
