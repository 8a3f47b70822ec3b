/** The outbox and its ledger in memory: a lane's first waiting message is its head, and only heads are taken. */
import type { Message } from '@clarus-klaviyo/mapping';
import { causeOfDeath, deadLetter, MAX_BURIALS_PER_TAKE } from '../rules.js';
import type { IncidentReport, LedgerEntry, MessageOutcome, OutgoingMessage, TakenMessage } from '../store.js';

interface Entry {
  readonly seq: number;
  readonly outgoing: OutgoingMessage;
  readonly enqueuedAtMs: number;
  status: LedgerEntry['status'];
  reason: string | null;
  settledAtMs: number | null;
  dueAtMs: number;
  attempts: number;
  isAmbiguous: boolean;
  isInFlight: boolean;
}

/** Lanes belong to their account: one account's pause must not hold up another's messages. */
function laneOf({ account, message }: OutgoingMessage): string {
  return JSON.stringify([account, message.lane]);
}

function isBefore(one: Entry, other: Entry): boolean {
  const isSilent = one.outgoing.message.mode === 'silent';
  const isOtherSilent = other.outgoing.message.mode === 'silent';
  return isSilent === isOtherSilent ? one.seq < other.seq : isOtherSilent;
}

export class Outbox {
  readonly #ledger: Entry[] = [];
  readonly #ids = new Set<string>();
  /** Pending entries of each lane, in submission order; no lane is empty. */
  readonly #lanes = new Map<string, Entry[]>();

  enqueue(outgoing: OutgoingMessage, nowMs: number): void {
    const { message } = outgoing;
    if (this.#ids.has(message.id)) return;
    this.#ids.add(message.id);
    const entry: Entry = {
      seq: this.#ledger.length + 1,
      outgoing,
      enqueuedAtMs: nowMs,
      status: 'pending',
      reason: null,
      settledAtMs: null,
      dueAtMs: outgoing.dueAtMs,
      attempts: 0,
      isAmbiguous: false,
      isInFlight: false,
    };
    this.#ledger.push(entry);
    if (message.mode === 'withheld') {
      this.#close(entry, 'withheld', message.because.modeReason, nowMs);
      return;
    }
    if (outgoing.coalesces) this.#supersede(laneOf(outgoing), nowMs);
    const lane = this.#lanes.get(laneOf(outgoing)) ?? [];
    this.#lanes.set(laneOf(outgoing), [...lane, entry]);
  }

  /** `onDeath` hears of messages found dead on the way. */
  take(
    nowMs: number,
    limit: number,
    accounts: readonly string[],
    kinds: readonly Message['kind'][],
    onDeath: (incident: IncidentReport) => void,
  ): TakenMessage[] {
    const taken: TakenMessage[] = [];
    for (let burials = 0; taken.length < limit && burials < MAX_BURIALS_PER_TAKE; ) {
      const head = this.#nextHead(nowMs, accounts, kinds);
      if (head === null) break;
      const { message, orderReference, expiresAtMs } = head.outgoing;
      const cause = causeOfDeath({ crashes: 0, expiresAtMs }, nowMs);
      if (cause === null) {
        head.isInFlight = true;
        taken.push(toTaken(head));
      } else {
        burials += 1;
        this.#close(head, 'dead', cause, nowMs);
        onDeath(deadLetter(message.id, orderReference, cause));
      }
    }
    return taken;
  }

  settle(outcome: MessageOutcome): void {
    const entry = this.#ledger[outcome.seq - 1];
    if (entry === undefined || !entry.isInFlight) return;
    entry.isInFlight = false;
    switch (outcome.kind) {
      case 'delivered':
        this.#close(entry, 'delivered', null, outcome.atMs);
        return;
      case 'dead':
        this.#close(entry, 'dead', outcome.reason, outcome.atMs);
        return;
      case 'pending':
        entry.dueAtMs = outcome.dueAtMs;
        entry.attempts = outcome.attempts;
        entry.isAmbiguous = outcome.isAmbiguous;
        entry.reason = outcome.reason;
    }
  }

  get nextDueAtMs(): number | null {
    let nextMs: number | null = null;
    for (const head of this.#freeHeads()) nextMs = Math.min(nextMs ?? head.dueAtMs, head.dueAtMs);
    return nextMs;
  }

  count(status: LedgerEntry['status']): number {
    return this.#ledger.filter((entry) => entry.status === status).length;
  }

  get oldestPendingAtMs(): number | null {
    const pending = this.#ledger.filter((entry) => entry.status === 'pending');
    return pending.length === 0 ? null : Math.min(...pending.map((entry) => entry.enqueuedAtMs));
  }

  list(orderReference: string | undefined, limit: number): LedgerEntry[] {
    const wanted = this.#ledger.filter(
      (entry) => orderReference === undefined || entry.outgoing.orderReference === orderReference,
    );
    return wanted.slice(Math.max(0, wanted.length - limit)).map(toLedgerEntry);
  }

  #nextHead(nowMs: number, accounts: readonly string[], kinds: readonly Message['kind'][]): Entry | null {
    let best: Entry | null = null;
    for (const head of this.#freeHeads()) {
      if (head.dueAtMs > nowMs || !accounts.includes(head.outgoing.account)) continue;
      if (!kinds.includes(head.outgoing.message.kind)) continue;
      if (best === null || isBefore(head, best)) best = head;
    }
    return best;
  }

  *#freeHeads(): Generator<Entry> {
    for (const [head] of this.#lanes.values()) {
      if (head !== undefined && !head.isInFlight) yield head;
    }
  }

  #supersede(laneName: string, nowMs: number): void {
    for (const entry of this.#lanes.get(laneName) ?? []) {
      // In flight, or perhaps arrived: only the identical message may follow.
      if (!entry.outgoing.coalesces || entry.isInFlight || entry.isAmbiguous) continue;
      this.#close(entry, 'superseded', null, nowMs);
    }
  }

  #close(entry: Entry, status: LedgerEntry['status'], reason: string | null, atMs: number): void {
    entry.status = status;
    entry.reason = reason;
    entry.settledAtMs = atMs;
    const lane = laneOf(entry.outgoing);
    const rest = (this.#lanes.get(lane) ?? []).filter((other) => other !== entry);
    if (rest.length === 0) this.#lanes.delete(lane);
    else this.#lanes.set(lane, rest);
  }
}

function toTaken(entry: Entry): TakenMessage {
  const { message, account, orderReference, expiresAtMs } = entry.outgoing;
  return {
    seq: entry.seq,
    message: structuredClone<Message>(message),
    account,
    orderReference,
    enqueuedAtMs: entry.enqueuedAtMs,
    attempts: entry.attempts,
    crashes: 0,
    isAmbiguous: entry.isAmbiguous,
    expiresAtMs,
  };
}

function toLedgerEntry(entry: Entry): LedgerEntry {
  const { message, account, orderReference } = entry.outgoing;
  return {
    seq: entry.seq,
    id: message.id,
    kind: message.kind,
    lane: message.lane,
    account,
    mode: message.mode,
    status: entry.status,
    reason: entry.reason,
    orderReference,
    enqueuedAtMs: entry.enqueuedAtMs,
    settledAtMs: entry.settledAtMs,
  };
}
