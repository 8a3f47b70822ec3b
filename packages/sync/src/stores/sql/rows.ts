/** Reads columns of a row, checked: a schema and a query that have drifted apart are a bug, told at once. */
import type { Row } from './connection.js';

function mismatch(column: string): Error {
  return new Error(`The store's column \`${column}\` does not hold what its query expects.`);
}

export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw mismatch(column);
  return value;
}

export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column);
}

export function number(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw mismatch(column);
  return value;
}

export function numberOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : number(row, column);
}

/** A JSON list. */
export function numbers(row: Row, column: string): readonly number[] {
  const values: unknown = JSON.parse(text(row, column));
  if (!Array.isArray(values) || !values.every((value) => typeof value === 'number')) throw mismatch(column);
  return values;
}

export function oneOf<Word extends string>(row: Row, column: string, words: readonly Word[]): Word {
  const word = words.find((candidate) => candidate === row[column]);
  if (word === undefined) throw mismatch(column);
  return word;
}

/** A Durable Object hands out an ArrayBuffer, Node and Bun a Uint8Array. */
export function bytes(row: Row, column: string): Uint8Array {
  const value = row[column];
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (!(value instanceof Uint8Array)) throw mismatch(column);
  return value;
}
