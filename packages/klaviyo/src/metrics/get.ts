import type { KlaviyoContext } from '../context.js';
import { encodePathSegment } from '../http.js';
import { type ReadOptions, readOne } from '../wire.js';
import { asMetric, type Metric } from './metric.js';

export interface GetMetricOptions extends ReadOptions {
  readonly include?: readonly 'flow-triggers'[];
}

/** One metric by Klaviyo's id. */
export function getMetric(context: KlaviyoContext, id: string, options: GetMetricOptions = {}): Promise<Metric> {
  return readOne(context, `/api/metrics/${encodePathSegment(id)}`, 'metric', asMetric, options);
}
