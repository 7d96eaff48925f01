/** What came and what went between two pictures of an edge, sorted. */
export function compare(
  before: ReadonlySet<string>,
  after: ReadonlySet<string>,
): { readonly added: readonly string[]; readonly removed: readonly string[] } {
  return {
    added: [...after].filter((cidr) => !before.has(cidr)).sort(),
    removed: [...before].filter((cidr) => !after.has(cidr)).sort(),
  };
}
