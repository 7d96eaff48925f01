import { WHOIS_HOSTS } from './servers';

/** `refer:` and `whois:` of IANA, `ReferralServer:` of ARIN. */
const REFERRAL = /^(?:refer|whois|ReferralServer):[ \t]*(\S+)[ \t\r]*$/gim;
/** A bare host or `whois://host`, with port 43 or none; rwhois, https and other ports are not followed. */
const TARGET = /^(?:whois:\/\/)?([a-z0-9.-]+?)\.?(?::43)?\/?$/i;

/** The first allow-listed host that an answer refers to. */
export function referralIn(text: string): string | undefined {
  for (const [, written = ''] of text.matchAll(REFERRAL)) {
    const host = TARGET.exec(written)?.[1]?.toLowerCase();
    if (host !== undefined && WHOIS_HOSTS.has(host)) return host;
  }
  return undefined;
}
