import type { EventCreateBody } from '@clarus-klaviyo/klaviyo';

declare const body: EventCreateBody;
const [apiKey, signal] = ['pk_test', AbortSignal.timeout(1_000)];

// #region readme
import { connectKlaviyo, createEvent, updateVariant } from '@clarus-klaviyo/klaviyo';

const connection = connectKlaviyo({ apiKey });
await createEvent(connection, body, { signal });
// #endregion readme

void updateVariant;
