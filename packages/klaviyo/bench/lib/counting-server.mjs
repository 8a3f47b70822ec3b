// As `server.mjs`, for bulk requests alone, and light: on windows scaled 1:10 a hundred thousand events arrive in a second,
// and validating them, as the behaving fake does, would measure the fake. It keeps both windows and counts each
// `unique_id`.
import { createServer } from 'node:http';

const { scale = 1, phaseMs = 0 } = JSON.parse(process.argv[2] ?? '{}');
const LIMITS = [
  { limit: 10, lengthMs: 1_000 },
  { limit: 150, lengthMs: 60_000 },
];
const windows = LIMITS.map((each) => ({ ...each, index: -1, used: 0 }));
const seen = new Map();
const stats = { requests: 0, rateLimited: 0 };
let refusedUntilMs = 0;

/** 0: admitted; otherwise how long to stay away. */
function admit() {
  const nowMs = Date.now() * scale - phaseMs;
  let waitMs = refusedUntilMs - nowMs;
  for (const window of windows) {
    const index = Math.floor(nowMs / window.lengthMs);
    if (index !== window.index) Object.assign(window, { index, used: 0 });
    if (window.used >= window.limit) waitMs = Math.max(waitMs, (index + 1) * window.lengthMs - nowMs);
  }
  if (waitMs > 0) {
    const seconds = Math.ceil(waitMs / 1_000);
    // A first refusal fixes the instant; later ones count down to it, as in the behaving fake.
    if (refusedUntilMs <= nowMs) refusedUntilMs = nowMs + seconds * 1_000;
    return seconds;
  }
  for (const window of windows) window.used += 1;
  return 0;
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    stats.requests += 1;
    const waitSeconds = admit();
    if (waitSeconds > 0) {
      stats.rateLimited += 1;
      response.writeHead(429, { 'retry-after': String(waitSeconds) }).end();
      return;
    }
    for (const [, id] of Buffer.concat(chunks)
      .toString('latin1')
      .matchAll(/"unique_id":"(\d+)"/g)) {
      seen.set(id, (seen.get(id) ?? 0) + 1);
    }
    response.writeHead(202).end();
  });
});
server.listen(0, '127.0.0.1', () => process.send({ url: `http://127.0.0.1:${server.address().port}` }));

process.on('message', ({ id }) => {
  const recorded = [...seen.values()].reduce((sum, count) => sum + count, 0);
  process.send({ id, stats, recorded, distinct: seen.size });
});
process.on('disconnect', () => process.exit());
