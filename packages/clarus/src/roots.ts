/** Types for any list that Clarus documents. All of it vanishes when compiled. */
import type { DocumentedRoots } from './roots.generated.js';

/** Strings in Clarus's examples, integers in its schemas: either may come. */
export type WireId = string | number;

/** The operators of one filter. What `between` and `filled` take is not documented. */
export type Operators<Name extends string, Value> = {
  readonly [Operator in Name]?: Operator extends 'in'
    ? readonly Value[]
    : Operator extends 'between' | 'filled'
      ? unknown
      : Value;
};

/** The GraphQL root of a list that Clarus documents: `reason_codes`, `loads` … */
export type DocumentedRoot = keyof DocumentedRoots;

/** A documented field of that list's records, dotted where it is nested: `carrier.code`. */
export type DocumentedField<Root extends DocumentedRoot> = DocumentedRoots[Root]['fields'];

/** The documented filters, typed; any other one as it is. */
export type DocumentedFilter<Root extends DocumentedRoot> = DocumentedRoots[Root]['filter'] &
  Readonly<Record<string, unknown>>;

/** What a record holds when only these fields were asked for. Types are those of Clarus's examples; nothing checks them. */
export type SelectedNode<Root extends DocumentedRoot, Field extends string> = Selected<
  DocumentedRoots[Root]['node'],
  Field
>;

type Head<Path extends string> = Path extends `${infer First}.${string}` ? First : Path;
type Tail<Path extends string, First extends string> = Path extends `${First}.${infer Rest}` ? Rest : never;

type Selected<Node, Path extends string> = {
  readonly [Key in Head<Path> & keyof Node & string]: Key extends Path ? Node[Key] : Nested<Node[Key], Tail<Path, Key>>;
};

type Nested<Value, Path extends string> = Value extends readonly (infer Each)[]
  ? readonly Selected<Each, Path>[]
  : Value extends object
    ? Selected<Value, Path>
    : Value;
