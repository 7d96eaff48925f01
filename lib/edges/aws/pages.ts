/** One page of an AWS list. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

/** Every page's items. A page that fails fails the whole: half a list is no list. */
export async function allPages<T>(fetch: (token: string | undefined) => Promise<Page<T>>): Promise<readonly T[]> {
  const items: T[] = [];
  let token: string | undefined;
  do {
    const page = await fetch(token);
    items.push(...page.items);
    token = page.next === '' ? undefined : page.next;
  } while (token !== undefined);
  return items;
}

/** The request's NextToken, left out on the first page. */
export const tokenInput = (token: string | undefined): { readonly NextToken?: string } =>
  token === undefined ? {} : { NextToken: token };
