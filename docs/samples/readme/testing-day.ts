import { fakeClarus, fakeKlaviyo, generateDay, judgeDay, playDay, virtualClock, webhookSender } from '@clarus-klaviyo/testing';

const clock = virtualClock('2026-03-02T07:00:00Z');
const clarus = fakeClarus({ subdomain: 'brand', clientId: 'id', clientSecret: 'secret', clock });
const klaviyo = fakeKlaviyo({ apiKeys: { pk_test: 'brand' }, clock });
const sender = webhookSender({ url: 'https://hooks.example', secret: 'a-long-random-secret' });

// #region readme
const day = generateDay({ seed: 7 }); // 640 orders; the same seed, the same day
day.history(clarus.world); //            stock, carriers, and yesterday's orders, which nobody must hear of
sender.attach(clarus);
await playDay(day, clarus.world, clock);
const verdict = judgeDay(day, klaviyo.account('brand'), { webhooks: { jobs: clarus.jobs, lost: sender.lost } });
verdict.missing; // [] – and doubled, early, unexpected, wrongContents, flags.wrong, stock.wrong
// #endregion readme
