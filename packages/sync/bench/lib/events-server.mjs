// Klaviyo's two doors for events, each with both its windows, counting every `unique_id`: light, because validating a hundred
// thousand events a second, as the behaving fake does, would measure the fake.
import { createServer } from 'node:http';

const { scale = 1 } = JSON.parse(process.argv[2] ?? '{}');
const LIMITS = { '/api/events': [350, 3_500], '/api/event-bulk-create-jobs': [10, 150] };
const doors = new Map(
  Object.entries(LIMITS).map(([path, [burst, steady]]) => [
    path,
    {
      windows: [
        { limit: burst, lengthMs: 1_000, index: -1, used: 0 },
        { limit: steady, lengthMs: 60_000, index: -1, used: 0 },
      ],
      refusedUntilMs: 0,
      requests: 0,
      rateLimited: 0,
    },
  ]),
);
const seen = new Map();

/** 0: admitted; otherwise how long to stay away. */
function admit(door) {
  const nowMs = Date.now() * scale;
  let waitMs = door.refusedUntilMs - nowMs;
  for (const window of door.windows) {
    const index = Math.floor(nowMs / window.lengthMs);
    if (index !== window.index) Object.assign(window, { index, used: 0 });
    if (window.used >= window.limit) waitMs = Math.max(waitMs, (index + 1) * window.lengthMs - nowMs);
  }
  if (waitMs > 0) {
    const seconds = Math.ceil(waitMs / 1_000);
    // A first refusal fixes the instant; later ones count down to it, as in the behaving fake.
    if (door.refusedUntilMs <= nowMs) door.refusedUntilMs = nowMs + seconds * 1_000;
    return seconds;
  }
  for (const window of door.windows) window.used += 1;
  return 0;
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const door = doors.get(request.url);
    if (door === undefined) return response.writeHead(404).end();
    door.requests += 1;
    const waitSeconds = admit(door);
    if (waitSeconds > 0) {
      door.rateLimited += 1;
      return response.writeHead(429, { 'retry-after': String(waitSeconds) }).end();
    }
    for (const [, id] of Buffer.concat(chunks)
      .toString('latin1')
      .matchAll(/"unique_id":"(\d+)"/g)) {
      seen.set(id, (seen.get(id) ?? 0) + 1);
    }
    return response.writeHead(202).end();
  });
});
server.listen(0, '127.0.0.1', () => process.send({ url: `http://127.0.0.1:${server.address().port}` }));

process.on('message', ({ id }) => {
  const recorded = [...seen.values()].reduce((sum, count) => sum + count, 0);
  const of = (path) => ({ requests: doors.get(path).requests, rateLimited: doors.get(path).rateLimited });
  const stats = { single: of('/api/events'), bulk: of('/api/event-bulk-create-jobs') };
  process.send({ id, stats, recorded, distinct: seen.size });
});
process.on('disconnect', () => process.exit());
