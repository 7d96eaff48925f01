import { cleanMail } from '../registry-text';

/** Entities looked at in one answer, and how deep they may nest: an answer is not a maze. */
const ENTITIES = 200;
const DEPTH = 5;

interface Contact {
  readonly depth: number;
  readonly roles: readonly string[];
  readonly mails: readonly string[];
}

/**
 * Mail addresses of the entities with role `abuse` (RFC 9083 5.1, 10.2.4), wherever they nest; those nearest to the network
 * first, at most 3.
 */
export function abuseMails(network: object): readonly string[] {
  const contacts = contactsOf(network).filter(({ roles }) => roles.includes('abuse'));
  const mails = contacts.sort((a, b) => a.depth - b.depth).flatMap((contact) => contact.mails);
  return [...new Set(mails)].slice(0, 3);
}

function contactsOf(network: object): Contact[] {
  const contacts: Contact[] = [];
  let level = entitiesIn(network);
  for (let depth = 0; depth < DEPTH && level.length > 0; depth++) {
    for (const entity of level) contacts.push(contactOf(entity, depth));
    level = level.flatMap(entitiesIn).slice(0, ENTITIES);
  }
  return contacts;
}

const entitiesIn = (holder: object): object[] =>
  listIn(holder, 'entities')
    .filter((entity): entity is object => typeof entity === 'object' && entity !== null)
    .slice(0, ENTITIES);

function contactOf(entity: object, depth: number): Contact {
  const roles = listIn(entity, 'roles').filter((role): role is string => typeof role === 'string');
  return { depth, roles, mails: mailsOf(listIn(entity, 'vcardArray')) };
}

/** jCard (RFC 7095 3): `["vcard", [[name, parameters, type, value, ...], ...]]`. */
function mailsOf(vcard: readonly unknown[]): string[] {
  const properties: unknown = vcard[1];
  if (!Array.isArray(properties)) return [];
  return properties.slice(0, ENTITIES).flatMap((property: unknown) => {
    if (!Array.isArray(property) || property[0] !== 'email') return [];
    return cleanMail(property[3]) ?? [];
  });
}

/** A member that should be a list, of an object that may be anything. */
function listIn(holder: object, name: string): readonly unknown[] {
  const value: unknown = Object.hasOwn(holder, name) ? Reflect.get(holder, name) : undefined;
  return Array.isArray(value) ? value : [];
}
