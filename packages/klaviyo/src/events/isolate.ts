import type { CallOptions, KlaviyoContext } from '../context.js';
import { KlaviyoError, KlaviyoRequestError } from '../errors.js';
import { blamedPositions, toBulkRequest } from './bulk-body.js';
import type { PendingItem, Settle } from './fate.js';

/** So many events refused one by one, none accepted: the fault is not in the events. */
const SUSPICIOUS_REFUSALS = 20;

/** What halving one batch has found so far. */
interface Findings {
  refused: number;
  hasAccepted: boolean;
}

/**
 * Sends a batch and gives each item its fate. A bulk request is taken or refused whole: of a refused one, the
 * events that Klaviyo's pointers blame are taken out and the rest goes again; where no pointer leads to one, the
 * batch is halved until the culprits stand alone.
 *
 * @returns what concerns more than this batch (key, quota, outage) and should stop the run; null when all is settled.
 */
export async function sendIsolating(
  context: KlaviyoContext,
  items: readonly PendingItem[],
  options: CallOptions,
  settle: Settle,
  findings: Findings = { refused: 0, hasAccepted: false },
): Promise<KlaviyoError | null> {
  const request = toBulkRequest(items.map(({ body }) => body));
  const { body, isRepeatable } = request;
  try {
    await context.send({ method: 'POST', path: '/api/event-bulk-create-jobs', body, isRepeatable }, options);
    settle(items, 'accepted');
    findings.hasAccepted = true;
    return null;
  } catch (error) {
    if (!KlaviyoError.is(error)) throw error;
    if (!(error instanceof KlaviyoRequestError && error.isAboutContent)) {
      settle(items, error.isAmbiguous ? 'unknown' : 'not-sent', error);
      return error;
    }
    const blamed = blamedPositions(request, error.pointers);
    if (blamed.size > 0 || items.length === 1) {
      const isBlamed = (_item: PendingItem, position: number): boolean => items.length === 1 || blamed.has(position);
      settle(items.filter(isBlamed), 'refused', error);
      if (blamed.size === 0) findings.refused += 1;
      const rest = items.filter((item, position) => !isBlamed(item, position));
      if (rest.length > 0) return sendIsolating(context, rest, options, settle, findings);
      return !findings.hasAccepted && findings.refused >= SUSPICIOUS_REFUSALS ? error : null;
    }
    const middle = Math.ceil(items.length / 2);
    const stop = await sendIsolating(context, items.slice(0, middle), options, settle, findings);
    if (stop === null) return sendIsolating(context, items.slice(middle), options, settle, findings);
    settle(items.slice(middle), 'not-sent', stop);
    return stop;
  }
}
