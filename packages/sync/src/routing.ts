/** Which brand's rules and Klaviyo account a Clarus account's orders belong to. */
import type { SyncAccount } from './config.js';
import { SyncRequestError } from './errors.js';

interface NamedAccount {
  readonly id: string;
  readonly code: string | null;
}

/** By id, then by code, then the one that takes the rest; null: nobody speaks for this account. */
export function routeAccount(accounts: readonly SyncAccount[], clarusAccount: NamedAccount | null): SyncAccount | null {
  const named = (name: string | null): SyncAccount | undefined =>
    name === null ? undefined : accounts.find((account) => account.clarusAccount === name);
  return named(clarusAccount?.id ?? null) ?? named(clarusAccount?.code ?? null) ?? named('*') ?? null;
}

/**
 * The account of that name, or all when none is named.
 *
 * @throws {SyncRequestError} there is no such account.
 */
export function namedAccounts(accounts: readonly SyncAccount[], name: string | undefined): readonly SyncAccount[] {
  if (name === undefined) return accounts;
  const named = accounts.filter((account) => account.name === name);
  if (named.length === 0) throw new SyncRequestError('account', `there is none called ${JSON.stringify(name)}.`);
  return named;
}
