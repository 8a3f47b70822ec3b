/** What the doctor finds out, before anybody judges it: plain data, no secret, nobody's name. */
import type { ExistingMetric, Policy } from '@clarus-klaviyo/mapping';

/** How a call went. */
export type Outcome =
  | { readonly kind: 'ok' }
  | { readonly kind: 'failed'; readonly code: string; readonly status: number | null };

export interface DoctorFacts {
  /** What is wrong with the environment, each a sentence that names its variable. */
  readonly problems: readonly string[];
  readonly publicUrl: string | null;
  readonly hasHealthToken: boolean;
  /** Is there anybody whom incidents are told? */
  readonly hasAlerts: boolean;
  /** Automation id → event, as `CLARUS_AUTOMATIONS` has it. */
  readonly mapped: Readonly<Record<string, string>>;
  readonly clarus: ClarusFacts | null;
  readonly accounts: readonly KlaviyoFacts[];
  readonly machine: MachineFacts;
  /** Host → how many milliseconds its clock is ahead of ours. */
  readonly clockAheadMs: Readonly<Record<string, number>>;
}

export interface ClarusFacts {
  /** The first call: credentials, tenant, address. */
  readonly access: Outcome;
  /** GraphQL list → may it be read. */
  readonly lists: Readonly<Record<string, Outcome>>;
  /** Beyond the documentation; null: Clarus could not be asked. */
  readonly offered: readonly string[] | null;
  readonly isIntrospectionOn: boolean | null;
  readonly accounts: readonly { readonly id: string; readonly code: string }[];
  readonly automations: readonly FoundAutomation[] | null;
  /** A few completed orders, as they were read. */
  readonly orders: readonly OrderFacts[];
  /** A few receipts: goods coming in, returns among them. */
  readonly receipts: readonly ReceiptFacts[];
  readonly idType: 'number' | 'string' | null;
  /** Does a second page hold another record than the first? Null: fewer than two records. */
  readonly isPagingRight: boolean | null;
  readonly tokenNames: readonly string[];
}

export interface FoundAutomation {
  readonly id: string;
  readonly name: string | null;
  readonly event: string;
  readonly isEnabled: boolean;
}

export interface OrderFacts {
  readonly account: { readonly id: string; readonly code: string | null } | null;
  readonly statusCode: string;
  readonly strategy: string | null;
  readonly hasEmail: boolean;
  readonly hasShopReference: boolean;
  readonly shipments: readonly {
    readonly statusCode: string | null;
    readonly parcels: number;
    readonly tracked: number;
    readonly withContents: number;
  }[];
  readonly dispatchRecords: number;
  /** … of which a storage unit is known. */
  readonly placedRecords: number;
  readonly hasFractions: boolean;
  /** From the last pick to the dispatch; null where Clarus dates neither. */
  readonly pickToDispatchMs: number | null;
  readonly skus: readonly string[];
}

export interface ReceiptFacts {
  readonly account: OrderFacts['account'];
  readonly reference: string | null;
  /** *Goods In* or *Return*, where the tenant lets it be read; else Clarus's `receipt_type`. */
  readonly kind: string | null;
}

export interface KlaviyoFacts {
  readonly name: string;
  readonly clarusAccount: string;
  /** Name of the variable that holds the key. */
  readonly keyEnv: string;
  readonly policy: Policy;
  /** Scope → what a call that needs it answered. */
  readonly scopes: Readonly<Record<string, Outcome>>;
  readonly isTestAccount: boolean | null;
  readonly metrics: readonly ExistingMetric[] | null;
  /** Variants the API can reach; null: not known. */
  readonly hasVariants: boolean | null;
  /** SKUs of completed orders: how many were looked up, and which Klaviyo does not have. */
  readonly lookedUp: number;
  readonly unknownSkus: readonly string[];
  readonly revision: string;
}

export interface MachineFacts {
  readonly nodeVersion: string;
  readonly database: {
    readonly exists: boolean;
    /** May this process write the file, or make it? */
    readonly isWritable: boolean;
    readonly filesystem: 'local' | 'network' | 'memory' | 'layer' | 'unknown';
    readonly freeBytes: number | null;
  };
}
