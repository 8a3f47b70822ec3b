import type { ClarusContext } from '../context.js';
import { Gathering, gatherAll } from '../gather.js';
import { offers } from '../resource.js';
import { TASKS } from '../tasks/task.js';
import { GOODS_IN_RECEIPTS, type Receipt, type ReceiptLine } from './receipt.js';

/** `completed_at` is documented as a filter and not as a field: any lower bound finds what is completed at all. */
const FAR_PAST = '2000-01-01T00:00:00Z';

/** A receipt with what of its lines could be read. */
export interface ReceiptView {
  readonly receipt: Receipt;
  /** Null: this tenant's reads do not say, and no line was named. */
  readonly lines: readonly ReceiptLine[] | null;
}

/** What is known of a receipt before it is read. */
export interface ReceiptViewOptions {
  /** Receipts cannot be asked for by id, unless `describe()` found otherwise. */
  readonly reference: string;
  /**
   * Lines that a webhook's body named. Reads of receipts document no lines, but receive tasks can be asked for by line:
   * what they confirmed is what was received. Used where the tenant does not offer lines.
   */
  readonly lines?: readonly ReceiptLine[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads a receipt and how far its lines have come, in one request where nothing has a second page.
 * Null: Clarus has no such receipt under that reference.
 */
export async function viewReceipt(
  context: ClarusContext,
  id: string,
  { reference, lines = [], signal }: ReceiptViewOptions,
): Promise<ReceiptView | null> {
  const asksById = offers(context.capabilities, 'goods_in_receipts(id)');
  const offersLines = offers(context.capabilities, 'goods_in_receipts.lines.id');
  const receipts = new Gathering(GOODS_IN_RECEIPTS, {
    alias: 'receipt',
    filter: asksById ? { id: { eq: id } } : { reference: { eq: reference } },
    until: (receipt) => receipt.id === id,
  });
  const received = (offersLines ? [] : lines).map((line, index) => ({
    line,
    tasks: new Gathering(TASKS, {
      alias: `received_${index}`,
      filter: {
        goods_in_receipt_line_id: { eq: line.id },
        task_type_code: { eq: 'RCV' },
        completed_at: { from: FAR_PAST },
      },
    }),
  }));
  await gatherAll(context, 'ReadReceipt', [receipts, ...received.map(({ tasks }) => tasks)], signal);

  const receipt = receipts.records.find((one) => one.id === id);
  if (receipt === undefined) return null;
  if (receipt.lines !== null) return { receipt, lines: receipt.lines };
  const read = received.map(({ line, tasks }): ReceiptLine => {
    const confirmed = tasks.records.reduce((sum, task) => sum + (task.confirmedQuantity ?? 0), 0);
    // Putting goods away by hand may leave no task: then the body's own word is all there is.
    return {
      ...line,
      sku: line.sku ?? tasks.records[0]?.product?.code ?? null,
      received: tasks.records.length > 0 ? confirmed : line.received,
    };
  });
  return { receipt, lines: read.length > 0 ? read : null };
}
