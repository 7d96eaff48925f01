import type { Ban } from '../../../lib/core/ban';
import type { Digest, WhoisRecord } from '../../../lib/core/report';

export const aBan = (parts: Partial<Ban> = {}): Ban => ({
  jail: 'sshd',
  ip: '192.0.2.1',
  time: 1_700_000_000,
  end: 1_700_000_600,
  bantime: 600,
  bancount: 1,
  offences: 1,
  failures: 5,
  clearedAt: 1_700_000_000,
  state: 'live',
  origin: 'detect',
  version: 1,
  ...parts,
});

export const aDigest = (parts: Partial<Digest> = {}): Digest => ({
  sender: 'fail2ban@example.com',
  sendername: 'Fail2Ban',
  recipient: 'ops@example.com',
  place: 'fail2edge in eu-west-1',
  bans: [aBan()],
  details: [],
  ...parts,
});

export const aRecord = (parts: Partial<WhoisRecord> = {}): WhoisRecord => ({
  via: 'rdap',
  server: 'rdap.db.ripe.net',
  address: '192.0.2.1',
  network: 'EXAMPLE-NET',
  handle: '192.0.2.0 - 192.0.2.255',
  country: 'NL',
  first: '192.0.2.0',
  last: '192.0.2.255',
  asn: ['AS64500'],
  abuse: ['abuse@example.net'],
  text: [],
  truncated: false,
  ...parts,
});
