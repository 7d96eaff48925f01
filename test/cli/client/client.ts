import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { main } from '../../../lib/cli/main';

/** 2026-11-20 05:00:45 UTC. */
export const NOW = 1_795_150_845;

const TREE: Readonly<Record<string, string>> = {
  'filter.d/app.conf':
    '[Definition]\nfailregex = ^bad login of <F-USER>\\S+</F-USER> from <HOST>$\n            ^refused <HOST>$\n',
  'jail.local': `[DEFAULT]
banaction = aws-nacl
action = %(banaction)s
ignoreip = 203.0.113.0/24 192.0.2.77 office.example

[sshd]
enabled = true
filter = app
logpath = /var/log/auth.log
loggroup = auth

[web]
enabled = true
filter = app
logpath = /var/log/nginx/error.log
          /var/log/nginx/access.log
loggroup = error
           access
bantime = 1h
maxretry = 3
ignoreip =
`,
};

/** A configuration tree of two jails, with what `over` changes, and a way to take it away. */
export function aTree(over: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'fail2edge-client-'));
  for (const [file, text] of Object.entries({ ...TREE, ...over })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

/** The command line as an operator types it, at `now`. */
export async function typed(args: readonly string[], now = NOW) {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    stdout: (text: string) => void out.push(text),
    stderr: (text: string) => void err.push(text),
    ...{ columns: undefined, colour: false, progress: false, now: () => now },
  };
  return { code: await main(args, io, '0.0.0'), out: out.join(''), err: err.join('') };
}

/** Local credentials and the table's endpoint, where the SDK reads them. */
export function environment(endpoint: string): () => void {
  const before = { ...process.env };
  Object.assign(process.env, {
    ...{ AWS_ENDPOINT_URL_DYNAMODB: endpoint, AWS_REGION: 'eu-central-1' },
    ...{ AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_EC2_METADATA_DISABLED: 'true' },
  });
  delete process.env.AWS_PROFILE;
  return () => {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  };
}
