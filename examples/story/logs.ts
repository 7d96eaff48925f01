import { attackers } from './attackers';
import { inOrder } from './entry';
import { people } from './people';
import { seeded } from './random';
import { server } from './server';
import { website } from './web';

/** The example logs, by file name. The same text on every machine and at every time. */
export function exampleLogs(): Readonly<Record<'auth.log' | 'error.log', string>> {
  const gate = server(seeded(2026));
  return {
    'auth.log': inOrder([...people(gate), ...attackers(gate)]),
    'error.log': inOrder(website(seeded(1118))),
  };
}
