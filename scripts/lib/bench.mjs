// What the bench programs in `packages/*/bench` measure with. Numbers of two machines do not compare; ratios nearly do.
// `node scripts/bench.mjs --quick` sets BENCH_QUICK: one short round, to see that a program still runs.

const ROUNDS = 9;
const ROUND_MS = 50; // long against the timer's grain, short against a noisy neighbour

/** True when the question is only whether the bench works. Use it to shrink data of your own. */
export const isQuick = process.env.BENCH_QUICK === '1';

/**
 * @typedef {object} Settings
 * @property {number} [rounds] each of many calls; the median round counts
 * @property {number} [roundMs] calls are repeated until a round takes at least this long
 * @property {() => number} [now] milliseconds
 */

function resolve({ rounds = isQuick ? 1 : ROUNDS, roundMs = isQuick ? 1 : ROUND_MS, now } = {}) {
  return { rounds, roundMs, now: now ?? (() => performance.now()) };
}

/** Milliseconds for `calls` calls, one after the other. A synchronous function is not slowed by a promise. */
async function timeCalls(work, calls, now) {
  const startedAt = now();
  for (let call = 0; call < calls; call += 1) {
    const result = work();
    if (result instanceof Promise) await result;
  }
  return now() - startedAt;
}

/** How many calls fill a round. The trials warm the function up as well. */
async function callsPerRound(work, { roundMs, now }) {
  let calls = 1;
  while ((await timeCalls(work, calls, now)) < roundMs) calls *= 2;
  return calls;
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Times a function over several rounds.
 *
 * @param {() => unknown} work may return a promise, which is awaited
 * @param {Settings} [settings]
 * @returns {Promise<number>} median milliseconds per call
 */
export async function timePerCall(work, settings) {
  const { rounds, roundMs, now } = resolve(settings);
  const calls = await callsPerRound(work, { roundMs, now });
  const times = [];
  for (let round = 0; round < rounds; round += 1) times.push((await timeCalls(work, calls, now)) / calls);
  return median(times);
}

/**
 * How many times longer `work` takes than `baseline`. Rounds of the two take turns, each going first every other
 * time, so that a machine that slows down meanwhile slows both.
 *
 * @param {() => unknown} work
 * @param {() => unknown} baseline
 * @param {Settings} [settings]
 * @returns {Promise<number>} median of the rounds' ratios
 */
export async function timeRatio(work, baseline, settings) {
  const { rounds, roundMs, now } = resolve(settings);
  const sides = [work, baseline];
  const calls = [];
  for (const side of sides) calls.push(await callsPerRound(side, { roundMs, now }));
  const ratios = [];
  for (let round = 0; round < rounds; round += 1) {
    const times = [];
    for (const index of round % 2 === 0 ? [0, 1] : [1, 0]) {
      times[index] = (await timeCalls(sides[index], calls[index], now)) / calls[index];
    }
    ratios.push(times[0] / times[1]);
  }
  return median(ratios);
}

/** Prints one result as `name  value  unit`, three significant digits. */
export function printResult(name, value, unit) {
  console.log(`${name.padEnd(56)} ${Number(value.toPrecision(3)).toLocaleString('en').padStart(12)}  ${unit}`);
}
