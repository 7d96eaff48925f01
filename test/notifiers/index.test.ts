import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { notifiers } from '../../lib/notifiers';

const folder = join(__dirname, '../../lib/notifiers');

test('every notifier of the folder is in the registry, and the registry names no other', () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && name !== 'index.ts');
  const kinds = files.flatMap((name) => Object.values(require(join(folder, name)) as object).flatMap(kindOf));
  expect(notifiers.map(({ kind }) => kind)).toEqual([...kinds].sort());
  for (const { kind } of notifiers) expect(files).toContain(`${kind}.ts`);
});

const kindOf = (value: unknown): string[] =>
  typeof value === 'object' && value !== null && 'kind' in value && 'permissions' in value ? [String(value.kind)] : [];
