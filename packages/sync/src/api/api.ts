/** `POST /api/<operation>`: the operations of a running sync, for machines that show the token. */
import type { OnEvent } from '../events.js';
import type { Operations } from '../operations.js';
import type { Access } from './access.js';
import { answerError, answerLong, answerShort, toApiError } from './answer.js';
import { readJson } from './body.js';
import { API_OPERATIONS, isOperationName } from './operations.js';

/** A repair plan over a bad month is the largest thing anybody sends. */
const MAX_BODY_BYTES = 16 * 1_048_576;

export interface ApiConfig {
  readonly operations: Operations;
  readonly access: Access;
  readonly onEvent: OnEvent;
}

export async function answerApi(name: string, request: Request, config: ApiConfig): Promise<Response> {
  if (!(await config.access.hasToken(request))) {
    const error = { code: 'sync_unauthorized', message: 'This needs the token, as `authorization: Bearer …`.' };
    return answerError({ status: 401, error }, { 'www-authenticate': 'Bearer' });
  }
  const { operations } = config;
  if (!isOperationName(name)) return new Response(null, { status: 404 });
  const operation = API_OPERATIONS[name];
  if (request.method !== 'POST') return new Response(null, { status: 405, headers: { allow: 'POST' } });
  try {
    const run = operation.prepare(await readJson(request, MAX_BODY_BYTES));
    const answer = operation.isLong ? answerLong : answerShort;
    return await answer((options) => run(operations, options), request.signal, config.onEvent);
  } catch (error) {
    return answerError(toApiError(error));
  }
}
