/** The outbox and its ledger in memory: a lane's first waiting message is its head, and only heads are taken. */
import type { Message } from '@clarus-klaviyo/mapping';
import {
  eventAtMs,
  FORGOTTEN,
  halvesOf,
  inMode,
  metricOf,
  modeToGoAgain,
  stepsOf,
  subjectsOf,
  textOf,
} from '../rules/ledger.js';
import { measuresOf, onePoint, type Points, withheldMeasure } from '../rules/measures.js';
import { causeOfDeath, deadLetter, MAX_BURIALS_PER_TAKE } from '../rules.js';
import type {
  IncidentReport,
  LedgerEntry,
  LedgerFilter,
  LedgerMessage,
  MessageOutcome,
  OutgoingMessage,
  Pause,
  TakenMessage,
} from '../store.js';

interface Entry {
  readonly seq: number;
  readonly account: string;
  readonly orderReference: string | null;
  readonly coalesces: boolean;
  readonly eventAtMs: number;
  readonly message: Message;
  /** Its body is to be found nowhere any more. */
  isErased: boolean;
  readonly enqueuedAtMs: number;
  status: LedgerEntry['status'];
  reason: string | null;
  settledAtMs: number | null;
  dueAtMs: number;
  readonly expiresAtMs: number | null;
  attempts: number;
  isAmbiguous: boolean;
  isInFlight: boolean;
}

/** Which messages a sender asks for. */
export interface Wanted {
  readonly accounts: readonly string[];
  readonly kinds: readonly Message['kind'][];
  readonly modes: readonly ('live' | 'silent')[];
}

export interface OutboxPorts {
  isForgotten(address: string): boolean;
  measure(points: Points): void;
}

/** Lanes belong to their account: one account's pause must not hold up another's messages. */
function laneOf({ account, message }: Entry): string {
  return JSON.stringify([account, message.lane]);
}

function byUrgency(one: Entry, other: Entry): number {
  const isSilent = one.message.mode === 'silent';
  if (isSilent !== (other.message.mode === 'silent')) return isSilent ? 1 : -1;
  return one.seq - other.seq;
}

export class Outbox {
  readonly #ports: OutboxPorts;
  #lastSeq = 0;
  readonly #ledger = new Map<number, Entry>();
  /** Also of messages that were purged. */
  readonly #ids = new Set<string>();
  /** Pending entries of each lane, in submission order; no lane is empty. */
  readonly #lanes = new Map<string, Entry[]>();
  readonly #pauses = new Map<string, Pause>();
  readonly #accounts = new Set<string>();

  constructor(ports: OutboxPorts) {
    this.#ports = ports;
  }

  enqueue(outgoing: OutgoingMessage, nowMs: number): void {
    if (this.#ids.has(outgoing.message.id)) return;
    this.#ids.add(outgoing.message.id);
    this.#enter(outgoing, nowMs);
  }

  #enter(outgoing: OutgoingMessage, nowMs: number): void {
    const { message, account, orderReference, coalesces, dueAtMs, expiresAtMs } = outgoing;
    this.#accounts.add(account);
    this.#lastSeq += 1;
    const entry: Entry = {
      seq: this.#lastSeq,
      account,
      orderReference,
      coalesces,
      eventAtMs: eventAtMs(message, nowMs),
      message,
      isErased: subjectsOf(message).some(this.#ports.isForgotten),
      enqueuedAtMs: nowMs,
      status: 'pending',
      reason: null,
      settledAtMs: null,
      dueAtMs,
      expiresAtMs,
      attempts: 0,
      isAmbiguous: false,
      isInFlight: false,
    };
    this.#ledger.set(entry.seq, entry);
    if (entry.isErased) {
      this.#withhold(entry, FORGOTTEN, nowMs);
      return;
    }
    if (message.mode === 'withheld') {
      this.#withhold(entry, message.because.modeReason, nowMs);
      return;
    }
    if (coalesces) this.#supersede(laneOf(entry), nowMs);
    this.#lanes.set(laneOf(entry), [...(this.#lanes.get(laneOf(entry)) ?? []), entry]);
  }

  /** `onDeath` hears of messages found dead on the way. */
  take(nowMs: number, limit: number, wanted: Wanted, onDeath: (incident: IncidentReport) => void): TakenMessage[] {
    const taken: Entry[] = [];
    for (let burials = 0, isOver = false; !isOver; ) {
      const burialsBefore = burials;
      for (const head of this.#dueHeads(nowMs, wanted).slice(0, limit - taken.length)) {
        if (burials >= MAX_BURIALS_PER_TAKE) break;
        const cause = causeOfDeath({ crashes: 0, expiresAtMs: head.expiresAtMs }, nowMs);
        if (cause === null) {
          head.isInFlight = true;
          taken.push(head);
        } else {
          burials += 1;
          this.#close(head, 'dead', cause, nowMs);
          onDeath(deadLetter(head.message.id, head.orderReference, cause));
        }
      }
      // What was buried made room: for the next of its lane, or for a younger head.
      isOver = burials === burialsBefore || burials >= MAX_BURIALS_PER_TAKE;
    }
    return taken.sort(byUrgency).map(toTaken);
  }

  settle(outcome: MessageOutcome, latestMs: number): void {
    const entry = this.#ledger.get(outcome.seq);
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
        if (entry.isErased) {
          this.#close(entry, 'withheld', FORGOTTEN, latestMs);
          return;
        }
        entry.dueAtMs = outcome.dueAtMs;
        entry.attempts = outcome.attempts;
        entry.isAmbiguous = outcome.isAmbiguous;
        entry.reason = outcome.reason;
    }
  }

  requeue(
    seqs: readonly number[],
    nowMs: number,
    change: { readonly mode?: 'live' | 'silent'; readonly expiresAtMs: number | null },
  ): number[] {
    return seqs.filter((seq) => {
      const entry = this.#ledger.get(seq);
      if (entry === undefined || entry.isErased || this.#isReplaced(entry)) return false;
      const { status, reason, message } = entry;
      const mode = modeToGoAgain({ status, reason, mode: message.mode }, change.mode);
      if (mode === null) return false;
      this.#ledger.delete(seq);
      const { account, orderReference, coalesces } = entry;
      const outgoing = { message: inMode(message, mode), account, orderReference, coalesces };
      this.#enter({ ...outgoing, dueAtMs: nowMs, expiresAtMs: change.expiresAtMs }, nowMs);
      return true;
    });
  }

  discard(
    filter: { readonly account: string; readonly metric?: string; readonly enqueuedBeforeMs: number },
    nowMs: number,
    reason: string,
  ): number {
    const wanted = [...this.#ledger.values()].filter(
      (entry) =>
        entry.status === 'pending' &&
        !entry.isInFlight &&
        entry.account === filter.account &&
        (filter.metric === undefined || metricOf(entry.message) === filter.metric) &&
        entry.enqueuedAtMs < filter.enqueuedBeforeMs,
    );
    for (const entry of wanted) this.#close(entry, 'dead', reason, nowMs);
    return wanted.length;
  }

  pause(pause: Pause): void {
    this.#pauses.set(JSON.stringify([pause.account, pause.metric]), structuredClone(pause));
  }

  resume(account: string, metric: string | null): boolean {
    return this.#pauses.delete(JSON.stringify([account, metric]));
  }

  get pauses(): Pause[] {
    return structuredClone([...this.#pauses.values()]).sort(
      (one, other) => compare(one.account, other.account) || compare(one.metric ?? '', other.metric ?? ''),
    );
  }

  /** Bodies that name the address go; what waits is withheld. Returns how many went. */
  forget(address: string, nowMs: number): number {
    const named = [...this.#ledger.values()].filter(
      (entry) => !entry.isErased && subjectsOf(entry.message).includes(address),
    );
    for (const entry of named) {
      entry.isErased = true;
      if (entry.status === 'pending' && !entry.isInFlight) this.#close(entry, 'withheld', FORGOTTEN, nowMs);
    }
    return named.length;
  }

  /** Of what was settled before, the longest settled first; ids are kept. */
  purge(beforeMs: number, limit: number): { readonly messages: number; readonly bodies: number } {
    const old = [...this.#ledger.values()].flatMap((entry) =>
      entry.settledAtMs !== null && entry.settledAtMs < beforeMs ? [{ entry, atMs: entry.settledAtMs }] : [],
    );
    old.sort((one, other) => one.atMs - other.atMs || one.entry.seq - other.entry.seq);
    const gone = old.slice(0, limit).map(({ entry }) => entry);
    for (const { seq } of gone) this.#ledger.delete(seq);
    return { messages: gone.length, bodies: gone.filter(({ isErased }) => !isErased).length };
  }

  get nextDueAtMs(): number | null {
    let nextMs: number | null = null;
    for (const head of this.#freeHeads()) nextMs = Math.min(nextMs ?? head.dueAtMs, head.dueAtMs);
    return nextMs;
  }

  count(status: LedgerEntry['status']): number {
    return this.#entriesOf(status).length;
  }

  get accounts(): { account: string; pending: number; oldestPendingAtMs: number | null }[] {
    return [...this.#accounts].sort().map((account) => {
      const pending = this.#entriesOf('pending').filter((entry) => entry.account === account);
      return { account, pending: pending.length, oldestPendingAtMs: oldestOf(pending) };
    });
  }

  get oldestPendingAtMs(): number | null {
    const oldest = this.accounts.map(({ oldestPendingAtMs }) => oldestPendingAtMs).filter((atMs) => atMs !== null);
    return oldest.length === 0 ? null : Math.min(...oldest);
  }

  list(orderReference: string | undefined, limit: number): LedgerEntry[] {
    const wanted = [...this.#ledger.values()].filter(
      (entry) => orderReference === undefined || entry.orderReference === orderReference,
    );
    return wanted.slice(Math.max(0, wanted.length - limit)).map(toLedgerEntry);
  }

  messages(filter: LedgerFilter): LedgerMessage[] {
    return [...this.#ledger.values()]
      .filter((entry) => isWanted(entry, filter))
      .slice(0, filter.limit)
      .map(toLedgerMessage);
  }

  #entriesOf(status: LedgerEntry['status']): Entry[] {
    return [...this.#ledger.values()].filter((entry) => entry.status === status);
  }

  /** Most urgent first. */
  #dueHeads(nowMs: number, { accounts, kinds, modes }: Wanted): Entry[] {
    const isWanted = ({ dueAtMs, account, message: { kind, mode } }: Entry): boolean =>
      dueAtMs <= nowMs &&
      accounts.includes(account) &&
      kinds.includes(kind) &&
      mode !== 'withheld' &&
      modes.includes(mode);
    return [...this.#freeHeads()].filter(isWanted).sort(byUrgency);
  }

  /** Heads that nobody sends and no pause holds. */
  *#freeHeads(): Generator<Entry> {
    for (const [head] of this.#lanes.values()) {
      if (head !== undefined && !head.isInFlight && !this.#isPaused(head)) yield head;
    }
  }

  #isPaused({ account, message }: Entry): boolean {
    const metric = metricOf(message);
    return (
      this.#pauses.has(JSON.stringify([account, null])) ||
      (metric !== null && this.#pauses.has(JSON.stringify([account, metric])))
    );
  }

  /** A later state of its lane was told, or will be: the older one must not come after it. */
  #isReplaced(entry: Entry): boolean {
    if (!entry.coalesces) return false;
    const isLater = (other: Entry): boolean =>
      other.seq > entry.seq && other.coalesces && (other.status === 'pending' || other.status === 'delivered');
    return [...this.#ledger.values()].some((other) => laneOf(other) === laneOf(entry) && isLater(other));
  }

  #supersede(laneName: string, nowMs: number): void {
    for (const entry of this.#lanes.get(laneName) ?? []) {
      // In flight, or perhaps arrived: only the identical message may follow.
      if (!entry.coalesces || entry.isInFlight || entry.isAmbiguous) continue;
      this.#close(entry, 'superseded', null, nowMs);
    }
  }

  #withhold(entry: Entry, reason: string | null, nowMs: number): void {
    this.#close(entry, 'withheld', reason, nowMs);
    this.#ports.measure(onePoint(withheldMeasure(entry.account, nowMs)));
  }

  #close(entry: Entry, status: LedgerEntry['status'], reason: string | null, atMs: number): void {
    entry.status = status;
    entry.reason = reason;
    entry.settledAtMs = atMs;
    const { account, message, enqueuedAtMs } = entry;
    if (status === 'delivered' || status === 'dead') {
      const lagMs = Math.max(0, atMs - enqueuedAtMs);
      const end = { status, account, mode: message.mode, atMs, count: 1, lagSumMs: lagMs, lagMaxMs: lagMs };
      for (const points of measuresOf(end)) this.#ports.measure(points);
    }
    const lane = laneOf(entry);
    const rest = (this.#lanes.get(lane) ?? []).filter((other) => other !== entry);
    if (rest.length === 0) this.#lanes.delete(lane);
    else this.#lanes.set(lane, rest);
  }
}

/** Of entries in the order in which they came. */
function oldestOf([first]: readonly Entry[]): number | null {
  return first?.enqueuedAtMs ?? null;
}

function isWanted(entry: Entry, filter: LedgerFilter): boolean {
  const { account, kinds, statuses, modes, reasons, metric, orderReference, ids, fromMs, toMs, afterSeq } = filter;
  const { message } = entry;
  return (
    (account === undefined || entry.account === account) &&
    (kinds === undefined || kinds.includes(message.kind)) &&
    (statuses === undefined || statuses.includes(entry.status)) &&
    (modes === undefined || modes.includes(message.mode)) &&
    (reasons === undefined || (entry.reason !== null && reasons.includes(entry.reason))) &&
    (metric === undefined || metricOf(message) === metric) &&
    (orderReference === undefined || entry.orderReference === orderReference) &&
    (ids === undefined || ids.includes(message.id)) &&
    (fromMs === undefined || entry.eventAtMs >= fromMs) &&
    (toMs === undefined || entry.eventAtMs < toMs) &&
    (afterSeq === undefined || entry.seq > afterSeq)
  );
}

function toTaken(entry: Entry): TakenMessage {
  const { because: _because, ...message } = structuredClone(entry.message);
  return {
    ...stepsOf(entry.message, entry.enqueuedAtMs),
    seq: entry.seq,
    message: message.kind === 'event' ? { ...message, text: textOf(message, halvesOf(message.body)) } : message,
    account: entry.account,
    orderReference: entry.orderReference,
    enqueuedAtMs: entry.enqueuedAtMs,
    attempts: entry.attempts,
    crashes: 0,
    isAmbiguous: entry.isAmbiguous,
    expiresAtMs: entry.expiresAtMs,
  };
}

function toLedgerEntry(entry: Entry): LedgerEntry {
  const { id, kind, lane, mode } = entry.message;
  return {
    seq: entry.seq,
    id,
    kind,
    lane,
    account: entry.account,
    mode,
    status: entry.status,
    reason: entry.reason,
    orderReference: entry.orderReference,
    enqueuedAtMs: entry.enqueuedAtMs,
    settledAtMs: entry.settledAtMs,
  };
}

function toLedgerMessage(entry: Entry): LedgerMessage {
  return {
    ...toLedgerEntry(entry),
    metric: metricOf(entry.message),
    eventAtMs: entry.eventAtMs,
    because: structuredClone(entry.message.because),
    attempts: entry.attempts,
    dueAtMs: entry.dueAtMs,
    message: entry.isErased ? null : structuredClone<Message>(entry.message),
  };
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
