import type { Need } from './needs';
import { passed } from './worth';

/**
 * Texts that recognise all needs, as few as may be: no text holds another one, and a need that is recognised by what
 * others need adds none. In the order of their letters.
 */
export function alternativesOf(needs: readonly Need[]): readonly string[] {
  const chosen: string[] = [];
  const isCovered = (piece: string) => chosen.some((text) => piece.includes(text));
  // Short texts are in the longer ones, so they are asked for first.
  const ordered = [...needs].sort(([a], [b]) => passed(b) - passed(a));
  for (const need of ordered) {
    if (!need.some((option) => option.every(isCovered))) chosen.push(...need[0]);
  }
  return minimal(chosen);
}

/** Without the texts that another one is part of: whatever holds them holds it. */
export function minimal(texts: readonly string[]): readonly string[] {
  const distinct = [...new Set(texts)];
  return distinct.filter((text) => !distinct.some((other) => other !== text && text.includes(other))).sort();
}
