// Single events at true scale while 2 % of the answers are 5xx, 1 % of the connections break before and 1 % after
// processing, 1 % never answer, everything is down for 20 s, and another client takes half the quota. About 3 minutes.
import { createKlaviyo } from '@clarus-klaviyo/klaviyo';
import { anEvent, callMany, report, startServer } from './lib/bench.mjs';

const COUNT = 5_000;
const USUAL = { chances: { 'server-error': 0.02, 'reset-before': 0.01, 'reset-after': 0.01, hang: 0.01 } };
const OUTAGE = { chances: { 'server-error': 1 } };

const server = await startServer({ phaseMs: 17_300 });
await server.ask({ plan: USUAL });
const klaviyo = createKlaviyo({ apiKey: 'pk_ours', baseUrl: server.url, timeoutMs: 5_000 });

// The thief asks 29 times a second, whatever it is told: half of 3,500 a minute.
let stolen = 0;
const thief = setInterval(() => {
  for (let call = 0; call < 29; call += 1) {
    stolen += 1;
    fetch(`${server.url}/api/events`, {
      method: 'POST',
      headers: {
        authorization: 'Klaviyo-API-Key pk_theirs',
        revision: '2026-07-15',
        'content-type': 'application/json',
      },
      body: JSON.stringify(anEvent(`theirs-${stolen}`)),
      signal: AbortSignal.timeout(5_000),
    }).then(
      (response) => response.body?.cancel(),
      () => {},
    );
  }
}, 1_000);
const outage = setTimeout(() => void server.ask({ plan: OUTAGE }), 4_000);
const recovery = setTimeout(() => void server.ask({ plan: USUAL }), 24_000);

const startedMs = performance.now();
const failures = await callMany(COUNT, 200, (index) => klaviyo.events.create(anEvent(String(index))));
const seconds = (performance.now() - startedMs) / 1_000;
for (const timer of [thief, outage, recovery]) clearTimeout(timer);
const { stats, recorded, distinct } = await server.ask();
server.stop();

report('faults: seconds, 20 of them an outage', seconds.toFixed(0), undefined, true);
report('faults: answers of 429, theirs included', stats.rateLimited, undefined, true);
report('faults: calls that failed', failures.length, 0, failures.length === 0);
for (const { code } of failures.slice(0, 3)) console.log(`     e.g. ${code}`);
report('faults: lost', COUNT - distinct, 0, distinct === COUNT);
report('faults: doubled', recorded - distinct, 0, recorded === distinct);
process.exit();
