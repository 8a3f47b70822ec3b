/** The ledger's column, a page at a time. */
import type { LedgerFilter, LedgerMessage, LedgerStore } from '../stores/store.js';

const PAGE_SIZE = 500;

/** Every message that fits, by rising `seq`; the next page is read when the caller gets there. */
export async function* ledgerMessages(
  store: LedgerStore,
  filter: Omit<LedgerFilter, 'afterSeq' | 'limit'>,
): AsyncGenerator<LedgerMessage, void, undefined> {
  let afterSeq = 0;
  for (;;) {
    const page = await store.messages({ ...filter, afterSeq, limit: PAGE_SIZE });
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE_SIZE) return;
    afterSeq = last.seq;
  }
}
