/** Numbers and instants as people say them. Pure. */
import { type Html, html } from './html.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function count(number: number, one: string, many: string = `${one}s`): string {
  return `${number.toLocaleString('en-GB')} ${number === 1 ? one : many}`;
}

/** `40 s`, `12 min`, `3 h 5 min`, `2 days`: no finer than matters. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 90) return `${whole} s`;
  if (whole < 90 * MINUTE) return `${Math.round(whole / MINUTE)} min`;
  if (whole < 2 * DAY) {
    const hours = Math.floor(whole / HOUR);
    const minutes = Math.round((whole - hours * HOUR) / MINUTE);
    return minutes === 0 || hours >= 12 ? `${Math.round(whole / HOUR)} h` : `${hours} h ${minutes} min`;
  }
  return count(Math.round(whole / DAY), 'day');
}

/** A lag may be a fraction of a second. */
export function lag(seconds: number): string {
  if (seconds < 10) return `${(Math.round(seconds * 10) / 10).toLocaleString('en-GB')} s`;
  return duration(seconds);
}

/** What every page needs to show instants: what time it is, and where its readers are. */
export interface Viewed {
  readonly nowMs: number;
  /** IANA name, e.g. `Europe/London`. */
  readonly timeZone: string;
}

export function clockTime(at: string | number, { timeZone }: Viewed): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(new Date(at));
}

export function dateAndTime(at: string | number, { timeZone }: Viewed): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(new Date(at));
}

/** For a story in which seconds matter. */
export function timeInDetail(at: string, { timeZone }: Viewed): Html {
  const style = {
    timeZone,
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  } as const;
  const told = new Intl.DateTimeFormat('en-GB', { ...style, timeZoneName: 'short' }).format(new Date(at));
  return html`<time datetime="${at}">${told}</time>`;
}

export function ago(at: string | number, { nowMs }: Viewed): string {
  const seconds = (nowMs - new Date(at).getTime()) / 1000;
  if (Math.abs(seconds) < 5) return 'just now';
  return seconds >= 0 ? `${duration(seconds)} ago` : `in ${duration(-seconds)}`;
}

/** `12 min ago`, with the full instant for who points at it, reads aloud or has a script. */
export function timeAgo(at: string, viewed: Viewed): Html {
  return html`<time datetime="${at}" title="${dateAndTime(at, viewed)}">${ago(at, viewed)}</time>`;
}

export function timeAt(at: string, viewed: Viewed): Html {
  return html`<time datetime="${at}">${dateAndTime(at, viewed)}</time>`;
}

/** Words between backticks are code: the catalogue's sentences name options that way. */
export function prose(text: string): Html {
  return html`${text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}

const OWNERS: Readonly<Record<string, string>> = {
  warehouse: 'Warehouse',
  ecommerce: 'E-commerce',
  integration: 'Integration',
};

export function ownerName(owner: string): string {
  return OWNERS[owner] ?? owner;
}

const SEVERITIES: Readonly<Record<string, string>> = { error: 'Urgent', warning: 'Soon', info: 'For information' };

export function severityName(severity: string): string {
  return SEVERITIES[severity] ?? severity;
}
