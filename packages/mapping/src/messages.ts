/** A Klaviyo call as data: what `toKlaviyo` returns. Bodies are wire bodies, ready to send. */

/** For ever: `live`; `silent` (on the timeline, starts no flow); `withheld` (recorded, never sent). */
export type Mode = 'live' | 'silent' | 'withheld';

/** Why a message went, or did not: data, so that `explain` can put it into words. No personal data. */
export interface Because {
  /** The rule of the mapping that decided, e.g. `shipment-dispatched`. */
  readonly rule: string;
  /** What proved it, and when: evidence kind, ISO instant. */
  readonly evidence: string | null;
  readonly evidenceAt: string | null;
  /** Where the deciding observation came from, and when it came. */
  readonly source: string;
  readonly receivedAt: string;
  /** What the milestone waited for before it was released, e.g. `tracking`. */
  readonly heldFor: readonly string[];
  /** Why it is silent or withheld, e.g. `late`, `baseline`, `identity-missing`, `shadow`. */
  readonly modeReason: string | null;
}

/** Properties of an event: what Klaviyo templates, filters and segments read. */
export type EventProperties = Readonly<Record<string, unknown>>;

/** Body of `POST /api/events`. */
export interface EventBody {
  readonly data: {
    readonly type: 'event';
    readonly attributes: {
      readonly properties: EventProperties;
      /** ISO 8601 with offset. */
      readonly time: string;
      readonly unique_id: string;
      readonly backfill?: boolean;
      readonly metric: { readonly data: { readonly type: 'metric'; readonly attributes: { readonly name: string } } };
      readonly profile: {
        readonly data: {
          readonly type: 'profile';
          readonly attributes: {
            readonly email?: string;
            readonly phone_number?: string;
            readonly external_id?: string;
          };
        };
      };
    };
  };
}

/** Body of `POST /api/profile-import`. */
export interface ProfileBody {
  readonly data: {
    readonly type: 'profile';
    readonly attributes: {
      readonly email: string;
      readonly properties: Readonly<Record<string, string | boolean | number>>;
    };
  };
}

/** Body of `PATCH /api/catalog-variants/{id}`. */
export interface VariantBody {
  readonly data: {
    readonly type: 'catalog-variant';
    readonly id: string;
    readonly attributes: { readonly inventory_quantity: number };
  };
}

interface MessageBase {
  /** Unique for ever: `tenant:kind:order:thing` (design: the `unique_id` of an event). */
  readonly id: string;
  /** Messages of one lane are submitted in order. */
  readonly lane: string;
  readonly mode: Mode;
  readonly because: Because;
}

/** A call to `POST /api/events`. */
export interface EventMessage extends MessageBase {
  readonly kind: 'event';
  readonly metric: string;
  readonly body: EventBody;
}

/** A profile's flags. A newer one of the same lane replaces one that has not been sent yet. */
export interface ProfileMessage extends MessageBase {
  readonly kind: 'profile';
  readonly body: ProfileBody;
}

/** A variant's sellable stock. A newer one of the same lane replaces one that has not been sent yet. */
export interface StockMessage extends MessageBase {
  readonly kind: 'stock';
  readonly body: VariantBody;
}

/** Whatever a milestone makes Klaviyo hear. */
export type Message = EventMessage | ProfileMessage | StockMessage;
