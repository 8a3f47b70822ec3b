/** Which brand's rules and Klaviyo account a Clarus account's orders belong to. */
import type { SyncAccount } from './config.js';

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
