import { basename } from 'node:path';
import { type JailSetting, settingLines } from '../../../config/settings';
import { banRow } from '../../report/from-replay';
import type { Compared } from '../../report/page';
import type { Played } from '../play';
import { advise } from './advise';
import type { Comparison, LoggedIn } from './compare';
import { figureRows } from './figures';

interface Input {
  readonly before: Played;
  readonly after: Played;
  readonly comparison: Comparison;
  readonly settings: readonly JailSetting[];
}

/** Bans a page shows of those that are gained, and of those that are lost. */
const MOST = 50;

/** What the page says of two configurations. */
export function comparedPart({ before, after, comparison, settings }: Input): Compared {
  const { gained, lost, loggedIn } = comparison;
  return {
    figures: figureRows(comparison),
    gained: gained.slice(0, MOST).map((ban) => banRow(ban, after)),
    lost: lost.slice(0, MOST).map((ban) => banRow(ban, before)),
    gainedCount: gained.length,
    lostCount: lost.length,
    loggedIn: loggedIn.slice(0, MOST).map((one) => loginRow(one, after)),
    advice: advise(comparison),
    jailLocal: settingLines(settings),
  };
}

function loginRow({ ip, jail, banned, login, under }: LoggedIn, { prepared }: Played): Compared['loggedIn'][number] {
  const where = `${basename(prepared.files[login.file]?.file ?? '')}:${login.line}`;
  return { ip, jail, banned, time: login.time, user: login.user, where, under: UNDER[under] };
}

export const UNDER: Readonly<Record<LoggedIn['under'], string>> = {
  before: 'as it is only',
  after: 'changed only',
  both: 'both',
};
