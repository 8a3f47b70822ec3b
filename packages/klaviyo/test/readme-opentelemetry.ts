import type { AttemptInfo, KlaviyoHooks } from '@clarus-klaviyo/klaviyo';
import { metrics, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('klaviyo');
const throttled = metrics.getMeter('klaviyo').createHistogram('klaviyo.throttle', { unit: 'ms' });
const spans = new WeakMap<AttemptInfo, Span>();

export const hooks: KlaviyoHooks = {
  onRequest: (attempt) => {
    const attributes = { 'http.request.resend_count': attempt.attempt - 1, 'klaviyo.priority': attempt.priority };
    spans.set(attempt, tracer.startSpan(attempt.operation, { kind: SpanKind.CLIENT, attributes }));
  },
  onResponse: (attempt, { status }) => {
    const span = spans.get(attempt)?.setAttribute('http.response.status_code', status);
    if (status >= 400) span?.setStatus({ code: SpanStatusCode.ERROR });
    span?.end();
  },
  onNoAnswer: (attempt, { code }) => spans.get(attempt)?.setStatus({ code: SpanStatusCode.ERROR, message: code }).end(),
  onThrottle: ({ operation }, { waitMs = 0 }) => throttled.record(waitMs, { operation }),
};
