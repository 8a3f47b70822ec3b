// Made by scripts/generate-rate-limits.mjs from Klaviyo's OpenAPI document, revision 2026-07-15. Do not edit.

/** What an endpoint has that is neither listed nor inherits: requests per second / per minute / per day. */
export const COMMON_TIER: string = '3/60';

// A GET of `x/*/@/y` that is not listed has what `x/*/y` has, and one of `x/*` what `x` has.
/** Per second / per minute / per day, if any → endpoints. `*` an id, `@` relationships; O POST, A PATCH, U PUT, D DELETE, G or none GET. */
export const TIERS: Readonly<Record<string, string>> = {
  '1/15': `accounts metric-properties/* metric-properties/*/metric metrics/*/metric-properties object-types/*/object-ingestion-logs web-feeds:GO web-feeds/*:AD
webhook-topics webhooks:GO webhooks/*:AD`,
  '10/150': `campaign-clone:O campaign-message-assign-template:O campaign-messages/*:GA campaign-messages/*/@/image:A campaign-messages/*/campaign
campaign-messages/*/image campaign-messages/*/template campaign-recipient-estimation-jobs:O campaign-recipient-estimation-jobs/*
campaign-recipient-estimations/* campaign-send-jobs:O campaign-send-jobs/*:GA campaigns:GO campaigns/*:AD campaigns/*/campaign-messages
event-bulk-create-jobs:O events/* images images/*:A lists/*:AD lists/*/@/profiles:OD metrics metrics/*/flow-triggers profile-bulk-import-jobs:GO
profile-bulk-import-jobs/*/import-errors profile-bulk-import-jobs/*/lists profile-bulk-import-jobs/*/profiles profile-merge:O profiles/*/push-tokens
push-tokens push-tokens/*/profile reviews reviews/*:A tracking-settings tracking-settings/*:A`,
  '350/3500': `back-in-stock-subscriptions:O catalog-categories catalog-categories/*/items catalog-category-bulk-create-jobs catalog-category-bulk-delete-jobs
catalog-category-bulk-update-jobs catalog-item-bulk-delete-jobs catalog-items catalog-items/*/categories catalog-items/*/variants
catalog-variant-bulk-delete-jobs catalog-variants coupon-codes:GO coupon-codes/*:AD events:GO events/*/metric events/*/profile`,
  '75/750': `catalog-categories:O catalog-categories/*:AD catalog-categories/*/@/items:OAD catalog-category-bulk-create-jobs:O catalog-category-bulk-delete-jobs:O
catalog-category-bulk-update-jobs:O catalog-item-bulk-create-jobs:GO catalog-item-bulk-delete-jobs:O catalog-item-bulk-update-jobs:GO catalog-items:O
catalog-items/*:AD catalog-items/*/@/categories:OAD catalog-variant-bulk-create-jobs:GO catalog-variant-bulk-delete-jobs:O
catalog-variant-bulk-update-jobs:GO catalog-variants:O catalog-variants/*:AD coupon-code-bulk-create-jobs:GO coupon-codes/*/coupon coupons
coupons/*/coupon-codes data-source-record-create-jobs:O lists lists/*/profiles profile-import:O profile-subscription-bulk-create-jobs:O
profile-subscription-bulk-delete-jobs:O profile-suppression-bulk-create-jobs:GO profile-suppression-bulk-delete-jobs:GO profiles:GO profiles/*:A
push-tokens:O segments segments/*/profiles template-clone:O template-universal-content:GO template-universal-content/*:AD templates:GO templates/*:AD`,
  '3/15': `data-source-record-bulk-create-jobs:O`,
  '1/15/100': `flows:O segments:O segments/*:A`,
  '3/100/100': `images:O`,
  '3/100/500': `image-upload:O`,
  '10/150/150': `lists:O`,
  '1/15/15': `custom-metrics:O custom-metrics/*:A`,
  '1/15/30': `mapped-metrics/*:A`,
  '1/2/225': `campaign-values-reports:O flow-series-reports:O flow-values-reports:O form-series-reports:O form-values-reports:O segment-series-reports:O
segment-values-reports:O`,
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
