/** Erases a customer from what sync keeps. */
import { type OrderState, type ProfileState, type ReceiptState, withoutContact } from '@clarus-klaviyo/mapping';
import { toInstant } from '../clock.js';
import type { SyncContext } from '../config.js';
import { addressesIn } from '../decide/addresses.js';
import { observedWrite } from '../decide/observed.js';
import { decideOne } from '../decide/order.js';
import { rowAs, type WaitingObservation } from '../decide/rows.js';
import { SyncRequestError } from '../errors.js';
import { OPEN_RECEIPTS_NAME, subjectOf } from '../keys.js';
import type { ForgetResult } from '../operations.js';
import { normalAddress } from '../stores/rules/ledger.js';
import type { Decision, StateRow } from '../stores/store.js';

/**
 * Bodies that name the address, webhooks, look-ups and states: for ever, since later news about it is suppressed too.
 * Ids stay, so that nothing is told twice. Klaviyo keeps what it was told, and Clarus its orders: have
 * `klaviyo.dataPrivacy.requestDeletion` and the warehouse do the rest. Safe to repeat.
 *
 * @throws {SyncRequestError} that is no address.
 */
export async function forget(context: SyncContext, { email }: { readonly email: string }): Promise<ForgetResult> {
  const address = email.trim();
  if (!/^[^\s@]+@[^\s@]+$/.test(address)) throw new SyncRequestError('email', 'it must be one e-mail address.');
  const { store, clock } = context;
  const run = await context.run();
  const scrubbed = new Set<string>();
  const sums = { messages: 0, raw: 0 };
  for (;;) {
    const { messages, raw, keys } = await store.forget(address, clock.now());
    sums.messages += messages;
    sums.raw += raw;
    // The last round finds no state any more. It also makes the store clear its files of what the rewrites left behind.
    const fresh = keys.filter((key) => !scrubbed.has(key));
    if (fresh.length === 0) return { ...sums, states: scrubbed.size };
    for (const key of fresh) {
      const nowMs = clock.now();
      await store.transact([key], nowMs, (rows) => scrub(key, rows.get(key) ?? null, { context, run, nowMs, address }));
      scrubbed.add(key);
    }
  }
}

type Facts = Parameters<typeof decideOne>[3] & { readonly address: string };

/** The state without its contact, everything else about it as it follows from that: what it waits for, its findings. */
function scrub(key: string, row: StateRow | null, facts: Facts): Decision {
  const subject = subjectOf(key);
  const order = rowAs(row, 'order');
  if (order?.state != null && subject?.kind === 'order') {
    const before = { ...order, state: withoutContact(order.state) satisfies OrderState };
    const time = { kind: 'time', at: toInstant(facts.nowMs) } as const;
    const { write, messages } = decideOne(subject.orderId, before, time, { ...facts, isForgotten: true });
    const trail = [...(write.trail ?? []), { atMs: facts.nowMs, kind: 'erased', detail: {} }];
    return { writes: [{ ...write, trail, subjects: addressesIn(write.state) }], messages };
  }
  const receipt = rowAs(row, 'receipt');
  if (receipt !== null) {
    const state = { ...receipt, isForgotten: true, state: withoutContact(receipt.state) satisfies ReceiptState };
    // Time works out its findings and its next instant: it has them again with the next wake.
    const names = receipt.isSettled ? [] : [OPEN_RECEIPTS_NAME];
    return {
      writes: [{ key, state, wakeAtMs: facts.nowMs, names, findings: [], subjects: addressesIn(state) }],
      messages: [],
    };
  }
  const profile = rowAs(row, 'profile');
  if (profile !== null) {
    const state = { ...profile, state: withoutContact(profile.state) satisfies ProfileState };
    return {
      writes: [{ key, state, wakeAtMs: null, names: [], findings: [], subjects: addressesIn(state) }],
      messages: [],
    };
  }
  const observed = rowAs(row, 'observed');
  if (observed !== null) {
    const address = normalAddress(facts.address);
    // Others may have fed in news under the same name: those wait on.
    const isTheirs = (one: WaitingObservation): boolean =>
      one.kind === 'contact' && one.contact.email !== null && normalAddress(one.contact.email) === address;
    const waiting = observed.waiting.filter((one) => !isTheirs(one));
    return { writes: [observedWrite(key, { ...observed, waiting })], messages: [] };
  }
  return { writes: [], messages: [] };
}
