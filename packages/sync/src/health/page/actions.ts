/** What the page's forms ask for, as requests of the same operations that machines use. */
import { API_OPERATIONS, type OperationName } from '../../api/operations.js';
import type { Operations } from '../../operations.js';
import { type ActionName, ownPath } from './paths.js';

/** One sentence for after it, by what was done: nothing of it comes from an address. */
export const NOTICES: Readonly<Record<string, string>> = {
  assign: 'The incident has somebody now.',
  unassign: 'The incident is nobody’s again.',
  note: 'The note is kept.',
  resolve: 'Resolved. Should it be seen again, it opens again.',
  pause: 'Paused. What would be sent waits, in order.',
  resume: 'Resumed. What waited goes out now.',
};

const OPERATIONS: Readonly<Record<ActionName, OperationName>> = {
  assign: 'incidents.assign',
  note: 'incidents.note',
  resolve: 'incidents.resolve',
  pause: 'pause',
  resume: 'resume',
};

export function isAction(name: string): name is ActionName {
  return Object.hasOwn(OPERATIONS, name);
}

const HOUR_MS = 3_600_000;

/** A form's fields are texts, and one left empty was not filled in. */
function toRequest(action: ActionName, form: URLSearchParams, nowMs: number): Record<string, unknown> {
  const { key: _key, back: _back, discardHours, ...fields } = Object.fromEntries(form);
  const request: Record<string, unknown> = Object.fromEntries(
    Object.entries(fields)
      .map(([name, value]) => [name, value.trim()])
      .filter(([, value]) => value !== ''),
  );
  if (action === 'assign') request['to'] ??= null;
  const hours = Number(discardHours);
  if (action === 'resume' && hours > 0) request['discardOlderThan'] = new Date(nowMs - hours * HOUR_MS).toISOString();
  return request;
}

/** @returns where to go afterwards. @throws {SyncRequestError} a field is not what it must be. */
export async function act(
  action: ActionName,
  form: URLSearchParams,
  operations: Operations,
  { nowMs, signal }: { readonly nowMs: number; readonly signal: AbortSignal },
): Promise<string> {
  const request = toRequest(action, form, nowMs);
  const name = OPERATIONS[action];
  await API_OPERATIONS[name].prepare(request)(operations, { signal });
  const back = ownPath(form.get('back'));
  const done = action === 'assign' && request['to'] === null ? 'unassign' : action;
  return `${back}${back.includes('?') ? '&' : '?'}done=${done}`;
}
