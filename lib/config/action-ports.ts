import type { Ports } from '../core/ruleset';
import type { JailScope } from './jail-scope';
import { parsePorts } from './ports';
import type { Place } from './problem';
import type { Spec } from './spec';

type Protocol = Exclude<Ports, 'all'>['protocol'];

/**
 * What an action closes: the ports of its brackets, else of the jail, once for each protocol named. `type=allports`, a name
 * that ends in `-allports` and ports 0:65535 are all ports.
 */
export function actionPorts(jail: JailScope, { name, options }: Spec, type: string): readonly Ports[] {
  if (/allports/.test(`${type} ${options.actiontype ?? ''}`) || name.endsWith('-allports')) return ['all'];
  const port = options.port ?? jail.setting('port')?.text ?? '0:65535';
  const place = placeOf(jail, options.port);
  const found: Ports[] = [];
  for (const protocol of protocolsOf(jail, options.protocol)) {
    const parsed = parsePorts(port, protocol);
    if (parsed.kind === 'mistake') {
      jail.fail(place, `port: ${parsed.message}`, parsed.hint);
      return [];
    }
    if (parsed.ports === 'all') return ['all'];
    found.push(parsed.ports);
  }
  return found;
}

/** Where the port is written: in brackets of an action, else in the jail. */
function placeOf(jail: JailScope, written: string | undefined): Place {
  const own = jail.setting('port');
  const inBrackets =
    written === undefined || written === own?.text ? [] : ['banaction', 'banaction_allports', 'action'];
  const found = inBrackets
    .flatMap((option) => jail.setting(option) ?? [])
    .find(({ text }) => text.includes(written ?? ''));
  return (found ?? own ?? jail).place;
}

function protocolsOf(jail: JailScope, written: string | undefined): readonly Protocol[] {
  const setting = jail.setting('protocol');
  const text = (written ?? setting?.text ?? 'tcp').toLowerCase();
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  if (words.length === 0) return ['tcp'];
  if (words.includes('all')) return ['all'];
  const known = words.flatMap((word): Protocol[] => (word === 'tcp' || word === 'udp' ? [word] : []));
  if (known.length < words.length) {
    jail.fail(setting?.place ?? jail.place, `protocol = ${text}`, 'tcp, udp, "tcp,udp" or all');
  }
  return [...new Set(known)];
}
