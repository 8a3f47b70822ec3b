/**
 * Documented answers, changed as an undocumented server might change them: decoding keeps the meaning, or fails with an
 * error that names the path and quotes nothing. Never a crash, never a silent wrong value.
 */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { ClarusDecodeError } from '../src/index.js';
import type { Resource } from '../src/resource.js';
import { RESOURCES } from './support/resources.js';
import { lineRow, orderRow, packageRow, shipmentRow, transactionRow } from './support/rows.js';
import { runs } from './support/runs.js';

type Node = Record<string, unknown>;

const OWN: Readonly<Record<string, Node>> = {
  orders: orderRow('1'),
  orderLines: lineRow('2', '1'),
  shipments: shipmentRow('3', '1'),
  packages: packageRow('4', '3', '1Z999'),
  transactions: transactionRow('6', '1', 'PICK'),
};

const nodesShape = z.record(
  z.string(),
  z.looseObject({ all: z.looseObject({ edges: z.array(z.looseObject({ node: z.looseObject({}) })) }) }),
);
const documentShape = z.looseObject({ paths: z.record(z.string(), z.looseObject({ post: z.optional(z.unknown()) })) });
const exampleShape = z.looseObject({
  responses: z.looseObject({
    '200': z.looseObject({
      content: z.looseObject({ 'application/json': z.looseObject({ example: z.looseObject({ data: nodesShape }) }) }),
    }),
  }),
});

/** The node of every example answer in Clarus's API document, where it is at hand; our own rows anyway. */
function documentedNodes(): readonly (readonly [name: string, resource: Resource<unknown>, node: Node])[] {
  const path = process.env['CLARUS_OPENAPI'];
  const paths = path === undefined ? {} : documentShape.parse(JSON.parse(readFileSync(path, 'utf8'))).paths;
  const examples = new Map<string, Node>();
  for (const { post } of Object.values(paths)) {
    const operation = exampleShape.safeParse(post);
    if (!operation.success) continue;
    const { data } = operation.data.responses['200'].content['application/json'].example;
    for (const [root, { all }] of Object.entries(data)) examples.set(root, all.edges[0]?.node ?? {});
  }
  return Object.entries(RESOURCES).flatMap(([name, resource]) => {
    const nodes = [examples.get(resource.root), OWN[name]].filter((node) => node !== undefined);
    return nodes.map((node) => [name, resource, node] as const);
  });
}

const NODES = documentedNodes();

/** What cannot change the meaning: another spelling of the same value, or something nobody asked for. */
function respelt(value: unknown, key: string, pick: (choices: number) => number): unknown {
  if (Array.isArray(value)) return value.map((each) => respelt(each, '', pick));
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([name, inner]) => [name, respelt(inner, name, pick)]);
    return { ...Object.fromEntries(entries), ...(pick(3) === 0 ? { zzz_new: { deep: [1] } } : {}) };
  }
  const isId = key === 'id' || key.endsWith('_id');
  if (isId && typeof value === 'string' && /^[1-9]\d{0,8}$/.test(value) && pick(2) === 0) return Number(value);
  if (typeof value === 'number' && /quantity|available|allocated|ordered|received|picked/.test(key) && pick(2) === 0) {
    return String(value);
  }
  if (typeof value === 'string' && /T\d\d:\d\d:\d\dZ$/.test(value)) {
    const at = new Date(value);
    const inSummer = new Date(at.getTime() + 3_600_000).toISOString().slice(0, -1);
    return [value, at.toISOString(), `${inSummer}+01:00`, `${inSummer.replace('T', ' ')} +0100`][pick(4)];
  }
  return value;
}

function withoutExtras(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutExtras);
  if (typeof value !== 'object' || value === null) return value;
  const known = Object.entries(value).filter(([name]) => name !== 'extra' && name !== 'zzz_new');
  return Object.fromEntries(known.map(([name, inner]) => [name, withoutExtras(inner)]));
}

function tokensOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.length >= 8 ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(tokensOf) : [];
}

/** Reads, and insists that a failure is ours, names a path and quotes nothing. */
function readOrFail(resource: Resource<unknown>, node: unknown): { readonly record: unknown } | null {
  try {
    return { record: resource.read(node, 'node') };
  } catch (error) {
    if (!(error instanceof ClarusDecodeError)) throw error;
    expect(error.path).toMatch(/^node/);
    expect(error.message).toMatch(/^Clarus answered something unexpected at node[\w.[\]]*: .+, found [a-z0-9_, ]+$/);
    for (const token of tokensOf(node)) {
      if (!/^[a-z_ ]+$/.test(token)) expect(error.message).not.toContain(token);
    }
    return null;
  }
}

const damage = fc.oneof(
  fc.constant({ kind: 'remove' as const }),
  fc.record({
    kind: fc.constant('set' as const),
    value: fc.oneof(
      fc.constant(null),
      fc.constantFrom('', 'NEVER_HEARD_OF_IT', '31/02/2026', 'soon', '2026-02-31', 'NaN', '-0', '1e400'),
      fc.constantFrom(0, -1, 1.5, Number.MAX_SAFE_INTEGER + 1, true, false),
      fc.jsonValue({ maxDepth: 2 }),
    ),
  }),
);

function damaged(node: Node, path: readonly string[], how: { kind: 'remove' } | { kind: 'set'; value: unknown }): Node {
  const [head = '', ...rest] = path;
  const inner = node[head];
  if (rest.length > 0 && typeof inner === 'object' && inner !== null && !Array.isArray(inner)) {
    return { ...node, [head]: damaged(inner as Node, rest, how) };
  }
  const { [head]: _, ...without } = node;
  return how.kind === 'remove' ? without : { ...without, [head]: how.value };
}

describe.each(NODES)('%s', (_name, resource, node) => {
  test('the documented answer decodes, with nothing left over', () => {
    expect(readOrFail(resource, node)?.record).toMatchObject({ extra: {} });
  });

  test('means the same in another spelling', () => {
    const plain = withoutExtras(readOrFail(resource, node)?.record);
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (dice) => {
        const other = respelt(node, '', (choices) => Number(dice.next().value) % choices);
        expect(withoutExtras(readOrFail(resource, other)?.record)).toEqual(plain);
      }),
      runs(60),
    );
  });

  test('damaged in one place, all other places keep their meaning, or the place is named', () => {
    const plain = withoutExtras(readOrFail(resource, node)?.record) as Node;
    fc.assert(
      fc.property(fc.constantFrom(...resource.fields), fc.boolean(), damage, (field, whole, how) => {
        const path = whole ? field.split('.').slice(0, 1) : field.split('.');
        const read = readOrFail(resource, damaged(node, path, how));
        if (read === null) return;
        const record = withoutExtras(read.record) as Node;
        const changed = Object.keys(plain).filter((key) => JSON.stringify(plain[key]) !== JSON.stringify(record[key]));
        // One wire field feeds at most these: a product's id and code, a label's name and its being there.
        expect(changed.length).toBeLessThanOrEqual(3);
      }),
      runs(200),
    );
  });

  test('any JSON at all in its place is an error with a path, or a record', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        readOrFail(resource, value);
        readOrFail(resource, [node]);
        readOrFail(resource, { node });
      }),
      runs(60),
    );
  });
});
