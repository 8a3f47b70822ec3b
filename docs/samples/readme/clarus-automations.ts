import { createClarus, type KnownAutomations } from '@clarus-klaviyo/clarus';

const clarus = createClarus({ subdomain: 'acme', clientId: 'id', clientSecret: 'secret' });
const [webhookUrl, destinationCode] = ['https://hooks.example/webhooks/clarus/a-long-random-secret', 'WEBHOOK'];
const known: KnownAutomations = {};

// #region readme
const plan = await clarus.automations.plan({ url: webhookUrl, destinationCode, known });
for (const step of plan.screenSteps) console.log(step); // by hand, on Clarus's screen: the way known to work
const applied = await clarus.automations.apply(plan); // or so; keep `applied.registry` and `applied.known`
// #endregion readme

void applied;
