import { bannedNow } from '../../../app/operate/banned';
import { EXPORT_FORMATS, type ExportFormat } from '../../../core/export';
import { UsageError } from '../../io';
import type { Action } from '../answer';
import { banJson } from '../text/ban';

/** `export`: who is banned now, as other programs read it. */
export const exportBans: Action = async ({ ruleset, account, compare }, { options }) => {
  const { format = 'plain', jail } = options;
  if (!isFormat(format)) throw new UsageError(`--format ${format}: write ${Object.keys(EXPORT_FORMATS).join(', ')}`);
  if (typeof jail === 'string' && !ruleset.jails.some(({ name }) => name === jail)) {
    const known = ruleset.jails.map(({ name }) => name).join(', ') || 'none';
    throw new UsageError(`--jail ${JSON.stringify(jail)}: there is no such jail; there are: ${known}`);
  }
  const all = await bannedNow(await account());
  compare(all);
  const bans = jail === undefined ? all : all.filter((ban) => ban.jail === jail);
  const text = EXPORT_FORMATS[format](bans);
  // The line feed at the end is added by whoever prints; an empty list is no line at all.
  return { text: text.replace(/\n$/, ''), json: bans.map(banJson), ...(text === '' ? { told: true as const } : {}) };
};

const isFormat = (text: unknown): text is ExportFormat =>
  typeof text === 'string' && Object.hasOwn(EXPORT_FORMATS, text);
