/** What may be asked over HTTP: one line per operation. Its name is the last part of the path, its request the body. */
import type {
  IncidentOperations,
  LongOptions,
  Operations,
  RepairPlan,
  RepairStep,
  ReplayFilter,
} from '../operations.js';
import { byKind, type Decoder, exact, flag, instant, list, nullable, oneOf, text, wholeNumber } from './decoders.js';

type Flat = Omit<Operations, 'incidents'> & {
  readonly [Name in keyof IncidentOperations as `incidents.${Name}`]: IncidentOperations[Name];
};
export type OperationName = keyof Flat;

export interface ApiOperation {
  /** It reports while it works, and is answered line by line. */
  readonly isLong: boolean;
  /** @throws {SyncRequestError} the request is not what this operation takes. */
  prepare(request: unknown): (operations: Operations, options: LongOptions) => Promise<unknown>;
}

function operation<Request>(
  decode: Decoder<Request>,
  run: (operations: Operations, request: Request, options: LongOptions) => Promise<unknown>,
  { isLong = false }: { readonly isLong?: boolean } = {},
): ApiOperation {
  return {
    isLong,
    prepare(request) {
      const decoded = decode(request, '');
      return (operations, options) => run(operations, decoded, options);
    },
  };
}

const long = { isLong: true } as const;
const nothing = exact({});
const period = { from: instant, to: instant };
const target = { account: text };
const part = { metric: text };

const step: Decoder<RepairStep> = byKind<RepairStep>({
  resend: exact({ kind: oneOf('resend'), account: text, eventId: text, because: text }),
  'read-again': exact({ kind: oneOf('read-again'), orderId: text, reference: text, because: text }),
});
const plan: Decoder<RepairPlan> = exact({ ...period, steps: list(step) });
const replay: Decoder<ReplayFilter> = exact(
  {},
  {
    account: text,
    orderReference: text,
    reason: text,
    ids: list(text, 10_000),
    what: oneOf('dead', 'parked'),
    dryRun: flag,
  },
);

/** The compiler holds it complete: an operation of the contract without a line here does not compile. */
export const API_OPERATIONS: Readonly<Record<OperationName, ApiOperation>> = {
  health: operation(nothing, (sync) => sync.health()),
  metrics: operation(exact({}, { hours: wholeNumber(1, 24 * 31) }), (sync, request) => sync.metrics(request)),
  explain: operation(exact({ reference: text }), (sync, request) => sync.explain(request)),
  'incidents.list': operation(exact({}, { class: text, closedSince: instant }), (sync, request) =>
    sync.incidents.list(request),
  ),
  'incidents.assign': operation(exact({ id: text, to: nullable(text) }), (sync, request) =>
    sync.incidents.assign(request),
  ),
  'incidents.note': operation(exact({ id: text, text }, { by: text }), (sync, request) => sync.incidents.note(request)),
  'incidents.resolve': operation(exact({ id: text }, { by: text, text }), (sync, request) =>
    sync.incidents.resolve(request),
  ),
  reconcile: operation(exact(period, target), (sync, request, options) => sync.reconcile(request, options), long),
  repair: operation(plan, (sync, request, options) => sync.repair(request, options), long),
  replay: operation(replay, (sync, request) => sync.replay(request)),
  backfill: operation(
    exact({ from: instant }, { ...target, dryRun: flag }),
    (sync, request, options) => sync.backfill(request, options),
    long,
  ),
  sample: operation(exact({ to: text }, { ...target, metrics: list(text, 1_000) }), (sync, request) =>
    sync.sample(request),
  ),
  audit: operation(exact(period), (sync, request, options) => sync.audit(request, options), long),
  pauses: operation(nothing, (sync) => sync.pauses()),
  pause: operation(exact(target, { ...part, by: text, reason: text }), (sync, request) => sync.pause(request)),
  resume: operation(exact(target, { ...part, discardOlderThan: instant }), (sync, request) => sync.resume(request)),
  forget: operation(exact({ email: text }), (sync, request) => sync.forget(request)),
};

export function isOperationName(name: string): name is OperationName {
  return Object.hasOwn(API_OPERATIONS, name);
}
