/**
 * HMAC-SHA-256 (RFC 2104, FIPS 180-4), synchronous. Look-ups happen inside a transaction, which cannot wait, and the
 * Web's own `crypto.subtle` only answers later. It keys look-ups; it encrypts and signs nothing.
 */

const ROUND_CONSTANTS = Int32Array.from(firstPrimes(64), (prime) => fractionOf(Math.cbrt(prime)));
const INITIAL_STATE = Int32Array.from(firstPrimes(8), (prime) => fractionOf(Math.sqrt(prime)));
const BLOCK_BYTES = 64;

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < count; candidate += 1) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return primes;
}

/** The first 32 bits behind the point. */
function fractionOf(value: number): number {
  return Math.floor((value - Math.floor(value)) * 2 ** 32);
}

function rotateRight(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

const schedule = new Int32Array(64);

/** Works one block into `state`. Indices stay within bounds by construction: `?? 0` only tells the compiler. */
function compress(state: Int32Array, block: DataView, offset: number): void {
  for (let index = 0; index < 16; index += 1) schedule[index] = block.getInt32(offset + index * 4);
  for (let index = 16; index < 64; index += 1) {
    const early = schedule[index - 15] ?? 0;
    const late = schedule[index - 2] ?? 0;
    const small0 = rotateRight(early, 7) ^ rotateRight(early, 18) ^ (early >>> 3);
    const small1 = rotateRight(late, 17) ^ rotateRight(late, 19) ^ (late >>> 10);
    schedule[index] = (schedule[index - 16] ?? 0) + small0 + (schedule[index - 7] ?? 0) + small1;
  }
  const [a0 = 0, b0 = 0, c0 = 0, d0 = 0, e0 = 0, f0 = 0, g0 = 0, h0 = 0] = state;
  let a = a0;
  let b = b0;
  let c = c0;
  let d = d0;
  let e = e0;
  let f = f0;
  let g = g0;
  let h = h0;
  for (let index = 0; index < 64; index += 1) {
    const big1 = rotateRight(e, 6) ^ rotateRight(e, 11) ^ rotateRight(e, 25);
    const choice = (e & f) ^ (~e & g);
    const one = (h + big1 + choice + (ROUND_CONSTANTS[index] ?? 0) + (schedule[index] ?? 0)) | 0;
    const big0 = rotateRight(a, 2) ^ rotateRight(a, 13) ^ rotateRight(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + big0 + majority) | 0;
  }
  state[0] = a0 + a;
  state[1] = b0 + b;
  state[2] = c0 + c;
  state[3] = d0 + d;
  state[4] = e0 + e;
  state[5] = f0 + f;
  state[6] = g0 + g;
  state[7] = h0 + h;
}

/** Goes on from a state that `before` whole bytes went into. */
function finish(start: Int32Array, before: number, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / BLOCK_BYTES) * BLOCK_BYTES);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(before + bytes.length) * 8n);
  const state = Int32Array.from(start);
  for (let offset = 0; offset < padded.length; offset += BLOCK_BYTES) compress(state, view, offset);
  const digest = new DataView(new ArrayBuffer(32));
  for (const [index, word] of state.entries()) digest.setInt32(index * 4, word);
  return new Uint8Array(digest.buffer);
}

/** The state after the key's block: the same for every text, so it is computed once. */
function afterKey(key: Uint8Array, pad: number): Int32Array {
  const block = new Uint8Array(BLOCK_BYTES).fill(pad);
  for (const [index, byte] of key.entries()) block[index] = byte ^ pad;
  const state = Int32Array.from(INITIAL_STATE);
  compress(state, new DataView(block.buffer), 0);
  return state;
}

/** 32 bytes for every text, that nobody without the key can compute or test a guess against. */
export function createHmac(key: Uint8Array): (text: string) => Uint8Array<ArrayBuffer> {
  const short = key.length > BLOCK_BYTES ? finish(INITIAL_STATE, 0, key) : key;
  const inner = afterKey(short, 0x36);
  const outer = afterKey(short, 0x5c);
  const encoder = new TextEncoder();
  return (text) => finish(outer, BLOCK_BYTES, finish(inner, BLOCK_BYTES, encoder.encode(text)));
}
