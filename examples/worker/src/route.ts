import type { AccountEntry } from './env.js';

export interface Route {
  readonly account: AccountEntry;
  /** The request's address as the account's object knows it. */
  readonly url: string;
}

/**
 * Which account a request is for: the one whose host it names; else the one its first path part names; else the only
 * one there is. Null: nobody's, so no object is woken, and none is made for a stranger's word.
 */
export function routeRequest(requestUrl: string, accounts: readonly AccountEntry[]): Route | null {
  const url = new URL(requestUrl);
  const byHost = accounts.find(({ host }) => host === url.hostname);
  if (byHost !== undefined) return { account: byHost, url: requestUrl };
  const [only, ...others] = accounts;
  if (only !== undefined && others.length === 0) return { account: only, url: requestUrl };
  const [, first = '', ...rest] = url.pathname.split('/');
  const byName = accounts.find(({ name }) => name === first);
  if (byName === undefined) return null;
  url.pathname = `/${rest.join('/')}`;
  return { account: byName, url: url.href };
}

/** What stands before an account's addresses: its name, where it has no host and is not the only one. */
export function basePathOf({ name, host }: AccountEntry, accounts: readonly AccountEntry[]): string {
  return host === undefined && accounts.length > 1 ? `/${name}` : '';
}
