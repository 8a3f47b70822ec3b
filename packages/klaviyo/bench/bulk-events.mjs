// 400 requests' worth of events in bulk, on windows scaled 1:10; with `true` as argument at true scale (130 s).
// Alone in the account, so bulk may use the whole window (`bulkShare: 1`); by default it leaves a fifth to live calls.
import { createKlaviyo } from '@clarus-klaviyo/klaviyo';
import { anEvent, idealSeconds, report, scaledClock, startServer } from './lib/bench.mjs';

const REQUESTS = 400;
const CUSTOMERS = 500;
const scale = process.argv[2] === 'true' ? 1 : 10;
const phases = scale === 1 ? [0] : [0, 23_300];
const ideal = idealSeconds(REQUESTS, 10, 150) / scale;

function* events() {
  for (let index = 0; index < REQUESTS * 1_000; index += 1) yield { body: anEvent(String(index), index % CUSTOMERS) };
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
  const { counts, stoppedBy } = await klaviyo.events.createMany(events(), { concurrency: 10 });
  const seconds = (performance.now() - startedMs) / 1_000;
  const { stats, recorded, distinct } = await server.ask();
  server.stop();
  const name = `bulk events 1:${scale}, phase ${phaseMs} ms`;
  report(`${name}: share of the ceiling`, (ideal / seconds).toFixed(3), '>= 0.9', ideal / seconds >= 0.9);
  report(`${name}: answers of 429`, stats.rateLimited, undefined, true);
  const isWhole = stoppedBy === null && counts.accepted === REQUESTS * 1_000;
  report(`${name}: lost`, REQUESTS * 1_000 - distinct, 0, isWhole && distinct === REQUESTS * 1_000);
  report(`${name}: doubled`, recorded - distinct, 0, recorded === distinct);
}
