// The official SDK and ours on the same work: 2,000 single events from 200 callers, 2 % of the answers 500 and 1 % of
// the connections broken, on windows scaled 1:10 (the official SDK sleeps on the real clock, which only helps it).
import { createKlaviyo } from '@clarus-klaviyo/klaviyo';
import { anEvent, callMany, report, scaledClock, startServer } from './lib/bench.mjs';
import { officialEvent, officialEvents } from './lib/official.mjs';

const COUNT = 2_000;
const CALLERS = 200;
const SCALE = 10;
const PLAN = { chances: { 'server-error': 0.02, 'reset-before': 0.01 } };

async function run(name, makeCall) {
  const server = await startServer({ scale: SCALE });
  await server.ask({ plan: PLAN });
  const failures = await callMany(COUNT, CALLERS, await makeCall(server.url));
  const { stats, recorded, distinct } = await server.ask();
  server.stop();
  const lost = COUNT - distinct;
  const isOurs = name === 'ours';
  report(`${name}: lost of ${COUNT}`, `${lost}, ${failures.length} calls failed`, undefined, !isOurs || lost === 0);
  report(`${name}: doubled`, recorded - distinct, undefined, !isOurs || recorded === distinct);
  report(`${name}: answers of 429 per 1000 events`, Math.round((1_000 * stats.rateLimited) / COUNT), undefined, true);
}

await run('ours', async (baseUrl) => {
  const klaviyo = createKlaviyo({ apiKey: 'pk_ours', baseUrl, clock: scaledClock(SCALE), timeoutMs: 5_000 });
  return (index) => klaviyo.events.create(anEvent(String(index)));
});
if (officialEvents !== null) {
  await run('official', async (baseUrl) => {
    const api = await officialEvents(baseUrl);
    return (index) => api.createEvent(officialEvent(anEvent(String(index))));
  });
}
process.exit();
