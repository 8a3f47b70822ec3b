/** Importing and constructing start nothing, and what is public is a decision. */
import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => {
  vi.restoreAllMocks();
  vi.resetModules();
});

test('import and construction start no timer, read no clock, roll no dice and send nothing', async () => {
  vi.resetModules();
  const spies = [
    vi.spyOn(globalThis, 'setTimeout'),
    vi.spyOn(globalThis, 'setInterval'),
    vi.spyOn(globalThis, 'fetch'),
    vi.spyOn(Math, 'random'),
    vi.spyOn(Date, 'now'),
  ];
  const { createKlaviyo } = await import('../src/client.js');
  createKlaviyo({ apiKey: 'pk_test' });
  for (const spy of spies) expect(spy).not.toHaveBeenCalled();
});

test('exports exactly this', async () => {
  const entry = await import('../src/index.js');
  expect(Object.keys(entry).sort()).toMatchInlineSnapshot(`
    [
      "DEFAULT_KLAVIYO_OPTIONS",
      "DEFAULT_PACING",
      "DEFAULT_RETRY_POLICY",
      "KlaviyoAbortedError",
      "KlaviyoAuthError",
      "KlaviyoDecodeError",
      "KlaviyoError",
      "KlaviyoGoneError",
      "KlaviyoInvalidError",
      "KlaviyoJobError",
      "KlaviyoNetworkError",
      "KlaviyoRateLimitError",
      "KlaviyoRequestError",
      "KlaviyoTimeoutError",
      "KlaviyoUnavailableError",
      "allOf",
      "cleanEmail",
      "connectKlaviyo",
      "createEvent",
      "createEventBatch",
      "createItem",
      "createKlaviyo",
      "createManyEvents",
      "createManyItems",
      "createManyVariants",
      "createPacer",
      "createVariant",
      "deleteItem",
      "deleteManyItems",
      "deleteManyVariants",
      "deleteVariant",
      "documentedLimits",
      "getAccount",
      "getEvent",
      "getItem",
      "getItemJob",
      "getMetric",
      "getProfile",
      "getProfileImport",
      "getProfileList",
      "getSegment",
      "getVariant",
      "getVariantJob",
      "importManyProfiles",
      "isE164",
      "listEvents",
      "listImportErrors",
      "listItemJobs",
      "listItems",
      "listListsOfProfile",
      "listMetrics",
      "listProfileImports",
      "listProfileLists",
      "listProfiles",
      "listProfilesOfList",
      "listProfilesOfSegment",
      "listResources",
      "listSegments",
      "listSegmentsOfProfile",
      "listVariantJobs",
      "listVariants",
      "mergeProfiles",
      "operationOf",
      "requestProfileDeletion",
      "sendRequest",
      "startItemJob",
      "startProfileImport",
      "startVariantJob",
      "subscribeBackInStock",
      "toEventText",
      "unreachableKind",
      "updateItem",
      "updateManyItems",
      "updateManyVariants",
      "updateProfile",
      "updateVariant",
      "upsertProfile",
      "where",
    ]
  `);
});
