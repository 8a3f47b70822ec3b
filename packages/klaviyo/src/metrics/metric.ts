import { asAttributes, asRecord, asText, type Decoder } from '../decode.js';
import type { Resource } from '../wire.js';

/** A metric is known by its name and its integration together: another integration's of the same name is another one. */
export interface MetricAttributes {
  readonly name?: string | null | undefined;
  readonly created?: string | null | undefined;
  readonly updated?: string | null | undefined;
  readonly integration?: Readonly<Record<string, unknown>> | null | undefined;
  readonly [attribute: string]: unknown;
}

/** A metric: its name is unique only together with its integration. */
export type Metric = Resource<MetricAttributes>;

export const asMetric: Decoder<MetricAttributes> = /* @__PURE__ */ asAttributes({
  name: asText,
  created: asText,
  updated: asText,
  integration: asRecord,
});
