import type { CallOptions, KlaviyoContext } from '../context.js';
import { asBoolean, asOptional, asRecord, asText, type Decoder } from '../decode.js';
import { KlaviyoDecodeError } from '../errors.js';
import { type Resource, walk } from '../wire.js';

const PATH = '/api/accounts';

/** The account a key belongs to. `id` is also its public API key. */
export interface AccountAttributes {
  /** True for accounts made for testing; they use the production system. */
  readonly test_account?: boolean | null | undefined;
  /** IANA name. */
  readonly timezone?: string | null | undefined;
  readonly preferred_currency?: string | null | undefined;
  readonly [attribute: string]: unknown;
}

export type Account = Resource<AccountAttributes>;

const asAccount: Decoder<AccountAttributes> = (value, path) => {
  const attributes = asRecord(value, path);
  return {
    ...attributes,
    test_account: asOptional(asBoolean)(attributes['test_account'], `${path}.test_account`),
    timezone: asOptional(asText)(attributes['timezone'], `${path}.timezone`),
    preferred_currency: asOptional(asText)(attributes['preferred_currency'], `${path}.preferred_currency`),
  };
};

/** The one account of this key: the cheapest way to find out whether a key works, at 1/s and 15/m. */
export async function getAccount(context: KlaviyoContext, options: CallOptions = {}): Promise<Account> {
  for await (const account of walk(context, PATH, {}, asAccount, options)) return account;
  throw new KlaviyoDecodeError({ operation: `GET ${PATH}` }, 'data.0');
}
