import { readFile } from 'node:fs/promises';
import type { RepairPlan, RepairStep } from '@clarus-klaviyo/sync';
import { UsageError } from '../../command/errors.js';

/** A plan lay in a file where anybody could edit it: every member is looked at. @throws {UsageError} names the member. */
export async function readPlan(path: string): Promise<RepairPlan> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    throw new UsageError('--plan: there is no such file, or it may not be read.', '--plan');
  }
  return decodePlan(text);
}

export function decodePlan(text: string): RepairPlan {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError('--plan: the file is not JSON. It must be what reconcile --plan wrote.', '--plan');
  }
  if (!isRecord(value)) throw wrong('the whole file');
  const { from, to, steps } = value;
  if (typeof from !== 'string') throw wrong('from');
  if (typeof to !== 'string') throw wrong('to');
  if (!Array.isArray(steps)) throw wrong('steps');
  return { from, to, steps: steps.map((step: unknown, index) => decodeStep(step, `steps[${index}]`)) };
}

function decodeStep(step: unknown, path: string): RepairStep {
  const text = (name: string): string => {
    const value = isRecord(step) ? step[name] : undefined;
    if (typeof value !== 'string') throw wrong(`${path}.${name}`);
    return value;
  };
  const kind = text('kind');
  switch (kind) {
    case 'resend':
      return { kind, account: text('account'), eventId: text('eventId'), because: text('because') };
    case 'read-again':
      return { kind, orderId: text('orderId'), reference: text('reference'), because: text('because') };
    default:
      throw wrong(`${path}.kind`);
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(path: string): UsageError {
  return new UsageError(`--plan: ${path} is not what reconcile writes. Make the plan anew.`, '--plan');
}
