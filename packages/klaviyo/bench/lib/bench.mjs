// What the benchmarks of this package share: the server in another process, one event, and the line that is printed.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';

/** Starts a fake Klaviyo; `ask({ plan })` changes its faults, and always tells what it has seen. */
export async function startServer(settings = {}, file = 'server.mjs') {
  const child = fork(new URL(file, import.meta.url), [JSON.stringify(settings)]);
  const [{ url }] = await once(child, 'message');
  let lastId = 0;
  const ask = (message = {}) => {
    lastId += 1;
    const id = lastId;
    return new Promise((resolve) => {
      const onMessage = (answer) => {
        if (answer.id !== id) return;
        child.off('message', onMessage);
        resolve(answer);
      };
      child.on('message', onMessage);
      child.send({ id, ...message });
    });
  };
  return { url, ask, stop: () => child.kill() };
}

/** The client's side of a faster clock. Its `timeoutMs` stays real. */
export function scaledClock(scale) {
  return {
    now: () => Date.now() * scale,
    sleep: (delayMs, signal) =>
      new Promise((resolve, reject) => {
        const onAbort = () => {
          clearTimeout(timer);
          reject(signal.reason);
        };
        const timer = setTimeout(() => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        }, delayMs / scale);
        if (signal?.aborted) onAbort();
        else signal?.addEventListener('abort', onAbort, { once: true });
      }),
  };
}

export function anEvent(uniqueId, person = uniqueId) {
  return {
    data: {
      type: 'event',
      attributes: {
        unique_id: uniqueId,
        time: '2026-07-20T10:00:00Z',
        properties: { OrderId: uniqueId, Carrier: 'Post', TrackingNumber: `JD${uniqueId}` },
        metric: { data: { type: 'metric', attributes: { name: 'Shipment Dispatched' } } },
        profile: { data: { type: 'profile', attributes: { email: `p${person}@customers.shop` } } },
      },
    },
  };
}

/** Runs `count` calls, `concurrency` at once; failures are counted, not thrown. */
export async function callMany(count, concurrency, call) {
  let next = 0;
  const failures = [];
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (next < count) {
        const index = next;
        next += 1;
        try {
          await call(index);
        } catch (error) {
          failures.push(error);
        }
      }
    }),
  );
  return failures;
}

/** The shortest time for `count` requests that is legal whatever the phase of two fixed windows, in seconds. */
export function idealSeconds(count, perSecond, perMinute) {
  const minute = Math.floor((count - 1) / perMinute);
  return minute * 60 + Math.floor(((count - 1) % perMinute) / perSecond);
}

/** A file of Klaviyo's own SDK; null where it is not installed, which is said. */
export function official(file) {
  const url = new URL(['..', 'official', 'node_modules', 'klaviyo-api', file].join('/'), import.meta.url);
  if (existsSync(url)) return url;
  console.log('     official: not installed (npm install --prefix packages/klaviyo/bench/official)');
  return null;
}

/** One line: what, how much, what it should be. A miss makes the process fail. */
export function report(what, value, limit, isFine) {
  console.log(`${isFine ? 'ok  ' : 'MISS'} ${what}: ${value}${limit === undefined ? '' : ` (wanted ${limit})`}`);
  if (!isFine) process.exitCode = 1;
}
