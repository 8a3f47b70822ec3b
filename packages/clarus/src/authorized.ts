import type { ClarusContext } from './context.js';
import { errorFromAnswer } from './error-from-answer.js';
import { ClarusTransportError } from './errors.js';
import { type Answer, exchange } from './http.js';
import { withRetries } from './retry.js';

/** A call to Clarus, before it is signed. */
export interface UnsignedCall {
  readonly operation: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: BodyInit | undefined;
  /** A read may be repeated on any passing trouble; anything else only if it certainly never reached Clarus. */
  readonly isRead: boolean;
}

/**
 * Signs a call, takes its turn, sends it, and repeats it where that is safe. What `accept` throws is judged like any
 * other failure.
 *
 * @throws {ClarusError} by status, by transport, or what `accept` throws; `signal.reason` when the caller aborted.
 */
export function callClarus<T>(
  context: ClarusContext,
  call: UnsignedCall,
  signal: AbortSignal | undefined,
  accept: (answer: Answer) => T,
): Promise<T> {
  const { retry, clock, random, hooks } = context.settings;
  const { operation } = call;
  // Trouble with the token comes before anything was sent, so that even a create may be repeated then.
  let mayHaveArrived = false;
  const attempt = async (): Promise<T> => {
    const answer = await context.turns.run(() => {
      mayHaveArrived = false;
      return sendSigned(context, call, signal, (may) => {
        mayHaveArrived = may;
      });
    }, signal);
    if (answer.status < 200 || answer.status > 299) throw errorFromAnswer(operation, answer);
    return accept(answer);
  };
  return withRetries(attempt, {
    policy: retry,
    clock,
    random,
    signal,
    isRepeatable: () => call.isRead || !mayHaveArrived,
    onRetry: (error, failures, delayMs) => {
      if (error.retryAfterMs !== undefined) context.turns.pauseUntil(clock.now() + error.retryAfterMs);
      hooks.onRetry?.({ operation, code: error.code, attempt: failures, delayMs });
    },
  });
}

async function sendSigned(
  context: ClarusContext,
  call: UnsignedCall,
  signal: AbortSignal | undefined,
  mayArrive: (may: boolean) => void,
): Promise<Answer> {
  const { settings, tokens } = context;
  const send = async (token: string): Promise<Answer> => {
    const headers = { ...settings.tenantHeaders, authorization: `Bearer ${token}`, ...call.headers };
    mayArrive(true);
    try {
      const answer = await exchange(settings, { ...call, headers }, signal);
      settings.hooks.onAnswer?.({ operation: call.operation, status: answer.status, requestId: answer.requestId });
      return withoutToken(answer, token);
    } catch (error) {
      if (error instanceof ClarusTransportError && error.neverSent) mayArrive(false);
      throw error;
    }
  };
  const token = await tokens.get(undefined, signal);
  const answer = await send(token);
  if (answer.status !== 401) return answer;
  // A session can be ended from outside (someone signs in as the API user), whatever its expiry said. Refused at the
  // door, so nothing was done: a write may be sent again as well.
  mayArrive(false);
  return send(await tokens.get(token, signal));
}

/** Errors keep the answer's body, and a server may repeat what it was sent. */
function withoutToken(answer: Answer, token: string): Answer {
  return answer.status > 299 && token !== '' ? { ...answer, text: answer.text.replaceAll(token, '[token]') } : answer;
}
