// Writes examples/log anew:
//   node -e "require('./bin/run-typescript.cjs').runTypeScript('../examples/generate.ts')"
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exampleLogs } from './story/logs';

for (const [name, text] of Object.entries(exampleLogs())) writeFileSync(join(__dirname, 'log', name), text);
