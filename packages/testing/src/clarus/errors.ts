/** Clarus's error bodies. */
import { jsonAnswer } from '../json.js';

/** Clarus's `ErrorResponse`. */
export function refusal(status: number, code: number, symbol: string, details: string): Response {
  return jsonAnswer(status, errorBody(code, symbol, details));
}

export function errorBody(code: number, symbol: string, details: string): unknown {
  return { errors: [{ code, symbol, details, source: null, context: null }] };
}
