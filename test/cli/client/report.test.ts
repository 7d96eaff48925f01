import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dynamoBans } from '../../../lib/stores/dynamodb/bans';
import { ticket } from '../../stores/ban-contract';
import { type LocalTable, newTable, startTable } from '../../support/dynalite';
import { aTree, environment, NOW, typed } from './client';

const FOLDER = mkdtempSync(join(tmpdir(), 'report-'));
const tree = aTree({ 'filter.d/app.conf': '[Definition]\nfailregex = ^ bad login of \\S+ from <HOST>$\n' });
const ACCOUNT = join(FOLDER, 'account');
const PAGE = join(FOLDER, 'page.html');

beforeAll(async () => {
  const at = (seconds: number) => new Date((NOW - 3600 + seconds) * 1000).toISOString().slice(0, 19).replace('T', ' ');
  const fails = (ip: string, from: number) =>
    Array.from({ length: 6 }, (_, n) => `${at(from + n)} bad login of x from ${ip}\n`).join('');
  const log = join(FOLDER, 'auth.log');
  writeFileSync(log, fails('198.51.100.7', 0) + fails('2001:db8::9', 60) + fails('198.51.100.8', 1800));
  const words = ['--config', tree.folder, '--jail', 'sshd', '--tz', 'UTC', '--save', ACCOUNT, log];
  expect((await typed(['replay', ...words])).code).toBe(0);
  await typed(['set', 'sshd', 'banip', '192.0.2.200', '--reason', '<b>scans</b> us', '--local', ACCOUNT]);
});

afterAll(() => {
  tree.remove();
  rmSync(FOLDER, { recursive: true });
});

describe('report --html of a deployment', () => {
  let server: LocalTable;
  let restore: () => void;

  beforeAll(async () => {
    server = await startTable();
    restore = environment(server.endpoint);
  }, 30_000);

  afterAll(async () => {
    restore();
    await server.stop();
  });

  it('comes from its table; where the edges cannot be asked, the page says why', async () => {
    const table = await newTable(server);
    const bans = dynamoBans(table);
    await bans.put(ticket({ ip: '192.0.2.1', time: NOW - 60, end: NOW + 600, failures: 7 }), null);
    const words = ['report', '--table', table.name, '--html', PAGE, '-c', tree.folder];
    const { code, err } = await typed(words);
    expect([code, err]).toEqual([0, expect.stringContaining('the edges are left out of the page')]);
    const page = readFileSync(PAGE, 'utf8');
    expect(page).toContain(`<h1>${table.name}</h1>`);
    expect(page).toContain('<span class="mono ip">192.0.2.1</span>');
    expect(page).toContain('They could not be asked: fail2edge: the table does not say what the edges write to');
  }, 30_000);
});

describe('report --html', () => {
  it('writes the bans of an account, its jails, and its edges with their room', async () => {
    const { code, out } = await typed(['report', '--local', ACCOUNT, '--html', PAGE]);
    expect([code, out]).toEqual([0, `The page is in ${PAGE}\n`]);
    const page = readFileSync(PAGE, 'utf8');
    for (const ip of ['198.51.100.7', '198.51.100.8', '192.0.2.200', '2001:db8::/64']) {
      expect(page).toContain(`<span class="mono ip">${ip}</span>`);
    }
    expect(page).toContain('by hand: &#60;b&#62;scans&#60;/b&#62; us');
    expect(page).toMatch(/<h3>aws-nacl<\/h3>.*?IPv4<\/dt><dd>\d+ of 18<\/dd>/);
    expect(page).toMatch(/<dt>banned now<\/dt><dd class="value">2<\/dd><dd class="note">1 by hand<\/dd>/);
    expect(page).toContain('Failures that led to a ban');
  });

  it('of a shorter time tells only what was banned in it', async () => {
    const { out } = await typed(['report', '--local', ACCOUNT, '--html', PAGE, '--since', '20m', '--json']);
    expect(JSON.parse(out)).toMatchObject({ html: PAGE, bans: 2 });
    expect(readFileSync(PAGE, 'utf8')).not.toContain('198.51.100.7<');
  });

  it.each([
    [[], 'say where to write it: report --html FILE'],
    [['--html', PAGE, '--since', 'soon'], '--since soon: a time back'],
    [['--html', join(FOLDER, 'no', 'page.html')], 'page.html: cannot be written'],
  ])('%j: a mistake is told, exit code 255', async (args, message) => {
    const { code, err } = await typed(['report', '--local', ACCOUNT, ...args]);
    expect([code, err]).toEqual([255, expect.stringContaining(message)]);
  });
});
