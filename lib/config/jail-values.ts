import { LONGEST_BAN } from '../core/bounds';
import { parseDuration } from './duration';
import { JAIL_OPTIONS } from './jail-options';
import type { JailScope, Setting } from './jail-scope';

const COMMENT_HINT = "'#' begins a comment only at the beginning of a line; after a value write ' ;'";

/** What is wrong with a value, with a hint when it ends in what was meant as a comment. */
function mistake(jail: JailScope, option: string, setting: Setting, hint: string): void {
  const text = setting.text.replaceAll('\n', ' ');
  jail.fail(setting.place, `${option} = ${text}`, /(^|\s)#/.test(text) ? COMMENT_HINT : hint);
}

const defaultOf = (option: string): string => JAIL_OPTIONS[option]?.default ?? '';

/** `1 on true yes` and `0 off false no`, in any case. */
export function booleanOf(jail: JailScope, option: string): boolean {
  const setting = jail.setting(option);
  const text = (setting?.text ?? defaultOf(option)).toLowerCase();
  if (setting && !/^(?:1|on|true|yes|0|off|false|no|)$/.test(text)) mistake(jail, option, setting, 'true or false');
  return /^(?:1|on|true|yes)$/.test(text);
}

/** A whole number between `least` and `most`. */
export function integerOf(jail: JailScope, option: string, [least, most]: readonly [number, number]): number {
  const setting = jail.setting(option);
  const fallback = Number(defaultOf(option));
  if (!setting) return fallback;
  const value = Number(setting.text);
  if (/^[+-]?\d+$/.test(setting.text) && value >= least && value <= most) return value;
  const range = most === Number.MAX_SAFE_INTEGER ? `at least ${least}` : `from ${least} to ${most}`;
  mistake(jail, option, setting, `a whole number, ${range}`);
  return fallback;
}

/** Seconds of a duration; `allowed` says which ones make sense. */
export function secondsOf(
  jail: JailScope,
  option: string,
  allowed: (seconds: number) => boolean,
  hint: string,
): number {
  const setting = jail.setting(option);
  const fallback = parseDuration(defaultOf(option)) ?? 0;
  if (!setting) return fallback;
  const seconds = parseDuration(setting.text);
  const tooLong = seconds !== undefined && seconds > LONGEST_BAN;
  if (seconds !== undefined && !tooLong && allowed(seconds)) return seconds;
  mistake(jail, option, setting, tooLong ? 'at most 100000y' : hint);
  return fallback;
}

/** An option that may be left out or empty: then `null`. */
export function optionalSeconds(jail: JailScope, option: string): number | null {
  if (!jail.setting(option)?.text) return null;
  return secondsOf(jail, option, (seconds) => seconds >= 0, 'a duration such as 5w');
}

/** Lines, or words between commas, without empty ones. */
export function listOf(jail: JailScope, option: string): readonly string[] {
  const setting = jail.setting(option);
  if (!setting) return [];
  if (/\s#/.test(setting.text)) mistake(jail, option, setting, COMMENT_HINT);
  const words = setting.text.split(/[\n,]/).map((word) => word.trim());
  return [...new Set(words.filter((word) => word !== ''))];
}

/** One of a few words. */
export function choiceOf<T extends string>(jail: JailScope, option: string, choices: readonly T[]): T | undefined {
  const setting = jail.setting(option);
  if (!setting || setting.text === '') return undefined;
  const found = choices.find((choice) => choice === setting.text.toLowerCase());
  if (found === undefined) mistake(jail, option, setting, `one of ${choices.join(', ')}`);
  return found;
}
