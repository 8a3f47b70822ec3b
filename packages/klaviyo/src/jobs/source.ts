import { KlaviyoError } from '../errors.js';

export type Stream<T> = Iterable<T> | AsyncIterable<T>;

export function iteratorOf<T>(items: Stream<T>): AsyncIterator<T> | Iterator<T> {
  return Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
}

/** What `check` has against an item, as a value: one bad item must not end a stream. */
export function refusalBy(check: () => void): KlaviyoError | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (KlaviyoError.is(error)) return error;
    throw error;
  }
}

const encoder = /* @__PURE__ */ new TextEncoder();
/** Written over each time: a new array for each text would cost more than encoding it. */
const scratch = /* @__PURE__ */ new Uint8Array(12_288);

export function utf8BytesOf(text: string): number {
  // No unit of UTF-16 becomes more than three bytes.
  return text.length * 3 > scratch.length ? encoder.encode(text).length : encoder.encodeInto(text, scratch).written;
}

/** How long a value is as JSON in UTF-8. */
export function bytesOf(value: unknown): number {
  return utf8BytesOf(JSON.stringify(value));
}
