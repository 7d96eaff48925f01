import type { JailSetting } from '../../config/settings';
import { visible } from '../../core/visible';
import type { Io } from '../io';
import type { Times } from '../print/time';
import { createCollector } from '../report/collect';
import { pageOfReplay } from '../report/from-replay';
import { renderPage } from '../report/html/document';
import type { Compared } from '../report/page';
import { writePage } from '../report/write-page';
import type { Played } from './play';
import type { Prepared } from './prepare';

/** Gathers what the page of a replay shows, and writes it. undefined: no page is wanted. */
export function pageMaker(file: string | undefined, { files }: Prepared) {
  if (file === undefined) return undefined;
  const collected = createCollector((at) => files[at]?.file ?? '');
  return {
    onEvent: collected.onEvent,
    onVerdicts: collected.onVerdicts,
    write: (played: Played, { settings, io, look, compared }: PageInput) => {
      const spelled = settings.map(({ jail, option, value }) => `${jail}.${option} = ${value}`);
      const page = pageOfReplay({ played, collected, settings: spelled, madeAt: io.now(), compared });
      writePage(file, renderPage(page, look.times));
      io.stderr(`The page is in ${visible(file)}\n`);
    },
  };
}

interface PageInput {
  readonly settings: readonly JailSetting[];
  readonly io: Io;
  readonly look: { readonly times: Times };
  readonly compared?: Compared;
}
