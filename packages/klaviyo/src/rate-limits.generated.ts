// Made by scripts/generate-rate-limits.mjs from Klaviyo's OpenAPI document, revision 2026-07-15. Do not edit.

/** What an endpoint has that is neither listed nor inherits: requests per second / per minute / per day. */
export const COMMON_TIER: string = '3/60';

// A GET of `x/*/@/y` that is not listed has what `x/*/y` has, and one of `x/*` what `x` has.
/** Per second / per minute / per day, if any → endpoints. `*` an id, `@` relationships; G GET, P POST, A PATCH, U PUT, D DELETE. */
export const TIERS: Readonly<Record<string, string>> = {
  '1/15': `accounts:G metric-properties/*:G metric-properties/*/metric:G metrics/*/metric-properties:G object-types/*/object-ingestion-logs:G web-feeds:GP
web-feeds/*:AD webhook-topics:G webhooks:GP webhooks/*:AD`,
  '10/150': `campaign-clone:P campaign-message-assign-template:P campaign-messages/*:GA campaign-messages/*/@/image:A campaign-messages/*/campaign:G
campaign-messages/*/image:G campaign-messages/*/template:G campaign-recipient-estimation-jobs:P campaign-recipient-estimation-jobs/*:G
campaign-recipient-estimations/*:G campaign-send-jobs:P campaign-send-jobs/*:GA campaigns:GP campaigns/*:AD campaigns/*/campaign-messages:G
event-bulk-create-jobs:P events/*:G images:G images/*:A lists/*:AD lists/*/@/profiles:PD metrics:G metrics/*/flow-triggers:G
profile-bulk-import-jobs:GP profile-bulk-import-jobs/*/import-errors:G profile-bulk-import-jobs/*/lists:G profile-bulk-import-jobs/*/profiles:G
profile-merge:P profiles/*/push-tokens:G push-tokens:G push-tokens/*/profile:G reviews:G reviews/*:A tracking-settings:G tracking-settings/*:A`,
  '350/3500': `back-in-stock-subscriptions:P catalog-categories:G catalog-categories/*/items:G catalog-category-bulk-create-jobs:G catalog-category-bulk-delete-jobs:G
catalog-category-bulk-update-jobs:G catalog-item-bulk-delete-jobs:G catalog-items:G catalog-items/*/categories:G catalog-items/*/variants:G
catalog-variant-bulk-delete-jobs:G catalog-variants:G coupon-codes:GP coupon-codes/*:AD events:GP events/*/metric:G events/*/profile:G`,
  '75/750': `catalog-categories:P catalog-categories/*:AD catalog-categories/*/@/items:PAD catalog-category-bulk-create-jobs:P catalog-category-bulk-delete-jobs:P
catalog-category-bulk-update-jobs:P catalog-item-bulk-create-jobs:GP catalog-item-bulk-delete-jobs:P catalog-item-bulk-update-jobs:GP catalog-items:P
catalog-items/*:AD catalog-items/*/@/categories:PAD catalog-variant-bulk-create-jobs:GP catalog-variant-bulk-delete-jobs:P
catalog-variant-bulk-update-jobs:GP catalog-variants:P catalog-variants/*:AD coupon-code-bulk-create-jobs:GP coupon-codes/*/coupon:G coupons:G
coupons/*/coupon-codes:G data-source-record-create-jobs:P lists:G lists/*/profiles:G profile-import:P profile-subscription-bulk-create-jobs:P
profile-subscription-bulk-delete-jobs:P profile-suppression-bulk-create-jobs:GP profile-suppression-bulk-delete-jobs:GP profiles:GP profiles/*:A
push-tokens:P segments:G segments/*/profiles:G template-clone:P template-universal-content:GP template-universal-content/*:AD templates:GP
templates/*:AD`,
  '3/15': `data-source-record-bulk-create-jobs:P`,
  '1/15/100': `flows:P segments:P segments/*:A`,
  '3/100/100': `images:P`,
  '3/100/500': `image-upload:P`,
  '10/150/150': `lists:P`,
  '1/15/15': `custom-metrics:P custom-metrics/*:A`,
  '1/15/30': `mapped-metrics/*:A`,
  '1/2/225': `campaign-values-reports:P flow-series-reports:P flow-values-reports:P form-series-reports:P form-values-reports:P segment-series-reports:P
segment-values-reports:P`,
};

/** A query that draws from a second quota as well: per second / per minute. */
export const CONDITIONAL: Readonly<Record<string, string>> = {
  'G lists/*/@/profiles?additional-fields[profile]=predictive_analytics': '10/150',
  'G lists/*/profiles?additional-fields[profile]=predictive_analytics': '10/150',
  'G lists/*?additional-fields[list]=profile_count': '1/15',
  'G profiles/*?include=list': '1/15',
  'G profiles/*?include=segment': '1/15',
  'G profiles?additional-fields[profile]=predictive_analytics': '10/150',
  'G segments/*?additional-fields[segment]=profile_count': '1/15',
};
