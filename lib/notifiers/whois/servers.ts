/** Where every port 43 query begins: it names the registry of an address. */
export const ROOT = 'whois.iana.org';

/** The only hosts a query or a referral may reach: IANA, the five registries, and national ones they refer to. */
export const WHOIS_HOSTS: ReadonlySet<string> = new Set([
  ROOT,
  'whois.afrinic.net',
  'whois.apnic.net',
  'whois.arin.net',
  'whois.lacnic.net',
  'whois.ripe.net',
  'whois.registro.br',
  'whois.nic.ad.jp',
  'whois.kisa.or.kr',
]);

/** ARIN lists several networks for a plain address; `n +` asks for networks in full. */
export const queryFor = (host: string, address: string): string =>
  host === 'whois.arin.net' ? `n + ${address}` : address;
