import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sources } from '../../lib/sources';

/** The registry itself and the shape of its entries. */
const NOT_SOURCES = ['index', 'source'];

it('every source of the folder is in the registry, and the registry names no other', () => {
  const files = readdirSync(join(__dirname, '../../lib/sources'), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name.replace('.ts', ''))
    .filter((name) => !NOT_SOURCES.includes(name));
  expect(sources.map(({ name }) => name).sort()).toEqual(files.sort());
});
