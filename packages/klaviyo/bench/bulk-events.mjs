// 400 requests' worth of events in bulk, on windows scaled 1:10; with `true` as argument at true scale (130 s).
// Alone in the account, so bulk may use the whole window (`bulkShare: 1`); by default it leaves a fifth to live calls.
// Then, where it is installed, the official SDK sends the same batches. It sleeps on the real clock: at 1:10 that makes it
// slower and lets it lose less.
import { createKlaviyo } from '@clarus-klaviyo/klaviyo';
import { anEvent, idealSeconds, report, scaledClock, startServer } from './lib/bench.mjs';
import { officialBatch, officialEvents, phaseOfNow, reportOfficial } from './lib/official.mjs';

const REQUESTS = 400;
const BATCH = 1_000;
const CONCURRENCY = 10;
const CUSTOMERS = 500;
const scale = process.argv[2] === 'true' ? 1 : 10;
const phases = scale === 1 ? [0] : [0, 23_300];
const ideal = idealSeconds(REQUESTS, 10, 150) / scale;

const eventAt = (index) => anEvent(String(index), index % CUSTOMERS);

function* events() {
  for (let index = 0; index < REQUESTS * BATCH; index += 1) yield { body: eventAt(index) };
}

for (const phaseMs of phases) {
  const server = await startServer({ scale, phaseMs }, 'counting-server.mjs');
  const klaviyo = createKlaviyo({
    apiKey: 'pk_ours',
    baseUrl: server.url,
    clock: scaledClock(scale),
    pacing: { bulkShare: 1 },
  });
  const startedMs = performance.now();
  const { counts, stoppedBy } = await klaviyo.events.createMany(events(), { concurrency: CONCURRENCY });
  const seconds = (performance.now() - startedMs) / 1_000;
  const { stats, recorded, distinct } = await server.ask();
  server.stop();
  const name = `bulk events 1:${scale}, phase ${phaseMs} ms`;
  report(`${name}: share of the ceiling`, (ideal / seconds).toFixed(3), '>= 0.9', ideal / seconds >= 0.9);
  report(`${name}: answers of 429`, stats.rateLimited, undefined, true);
  const isWhole = stoppedBy === null && counts.accepted === REQUESTS * BATCH;
  report(`${name}: lost`, REQUESTS * BATCH - distinct, 0, isWhole && distinct === REQUESTS * BATCH);
  report(`${name}: doubled`, recorded - distinct, 0, recorded === distinct);
}

if (officialEvents !== null) {
  const server = await startServer({ scale, phaseMs: phaseOfNow(scale) }, 'counting-server.mjs');
  const api = await officialEvents(server.url);
  const call = (index) => {
    const bodies = Array.from({ length: BATCH }, (_, position) => eventAt(index * BATCH + position));
    return api.bulkCreateEvents(officialBatch(bodies));
  };
  const work = { events: REQUESTS * BATCH, calls: REQUESTS, concurrency: CONCURRENCY, call };
  await reportOfficial(`bulk events 1:${scale}`, { server, ideal, ...work });
}
process.exit();
