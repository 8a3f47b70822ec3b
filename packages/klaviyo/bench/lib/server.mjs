// A fake Klaviyo in a process of its own. First argument: { scale, phaseMs } as JSON; answers messages on the channel.
import { fakeKlaviyo } from '@clarus-klaviyo/testing';
import { serveFake } from '@clarus-klaviyo/testing/node';

const { scale = 1, phaseMs = 0 } = JSON.parse(process.argv[2] ?? '{}');

// A faster clock makes shorter windows: at scale 10 a minute of Klaviyo's takes six seconds.
const clock = {
  now: () => Date.now() * scale,
  sleep: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs / scale)),
};
const klaviyo = fakeKlaviyo({ apiKeys: { pk_ours: 'brand', pk_theirs: 'brand' }, clock, windows: { phaseMs } });
const served = await serveFake(klaviyo);

process.on('message', ({ id, plan }) => {
  if (plan !== undefined) klaviyo.faults.plan(plan);
  const ids = klaviyo.accepted.map(({ uniqueId }) => uniqueId).filter((uniqueId) => !uniqueId.startsWith('theirs'));
  process.send({ id, stats: klaviyo.stats(), recorded: ids.length, distinct: new Set(ids).size });
});
process.on('disconnect', () => process.exit());
process.send({ url: served.url });
