// 1,000,000 events streamed through `events.createMany`: the heap in use must not grow with what has been sent.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createKlaviyo } from '@clarus-klaviyo/klaviyo';
import { anEvent, report } from './lib/bench.mjs';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

const COUNT = 1_000_000;
let requests = 0;
let early = 0;
let late = 0;

const fetch = async () => {
  requests += 1;
  if (requests === 100 || requests === 900) {
    collectGarbage();
    const { heapUsed } = process.memoryUsage();
    if (requests === 100) early = heapUsed;
    else late = heapUsed;
  }
  return new Response(null, { status: 202 });
};
function* events() {
  for (let index = 0; index < COUNT; index += 1) yield { body: anEvent(String(index)), lane: `order:${index}` };
}

const limits = { 'POST /api/event-bulk-create-jobs': { perSecond: 1_000, perMinute: 60_000 } };
const klaviyo = createKlaviyo({ apiKey: 'pk_ours', fetch, pacing: { limits } });
const { counts } = await klaviyo.events.createMany(events());
report('memory: events accepted', counts.accepted, COUNT, counts.accepted === COUNT);
const ratio = late / early;
report('memory: heap after 900,000 events / after 100,000', ratio.toFixed(2), '<= 1.25', ratio <= 1.25);
