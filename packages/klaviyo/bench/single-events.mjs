// 7,000 single events at true scale, from 400 callers at once, against several phases of the server's windows.
// Takes 70 s per phase; then, where it is installed, the official SDK does the same from 200 callers (at most 4 minutes).
// Usage: node packages/klaviyo/bench/single-events.mjs [phaseMs ...], `official` for that part alone.
import { createKlaviyo } from '@clarus-klaviyo/klaviyo';
import { anEvent, callMany, idealSeconds, report, startServer } from './lib/bench.mjs';
import { officialEvent, officialEvents, phaseOfNow, reportOfficial } from './lib/official.mjs';

const COUNT = 7_000;
const wanted = process.argv.slice(2);
const phases = wanted.length === 0 ? [0, 31_700] : wanted.filter((word) => word !== 'official').map(Number);
const ideal = idealSeconds(COUNT, 350, 3_500);

for (const phaseMs of phases) {
  const server = await startServer({ phaseMs });
  const klaviyo = createKlaviyo({ apiKey: 'pk_ours', baseUrl: server.url });
  const startedMs = performance.now();
  const failures = await callMany(COUNT, 400, (index) => klaviyo.events.create(anEvent(String(index))));
  const ratio = (performance.now() - startedMs) / 1_000 / ideal;
  const { stats, recorded, distinct } = await server.ask();
  server.stop();
  const name = `single events, phase ${phaseMs} ms`;
  report(`${name}: time / ideal of ${ideal} s`, ratio.toFixed(3), '<= 1.03', ratio <= 1.03);
  const limited = stats.rateLimited / stats.requests;
  report(`${name}: answers of 429`, `${(100 * limited).toFixed(3)} %`, '< 0.1 %', limited < 0.001);
  report(`${name}: lost`, COUNT - distinct, 0, distinct === COUNT && failures.length === 0);
  report(`${name}: doubled`, recorded - distinct, 0, recorded === distinct);
}

if (officialEvents !== null) {
  const server = await startServer({ phaseMs: phaseOfNow() });
  const api = await officialEvents(server.url);
  const call = (index) => api.createEvent(officialEvent(anEvent(String(index))));
  await reportOfficial('single events', { server, ideal, events: COUNT, calls: COUNT, concurrency: 200, call });
}
process.exit();
