/**
 * Whether a journal record's fields satisfy `journalmatch`, as journalctl reads match terms: one alternative must hold; in an
 * alternative, terms of the same field are alternatives again, terms of different fields must all hold.
 * @param alternatives terms `FIELD=value`; no alternative at all means every record.
 */
export function satisfiesJournalmatch(
  alternatives: readonly (readonly string[])[],
  fields: Readonly<Record<string, string>>,
): boolean {
  return alternatives.length === 0 || alternatives.some((terms) => holds(terms, fields));
}

function holds(terms: readonly string[], fields: Readonly<Record<string, string>>): boolean {
  return terms.every((term) => {
    const field = fieldOf(term);
    return terms.some((other) => fieldOf(other) === field && isField(fields, field, other));
  });
}

const fieldOf = (term: string): string => term.slice(0, Math.max(0, term.indexOf('=')));

const isField = (fields: Readonly<Record<string, string>>, field: string, term: string): boolean =>
  Object.hasOwn(fields, field) && fields[field] === term.slice(field.length + 1);
