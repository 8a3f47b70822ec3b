import type { CallOptions, KlaviyoContext } from '../context.js';
import { asRecord, asText, type Decoder } from '../decode.js';
import { type Resource, walk } from '../wire.js';

/** What a listing tells of a metric; its integration's name is in `integration`. */
export interface MetricAttributes {
  readonly name: string;
  readonly [attribute: string]: unknown;
}

export type Metric = Resource<MetricAttributes>;

const asMetric: Decoder<MetricAttributes> = (value, path) => {
  const attributes = asRecord(value, path);
  return { ...attributes, name: asText(attributes['name'], `${path}.name`) };
};

export interface ListMetricsOptions extends CallOptions {
  /** E.g. `equals(integration.name,"API")`. There is no filter by the metric's name. */
  readonly filter?: string;
}

/** Walks every metric of the account, up to 200 per page: Klaviyo takes no page size here. */
export function listMetrics(
  context: KlaviyoContext,
  { filter, ...options }: ListMetricsOptions = {},
): AsyncGenerator<Metric, void, undefined> {
  return walk(context, '/api/metrics', { filter }, asMetric, options);
}
