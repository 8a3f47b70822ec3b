import { allOf, createKlaviyo, where } from '@clarus-klaviyo/klaviyo';

const klaviyo = createKlaviyo({ apiKey: 'pk_test' });
const metric = { id: 'M1' };
const sinceMs = 0;

// #region readme
const filter = allOf(where('equals', 'metric_id', metric.id), where('greater-or-equal', 'datetime', new Date(sinceMs)));
for await (const event of klaviyo.events.list({ filter })) console.log(event.attributes.event_properties);
// #endregion readme
