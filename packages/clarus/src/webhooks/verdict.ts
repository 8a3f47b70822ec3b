/** Who called, by its own words; that the secret was right is the only proof. */
export interface Caller {
  readonly kind: 'accepted';
  /** `X-ClarusWMS-Automation-ID`: what happened. Null when Clarus left it out. */
  readonly automationId: string | null;
  /** `X-ClarusWMS-Integration-ID`; null where none is linked. */
  readonly integrationId: string | null;
  /** `resource.event` of the automation, where the caller of `authenticate` said what it stands for. */
  readonly event: string | null;
  /** The headers Clarus documents, by lower-case name; no others, for those may carry the secret. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Why a request is not taken for one of the tenant's. */
export type IdentityRefusal = 'method-not-post' | 'secret-wrong' | 'tenant-wrong';

/** Why a body was not taken. */
export type BodyRefusal = 'body-too-large' | 'body-unreadable';

/** Answer with `status` and say no more; `reason` is for your own log. */
export interface Refused<Reason extends string = string> {
  readonly kind: 'refused';
  readonly status: 400 | 401 | 403 | 405 | 413;
  readonly reason: Reason;
}
