import * as z from 'zod/mini';
import type { Unknowns } from './wire.js';

/** Where each field of a record is found, and how it is read: `{ isActive: ['active', optionalFlag] }`. */
type FieldsOf<T> = {
  readonly [Name in Exclude<keyof T, 'extra'>]: readonly [wireName: string, z.ZodMiniType<T[Name]>];
};

/** The schema of a record whose fields only have other names on the wire. What is not among them goes to `extra`. */
export function recordSchema<T extends { readonly extra: Unknowns }>(fields: FieldsOf<T>): z.ZodMiniType<T> {
  const entries = Object.entries<readonly [string, z.ZodMiniType<unknown>]>(fields);
  const shape = Object.fromEntries(entries.map(([, [wireName, schema]]) => [wireName, schema]));
  return z.pipe(
    z.looseObject(shape),
    z.transform((node): T => {
      const record = entries.map(([name, [wireName]]) => [name, node[wireName]]);
      const extra = Object.fromEntries(Object.entries(node).filter(([name]) => !Object.hasOwn(shape, name)));
      return { ...Object.fromEntries(record), extra }; // `FieldsOf` has every name of T, each with its own type
    }),
  );
}
