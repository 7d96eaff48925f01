/** Indices of the failregexes that are left, or a place whose character tells more. */
export type Choice = readonly number[] | CharacterChoice;

/** Decided by the character at a place: one that is named, any other, or none because the text is shorter. */
export interface CharacterChoice {
  readonly place: number;
  readonly by: Readonly<Record<string, Choice>>;
  readonly other: Choice;
  readonly short: Choice;
}
