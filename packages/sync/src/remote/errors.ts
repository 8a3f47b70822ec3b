/** Why a service did not do what was asked. `refused`: it understood and said no, in its own words. */
export type RemoteTrouble =
  | 'unreachable'
  | 'unauthorized'
  | 'unknown-operation'
  | 'unavailable'
  | 'interrupted'
  | 'not-understood'
  | 'refused';

const SENTENCES: Readonly<Record<Exclude<RemoteTrouble, 'refused'>, string>> = {
  unreachable: 'the service cannot be reached. Is it running, and is this its address?',
  unauthorized: 'the service refused the token. It must be the one the service was started with.',
  'unknown-operation': 'the service does not know this operation. Its API may be off (no token set), or it is older.',
  unavailable: 'the service cannot answer now. Try again in a moment.',
  interrupted: 'the answer ended half-way. The operation may have been done: look before you repeat it.',
  'not-understood': 'what answered is not this service. Check the address.',
};

interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly field: string | null;
}

/** Neither the address's path nor the token is ever on it. */
export class SyncRemoteError extends Error {
  override readonly name = 'SyncRemoteError';
  readonly trouble: RemoteTrouble;
  /** Stable: `sync_remote_…`, or the service's own code where it refused. */
  readonly code: string;
  /** The part of the request that is wrong, where the service named one. */
  readonly field: string | null;
  /** Could the very same call succeed later? Whether it is safe to repeat is the operation's business. */
  readonly retryable: boolean;

  constructor(operation: string, trouble: Exclude<RemoteTrouble, 'refused'> | Refusal) {
    super(`${operation}: ${typeof trouble === 'string' ? SENTENCES[trouble] : trouble.message}`);
    this.trouble = typeof trouble === 'string' ? trouble : 'refused';
    this.code = typeof trouble === 'string' ? `sync_remote_${trouble.replaceAll('-', '_')}` : trouble.code;
    this.field = typeof trouble === 'string' ? null : trouble.field;
    this.retryable = this.trouble === 'unreachable' || this.trouble === 'unavailable';
  }
}
