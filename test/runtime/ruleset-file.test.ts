import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadRuleset } from '../../lib/runtime/ruleset-file';

function folderWith(text?: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'fail2edge-ruleset-'));
  if (text !== undefined) writeFileSync(join(folder, 'ruleset.json'), text);
  return folder;
}

test('reads the ruleset beside the code', () => {
  const ruleset = { format: 1, version: 'v', jails: [], edges: [], protect: [], dbpurgeage: 86400 };
  expect(loadRuleset(folderWith(JSON.stringify(ruleset)))).toEqual(ruleset);
});

test.each([
  ['of another format', '{"format":2}', 'ruleset.json: format 2 is not 1'],
  ['that is no object', 'null', 'ruleset.json: format undefined is not 1'],
  ['that is cut off', '{"format":1', 'ruleset.json cannot be read'],
  ['that is not there', undefined, 'ruleset.json cannot be read'],
])('a ruleset %s is refused by name', (_, text, message) => {
  expect(() => loadRuleset(folderWith(text))).toThrow(message);
});
