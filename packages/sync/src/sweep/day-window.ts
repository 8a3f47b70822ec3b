/**
 * A window of days walked by turns. Clarus names no "changed since" for orders, only the day they are planned for, and
 * neither sorts nor resumes a list: so a stretch of days is the smallest thing that can be read to its end. How many
 * days fit into one sweep is learnt. Pure.
 */
const DAY_MS = 86_400_000;

/** Where the walk stands: kept between sweeps as plain JSON. */
export interface DayTurn {
  /** First day of the next stretch, `2026-03-02`. */
  readonly from: string;
  readonly days: number;
}

export interface DayWindow {
  readonly first: string;
  readonly last: string;
}

export function toDay(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}

export function addDays(day: string, days: number): string {
  return toDay(Date.parse(day) + days * DAY_MS);
}

/** Every day of a stretch, its last one included. */
export function daysOf({ first, last }: DayWindow): readonly string[] {
  const days: string[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}

/** The whole window, where nothing is known of its size yet or what is known lies outside of it. */
export function beginTurn(window: DayWindow, before: DayTurn | null): DayTurn {
  const isInside = before !== null && before.from >= window.first && before.from <= window.last;
  return { from: isInside ? before.from : window.first, days: before?.days ?? daysOf(window).length };
}

export function stretchOf(window: DayWindow, { from, days }: DayTurn): DayWindow {
  const last = addDays(from, Math.max(1, days) - 1);
  if (last > window.last) return { first: from, last: window.last };
  return { first: from, last };
}

/** Too much for one sweep: the same days again in smaller pieces. A single day is read to its end, whatever it costs. */
export function afterTooMuch(turn: DayTurn): DayTurn {
  return { ...turn, days: Math.max(1, Math.floor(turn.days / 2)) };
}

/** Read to its end: on to the next days, and more of them where these were few. */
export function afterStretch(
  window: DayWindow,
  turn: DayTurn,
  { requests, allowed }: { readonly requests: number; readonly allowed: number },
): DayTurn {
  const next = addDays(stretchOf(window, turn).last, 1);
  const days = requests * 4 <= allowed ? Math.min(turn.days * 2, daysOf(window).length) : turn.days;
  return { from: next > window.last ? window.first : next, days };
}
