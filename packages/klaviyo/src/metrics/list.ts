import type { KlaviyoContext } from '../context.js';
import { type ListOptions, readAll } from '../wire.js';
import { asMetric, type Metric } from './metric.js';

/** `filter` takes `integration.name` and `integration.category` (equals), not the metric's name. */
export interface ListMetricsOptions extends ListOptions {
  readonly include?: readonly 'flow-triggers'[];
}

/** Walks every metric of the account, up to 200 per page: Klaviyo takes no page size here. */
export function listMetrics(
  context: KlaviyoContext,
  options: ListMetricsOptions = {},
): AsyncGenerator<Metric, void, undefined> {
  return readAll(context, '/api/metrics', 'metric', asMetric, options);
}
