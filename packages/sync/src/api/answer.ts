/**
 * How an operation is answered: NDJSON, any number of `{"progress":…}` lines and then one `{"result":…}` or
 * `{"error":{code,message,field?}}`. A long operation's answer has begun before it can fail, so its status is 200.
 */
import { SyncRequestError } from '../errors.js';
import { type OnEvent, reasonOf } from '../events.js';
import type { LongOptions } from '../operations.js';

const HEADERS = { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store', 'x-accel-buffering': 'no' };

type Line = Readonly<Record<'progress' | 'result', unknown>> | Readonly<Record<string, unknown>>;

function toLine(line: Line): string {
  return `${JSON.stringify(line)}\n`;
}

export interface ApiError {
  readonly status: number;
  readonly error: { readonly code: string; readonly message: string; readonly field?: string };
}

/** Our own errors promise to hold no secret and no personal data; any other may, so only its kind is told. */
const OURS = /^(sync|store|clarus|klaviyo|mapping|policy)_/;

export function toApiError(error: unknown): ApiError {
  if (error instanceof SyncRequestError) {
    const { code, message, field } = error;
    return { status: 400, error: { code, message, ...(field === '' ? {} : { field }) } };
  }
  const code = reasonOf(error);
  if (error instanceof Error && OURS.test(code)) {
    const isPassing = 'retryable' in error && error.retryable === true;
    return { status: isPassing ? 503 : 500, error: { code, message: error.message } };
  }
  return {
    status: 500,
    error: { code: 'internal', message: `The operation failed (${code}). This is a fault of ours.` },
  };
}

export function answerError({ status, error }: ApiError, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(toLine({ error }), { status, headers: { ...HEADERS, ...headers } });
}

type Work = (options: LongOptions) => Promise<unknown>;

export async function answerShort(work: Work, signal: AbortSignal, onEvent: OnEvent): Promise<Response> {
  try {
    return new Response(toLine({ result: (await work({ signal })) ?? null }), { headers: HEADERS });
  } catch (error) {
    return answerError(told(error, onEvent));
  }
}

export function answerLong(work: Work, signal: AbortSignal, onEvent: OnEvent): Response {
  const gone = new AbortController();
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const send = (line: Line): void => {
          if (!gone.signal.aborted) controller.enqueue(encoder.encode(toLine(line)));
        };
        const onProgress: LongOptions['onProgress'] = (progress) => {
          // Somebody who reads slowly wants the newest news, not all of it.
          if ((controller.desiredSize ?? 0) > 0) send({ progress });
        };
        Promise.resolve()
          .then(() => work({ signal: AbortSignal.any([signal, gone.signal]), onProgress }))
          .then(
            (result) => send({ result: result ?? null }),
            (error: unknown) => send({ error: told(error, onEvent).error }),
          )
          .finally(() => {
            if (!gone.signal.aborted) controller.close();
          });
      },
      cancel() {
        gone.abort(new DOMException('The caller went away.', 'AbortError'));
      },
    },
    { highWaterMark: 64 },
  );
  return new Response(body, { headers: HEADERS });
}

function told(error: unknown, onEvent: OnEvent): ApiError {
  const answer = toApiError(error);
  if (answer.status >= 500) onEvent({ type: 'stage.failed', stage: 'api', reason: reasonOf(error) });
  return answer;
}
