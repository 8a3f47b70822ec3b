import { callClarus } from './authorized.js';
import type { ClarusContext } from './context.js';
import type { Answer } from './http.js';
import { isRecord, parseJson } from './json.js';
import type { DocumentedOperations } from './operations.generated.js';

/** A REST call that Clarus documents: `POST /goods_outs`, `DELETE /products/{id}` … */
export type DocumentedOperation = keyof DocumentedOperations;

/** A file's content, for the calls that take one instead of JSON. */
export interface FileUpload {
  readonly content: Blob | Uint8Array<ArrayBuffer> | string;
  /** Sent as `Content-Disposition`, which the upload of a document needs. */
  readonly fileName?: string;
  /** @default 'application/octet-stream' */
  readonly contentType?: string;
}

/** What a call takes besides its name, and a signal. */
export type OperationInput<Operation extends DocumentedOperation> = DocumentedOperations[Operation] & {
  readonly signal?: AbortSignal | undefined;
};

/** The record a write was about, as far as Clarus tells: attributes are a part of what was sent, in its own names. */
export interface WrittenRecord {
  /** Null only where Clarus names none. */
  readonly id: string | null;
  readonly type: string | null;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** The answer to a REST call that succeeded. */
export interface RestAnswer {
  readonly status: number;
  readonly requestId: string | undefined;
  /** Read from `{ data: { id, type, attributes } }` or a flat record; null where the answer holds none (204). */
  readonly record: WrittenRecord | null;
  /** The JSON as it came; undefined where the answer is empty or no JSON. */
  readonly body: unknown;
  /** The answer as it came: CSV or EDI for an export. */
  readonly text: string;
}

/** What can send the REST calls Clarus documents: a client, or anything in its place. */
export interface Requester {
  /**
   * Any REST call Clarus documents. `@clarus-klaviyo/clarus/writes` has functions for the common ones.
   *
   * @throws {ClarusValidationError} with the fields Clarus complains about. @throws {ClarusError} any other failure.
   * @throws {RangeError} an id in the path that is no whole number.
   * @example
   * await clarus.request('PATCH /carriers/{id}', { params: { id: '5' }, body: { data: … } });
   */
  request<Operation extends DocumentedOperation>(
    operation: Operation,
    ...input: Record<never, never> extends DocumentedOperations[Operation]
      ? [input?: OperationInput<Operation>]
      : [input: OperationInput<Operation>]
  ): Promise<RestAnswer>;
}

/** The same loosely, for the code below the types. */
export interface LooseInput {
  readonly params?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: unknown;
  readonly file?: FileUpload;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sends a REST call. Anything but a `GET` is repeated only if no connection was made, or before its token was taken:
 * Clarus has no idempotency keys, so a create that may have arrived must be looked for, not sent again.
 *
 * @throws {RangeError} a path's id is no whole number, which is all that Clarus documents.
 * @throws {ClarusError} for every answer that is no success.
 */
export function sendRequest(context: ClarusContext, operation: string, input: LooseInput = {}): Promise<RestAnswer> {
  const [method = '', path = ''] = operation.split(' ');
  const query = Object.entries(input.query ?? {}).map(([name, value]): [string, string] => [name, String(value)]);
  const search = query.length === 0 ? '' : `?${new URLSearchParams(query)}`;
  const call = {
    operation,
    method,
    url: `${context.settings.restUrl}${pathWith(path, input.params ?? {})}${search}`,
    isRead: method === 'GET',
    ...contentOf(input),
  };
  return callClarus(context, call, input.signal, decodeAnswer);
}

/** Whole numbers only: an id like `../users` would make another call of it. */
function pathWith(path: string, params: Readonly<Record<string, string | number>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const id = String(params[name] ?? '');
    if (!/^\d+$/.test(id)) throw new RangeError(`${name} in ${path} must be a whole number`);
    return id;
  });
}

function contentOf({ body, file }: LooseInput): { headers: Record<string, string>; body: BodyInit | undefined } {
  if (file !== undefined) {
    const { content, fileName, contentType = 'application/octet-stream' } = file;
    const disposition =
      fileName === undefined
        ? {}
        : { 'content-disposition': `attachment; filename="${fileName.replace(/[^\x20-\x7e]|["\\]/g, '_')}"` };
    return { headers: { 'content-type': contentType, ...disposition }, body: content };
  }
  if (body === undefined) return { headers: {}, body: undefined };
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function decodeAnswer({ status, requestId, text }: Answer): RestAnswer {
  const body = text === '' ? undefined : parseJson(text);
  const data = isRecord(body) && isRecord(body['data']) ? body['data'] : body;
  return { status, requestId, record: isRecord(data) ? recordOf(data) : null, body, text };
}

function recordOf(data: Readonly<Record<string, unknown>>): WrittenRecord {
  const { id, type, attributes, ...flat } = data;
  return {
    id: (typeof id === 'string' && id.trim() !== '') || Number.isSafeInteger(id) ? String(id) : null,
    type: typeof type === 'string' ? type : null,
    attributes: isRecord(attributes) ? attributes : flat,
  };
}
