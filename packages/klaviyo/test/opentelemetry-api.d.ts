/** As much of `@opentelemetry/api` as the recipe in the README uses, so that it is compiled without being a dependency. */
declare module '@opentelemetry/api' {
  export type Attributes = Readonly<Record<string, string | number | boolean>>;
  export interface Span {
    setAttribute(key: string, value: string | number | boolean): this;
    setStatus(status: { readonly code: SpanStatusCode; readonly message?: string }): this;
    end(): void;
  }
  export type SpanKind = number;
  export const SpanKind: { readonly CLIENT: SpanKind };
  export type SpanStatusCode = number;
  export const SpanStatusCode: { readonly ERROR: SpanStatusCode };
  export const trace: {
    getTracer(name: string): {
      startSpan(name: string, options: { readonly kind: SpanKind; readonly attributes: Attributes }): Span;
    };
  };
  export const metrics: {
    getMeter(name: string): {
      createHistogram(
        name: string,
        options: { readonly unit: string },
      ): { record(value: number, attributes: Attributes): void };
    };
  };
}
