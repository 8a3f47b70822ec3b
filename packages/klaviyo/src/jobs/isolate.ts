import { KlaviyoError, KlaviyoRequestError } from '../errors.js';

/** So many items refused one by one, none accepted: the fault is not in the items. */
const SUSPICIOUS_REFUSALS = 20;

/** Sending several items as one request. */
export interface BulkSender<Item> {
  /**
   * Sends them, and settles what became of them once the request is taken.
   *
   * @returns what should stop the run though the request was taken; null when nothing should.
   * @throws {KlaviyoError} the request was not taken, or nobody knows; then nothing is settled.
   */
  send(items: readonly Item[]): Promise<KlaviyoError | null>;
  /** The positions among the items that a refusal's pointers lead to. */
  blamed(items: readonly Item[], pointers: readonly string[]): ReadonlySet<number>;
  settle(items: readonly Item[], fate: 'refused' | 'unknown' | 'not-sent', error: KlaviyoError): void;
}

/** What halving one batch has found so far. */
interface Findings {
  refused: number;
  hasAccepted: boolean;
}

/**
 * Sends a batch and gives each item its fate. A bulk request is taken or refused whole: of a refused one, the
 * items that Klaviyo's pointers blame are taken out and the rest goes again; where no pointer leads to one, the
 * batch is halved until the culprits stand alone.
 *
 * @returns what concerns more than this batch (key, quota, outage) and should stop the run; null when all is settled.
 */
export async function sendIsolating<Item>(
  items: readonly Item[],
  sender: BulkSender<Item>,
  findings: Findings = { refused: 0, hasAccepted: false },
): Promise<KlaviyoError | null> {
  try {
    const stop = await sender.send(items);
    findings.hasAccepted = true;
    return stop;
  } catch (error) {
    if (!KlaviyoError.is(error)) throw error;
    if (!(error instanceof KlaviyoRequestError && error.isAboutContent)) {
      sender.settle(items, error.isAmbiguous ? 'unknown' : 'not-sent', error);
      return error;
    }
    const blamed = sender.blamed(items, error.pointers);
    if (blamed.size > 0 || items.length === 1) {
      const isBlamed = (_item: Item, position: number): boolean => items.length === 1 || blamed.has(position);
      sender.settle(items.filter(isBlamed), 'refused', error);
      if (blamed.size === 0) findings.refused += 1;
      const rest = items.filter((item, position) => !isBlamed(item, position));
      if (rest.length > 0) return sendIsolating(rest, sender, findings);
      return !findings.hasAccepted && findings.refused >= SUSPICIOUS_REFUSALS ? error : null;
    }
    const middle = Math.ceil(items.length / 2);
    const stop = await sendIsolating(items.slice(0, middle), sender, findings);
    if (stop === null) return sendIsolating(items.slice(middle), sender, findings);
    sender.settle(items.slice(middle), 'not-sent', stop);
    return stop;
  }
}
