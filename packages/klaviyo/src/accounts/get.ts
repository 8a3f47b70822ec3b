import type { KlaviyoContext } from '../context.js';
import { asAttributes, asBoolean, asRecord, asText, type Decoder } from '../decode.js';
import { KlaviyoDecodeError } from '../errors.js';
import { type ReadOptions, type Resource, readAll } from '../wire.js';

const PATH = '/api/accounts';

/** The account a key belongs to. `id` is also its public API key. */
export interface AccountAttributes {
  /** True for accounts made for testing; they use the production system. */
  readonly test_account?: boolean | null | undefined;
  /** Default sender, website, organisation and its street address. */
  readonly contact_information?: Readonly<Record<string, unknown>> | null | undefined;
  readonly industry?: string | null | undefined;
  /** IANA name. */
  readonly timezone?: string | null | undefined;
  /** ISO 4217. */
  readonly preferred_currency?: string | null | undefined;
  readonly public_api_key?: string | null | undefined;
  readonly locale?: string | null | undefined;
  readonly [attribute: string]: unknown;
}

/** The Klaviyo account that the key belongs to. */
export type Account = Resource<AccountAttributes>;

const asAccount: Decoder<AccountAttributes> = /* @__PURE__ */ asAttributes({
  test_account: asBoolean,
  contact_information: asRecord,
  industry: asText,
  timezone: asText,
  preferred_currency: asText,
  public_api_key: asText,
  locale: asText,
});

/** The one account of this key: the cheapest way to find out whether a key works, at 1/s and 15/m. */
export async function getAccount(context: KlaviyoContext, options: ReadOptions = {}): Promise<Account> {
  for await (const account of readAll(context, PATH, 'account', asAccount, options)) return account;
  throw new KlaviyoDecodeError({ operation: `GET ${PATH}` }, 'data.0');
}
