/** The mapping's own tables, for people: metrics, properties, findings, waits, flags. What `docs` and previews are made from. */
export { METRICS, type MetricReference } from './reference/metrics.js';
export { type MemberReference, PROPERTIES, type PropertyReference, type PropertyType } from './reference/properties.js';
export {
  FINDINGS,
  type FindingReference,
  FLAGS,
  type FlagReference,
  HOLDS,
  type HoldReference,
  MODES,
  type ModeReference,
} from './reference/words.js';
export { propertyName } from './to-klaviyo/properties.js';
