/**
 * A small pipeline over a store, in a process that kills itself with SIGKILL before or after its n-th SQL
 * statement, and says on stdout what it has been promised and what it has sent.
 * Arguments: the file, the seed of its work, the statement to die at (0: live), the number of its first webhook.
 */
import { writeSync } from 'node:fs';
import { DatabaseSync, StatementSync } from 'node:sqlite';
import { ACCOUNT, aBell, aMessage, aRaw, aWrite, NOON } from '../conformance/builders.js';
import { StoreOwnedError } from '../errors.js';
import { openSqliteStore } from '../sqlite.js';
import type { Store, TakenBell } from '../store.js';

const [path = '', seed = '1', dieAt = '0', firstWebhook = '0'] = process.argv.slice(2);
const LANES = 5;
const STEPS = 80;

let random = Number(seed);
/** A linear congruential generator: the schedule repeats with its seed. */
function dice(sides: number): number {
  random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((random / 2 ** 32) * sides);
}

/** Unbuffered: what was said before the kill has been said. */
function say(...words: readonly (string | number)[]): void {
  writeSync(1, `${words.join(' ')}\n`);
}

let statements = 0;
function countStatement<T>(run: () => T): T {
  statements += 1;
  const isLast = statements === Number(dieAt);
  const diesBefore = isLast && dice(2) === 0;
  if (diesBefore) process.kill(process.pid, 'SIGKILL');
  const result = run();
  if (isLast) process.kill(process.pid, 'SIGKILL');
  return result;
}

for (const name of ['run', 'get', 'all'] as const) {
  const original = StatementSync.prototype[name] as (...args: unknown[]) => unknown;
  Object.assign(StatementSync.prototype, {
    [name](this: StatementSync, ...args: unknown[]) {
      return countStatement(() => original.apply(this, args));
    },
  });
}
const exec = DatabaseSync.prototype.exec;
DatabaseSync.prototype.exec = function (sql) {
  countStatement(() => exec.call(this, sql));
};

let nextWebhook = Number(firstWebhook);

async function receive(store: Store): Promise<void> {
  const numbers = Array.from({ length: 1 + dice(3) }, () => nextWebhook++);
  say('offered', ...numbers);
  await store.receive(numbers.map((number) => aRaw(String(number))));
  say('promised', ...numbers);
}

/** Each life has orders of its own, so that no state grows with the length of the test. */
function laneOf(webhook: number): string {
  return `order:${Math.floor(webhook / 1_000)}-${webhook % LANES}`;
}

async function understand(store: Store, limit: number): Promise<number> {
  const taken = await store.takeRaw(limit);
  await store.settleRaw(
    taken.map(({ seq, body }) => {
      const bell = aBell(laneOf(Number(body)), { hooks: [body], quietMs: 0, capMs: 0 });
      return { kind: 'understood', seq, bells: [bell] };
    }),
    NOON,
  );
  return taken.length;
}

/** One message per webhook that rang, numbered within its lane by the state that moves with it. */
async function decide(store: Store, bell: TakenBell): Promise<void> {
  await store.transact([bell.key], NOON, (rows) => {
    const known = rows.get(bell.key)?.state;
    const told = Array.isArray(known) ? known : [];
    const fresh = bell.hooks.filter((hook) => !told.includes(hook));
    return {
      writes: [aWrite(bell.key, { state: [...told, ...fresh] })],
      messages: fresh.map((hook) => aMessage(`m${hook}`, { lane: bell.key, orderReference: bell.key })),
    };
  });
  await store.settleBells([{ kind: 'answered', key: bell.key, read: bell.read }]);
}

async function hydrate(store: Store, limit: number): Promise<number> {
  const bells = await store.takeBells(NOON, limit);
  for (const bell of bells) await decide(store, bell);
  return bells.length;
}

async function deliver(store: Store, limit: number): Promise<number> {
  const taken = await store.takeMessages(NOON, limit, [ACCOUNT]);
  for (const { seq, message, crashes, isAmbiguous } of taken) {
    say('sent', message.lane, message.id, crashes, isAmbiguous ? 'ambiguous' : 'fresh');
    await store.settleMessages([{ kind: 'delivered', seq, atMs: NOON }]);
  }
  return taken.length;
}

/** Works at random for a while; when it is to live, until nothing is left. */
async function work(store: Store): Promise<void> {
  for (let step = 0; step < STEPS; step += 1) {
    await receive(store);
    const stage = dice(3);
    if (stage === 0) await understand(store, 1 + dice(4));
    if (stage <= 1) await hydrate(store, 1 + dice(3));
    await deliver(store, 1 + dice(3));
  }
  let moved = 1;
  while (moved > 0) moved = (await understand(store, 50)) + (await hydrate(store, 50)) + (await deliver(store, 50));
}

try {
  const store = await openSqliteStore(path);
  say('open');
  await work(store);
  await store.close();
  say('done', statements, nextWebhook);
} catch (error) {
  say(error instanceof StoreOwnedError ? 'owned' : 'failed', String(error));
}
