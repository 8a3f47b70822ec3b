import { createKlaviyo, type VariantUpdate } from '@clarus-klaviyo/klaviyo';

const klaviyo = createKlaviyo({ apiKey: 'pk_test' });
const stockChanges: readonly VariantUpdate[] = [];

// #region readme
const { counts, failures, stoppedBy } = await klaviyo.catalogVariants.updateMany(stockChanges);
for (const { id, fate, error } of failures) console.warn(id, fate, error?.problems);
// #endregion readme

void [counts, stoppedBy];
