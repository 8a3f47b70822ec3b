// Made by scripts/generate-rate-limits.mjs from Klaviyo's OpenAPI document, revision 2026-07-15. Do not edit.

/** What every endpoint not listed has: requests per second / per minute. */
export const COMMON_TIER: string = '3/60';

/** Per second / per minute → endpoints. `*` an id, `@` relationships; G GET, P POST, A PATCH, U PUT, D DELETE. */
export const TIERS: Readonly<Record<string, string>> = {
  '1/15': `accounts:G accounts/*:G custom-metrics:P custom-metrics/*:A flows:P mapped-metrics/*:A metric-properties/*:G metric-properties/*/@/metric:G
metric-properties/*/metric:G metrics/*/@/metric-properties:G metrics/*/metric-properties:G object-types/*/@/object-ingestion-logs:G
object-types/*/object-ingestion-logs:G segments:P segments/*:A web-feeds:GP web-feeds/*:GAD webhook-topics:G webhook-topics/*:G webhooks:GP
webhooks/*:GAD`,
  '10/150': `campaign-clone:P campaign-message-assign-template:P campaign-messages/*:GA campaign-messages/*/@/campaign:G campaign-messages/*/@/image:GA
campaign-messages/*/@/template:G campaign-messages/*/campaign:G campaign-messages/*/image:G campaign-messages/*/template:G
campaign-recipient-estimation-jobs:P campaign-recipient-estimation-jobs/*:G campaign-recipient-estimations/*:G campaign-send-jobs:P
campaign-send-jobs/*:GA campaigns:GP campaigns/*:GAD campaigns/*/@/campaign-messages:G campaigns/*/campaign-messages:G event-bulk-create-jobs:P
events/*:G images:G images/*:GA lists:P lists/*:AD lists/*/@/profiles:PD metrics:G metrics/*:G metrics/*/@/flow-triggers:G metrics/*/flow-triggers:G
profile-bulk-import-jobs:GP profile-bulk-import-jobs/*:G profile-bulk-import-jobs/*/@/lists:G profile-bulk-import-jobs/*/@/profiles:G
profile-bulk-import-jobs/*/import-errors:G profile-bulk-import-jobs/*/lists:G profile-bulk-import-jobs/*/profiles:G profile-merge:P
profiles/*/@/push-tokens:G profiles/*/push-tokens:G push-tokens:G push-tokens/*:G push-tokens/*/@/profile:G push-tokens/*/profile:G reviews:G
reviews/*:GA tracking-settings:G tracking-settings/*:GA`,
  '350/3500': `back-in-stock-subscriptions:P catalog-categories:G catalog-categories/*:G catalog-categories/*/@/items:G catalog-categories/*/items:G
catalog-category-bulk-create-jobs:G catalog-category-bulk-create-jobs/*:G catalog-category-bulk-delete-jobs:G catalog-category-bulk-delete-jobs/*:G
catalog-category-bulk-update-jobs:G catalog-category-bulk-update-jobs/*:G catalog-item-bulk-delete-jobs:G catalog-item-bulk-delete-jobs/*:G
catalog-items:G catalog-items/*:G catalog-items/*/@/categories:G catalog-items/*/@/variants:G catalog-items/*/categories:G catalog-items/*/variants:G
catalog-variant-bulk-delete-jobs:G catalog-variant-bulk-delete-jobs/*:G catalog-variants:G catalog-variants/*:G coupon-codes:GP coupon-codes/*:GAD
events:GP events/*/@/metric:G events/*/@/profile:G events/*/metric:G events/*/profile:G`,
  '75/750': `catalog-categories:P catalog-categories/*:AD catalog-categories/*/@/items:PAD catalog-category-bulk-create-jobs:P catalog-category-bulk-delete-jobs:P
catalog-category-bulk-update-jobs:P catalog-item-bulk-create-jobs:GP catalog-item-bulk-create-jobs/*:G catalog-item-bulk-delete-jobs:P
catalog-item-bulk-update-jobs:GP catalog-item-bulk-update-jobs/*:G catalog-items:P catalog-items/*:AD catalog-items/*/@/categories:PAD
catalog-variant-bulk-create-jobs:GP catalog-variant-bulk-create-jobs/*:G catalog-variant-bulk-delete-jobs:P catalog-variant-bulk-update-jobs:GP
catalog-variant-bulk-update-jobs/*:G catalog-variants:P catalog-variants/*:AD coupon-code-bulk-create-jobs:GP coupon-code-bulk-create-jobs/*:G
coupon-codes/*/@/coupon:G coupon-codes/*/coupon:G coupons:G coupons/*:G coupons/*/@/coupon-codes:G coupons/*/coupon-codes:G
data-source-record-create-jobs:P lists:G lists/*:G lists/*/@/profiles:G lists/*/profiles:G profile-import:P profile-subscription-bulk-create-jobs:P
profile-subscription-bulk-delete-jobs:P profile-suppression-bulk-create-jobs:GP profile-suppression-bulk-create-jobs/*:G
profile-suppression-bulk-delete-jobs:GP profile-suppression-bulk-delete-jobs/*:G profiles:GP profiles/*:GA push-tokens:P segments:G segments/*:G
segments/*/@/profiles:G segments/*/profiles:G template-clone:P template-universal-content:GP template-universal-content/*:GAD templates:GP
templates/*:GAD`,
  '3/15': `data-source-record-bulk-create-jobs:P`,
  '3/100': `image-upload:P images:P`,
  '1/2': `campaign-values-reports:P flow-series-reports:P flow-values-reports:P form-series-reports:P form-values-reports:P segment-series-reports:P
segment-values-reports:P`,
};

/** Requests per day, beside the two windows. */
export const DAILY: Readonly<Record<string, number>> = {
  'A custom-metrics/*': 15,
  'A mapped-metrics/*': 30,
  'A segments/*': 100,
  'P campaign-values-reports': 225,
  'P custom-metrics': 15,
  'P flow-series-reports': 225,
  'P flow-values-reports': 225,
  'P flows': 100,
  'P form-series-reports': 225,
  'P form-values-reports': 225,
  'P image-upload': 500,
  'P images': 100,
  'P lists': 150,
  'P segment-series-reports': 225,
  'P segment-values-reports': 225,
  'P segments': 100,
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
