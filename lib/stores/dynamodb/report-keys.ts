import type { ItemKey } from './keys';

/**
 * Names of what reporting keeps on the table; all partitions begin with `REPORT#`.
 *
 * | item                     | pk                        | sk                  |
 * |--------------------------|---------------------------|---------------------|
 * | ban, waiting or reported | `REPORT#MAIL#<recipient>` | `ban#<report id>`   |
 * | budget                   | `REPORT#MAIL#<recipient>` | `budget`            |
 * | box (lease, counts)      | `REPORT#BOXES`            | `<recipient>`       |
 * | whois answer             | `REPORT#WHOIS`            | `<block> <network>` |
 * | told a service at        | `REPORT#TOLD`             | `<key>`             |
 */
export const BOXES = 'REPORT#BOXES';

export const mailPartition = (recipient: string): string => `REPORT#MAIL#${recipient}`;

export const entryKey = (recipient: string, id: string): ItemKey => ({ pk: mailPartition(recipient), sk: `ban#${id}` });

export const budgetKey = (recipient: string): ItemKey => ({ pk: mailPartition(recipient), sk: 'budget' });

export const boxKey = (recipient: string): ItemKey => ({ pk: BOXES, sk: recipient });

export const reportedKey = (key: string): ItemKey => ({ pk: 'REPORT#TOLD', sk: key });

export const WHOIS = 'REPORT#WHOIS';

export const whoisCacheKey = (block: string, network: string): ItemKey => ({ pk: WHOIS, sk: `${block} ${network}` });
