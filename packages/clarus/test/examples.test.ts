/** Every example answer of Clarus's API document is read, and every call it documents can be made. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import type { RecordList, RestAnswer } from '../src/index.js';
import { restClarus } from './support/rest-clarus.js';

const file = process.env['CLARUS_OPENAPI'];

const contentShape = z.record(z.string(), z.looseObject({ example: z.optional(z.unknown()) }));
const operationShape = z.looseObject({
  requestBody: z.optional(z.looseObject({ content: contentShape })),
  responses: z.record(z.string(), z.looseObject({ content: z.optional(contentShape) })),
});
const documentShape = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });
const listShape = z.looseObject({
  data: z.record(
    z.string(),
    z.looseObject({ all: z.looseObject({ edges: z.array(z.looseObject({ node: z.unknown() })) }) }),
  ),
});
const namedShape = z.looseObject({ id: z.union([z.string(), z.number()]) });
const wrappedShape = z.looseObject({ data: namedShape });

type Operation = z.infer<typeof operationShape>;

function operations(): readonly (readonly [name: string, operation: Operation])[] {
  if (file === undefined) return [];
  const { paths } = documentShape.parse(JSON.parse(readFileSync(file, 'utf8')));
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, value]) => {
      const operation = operationShape.safeParse(value);
      return operation.success ? [[`${method.toUpperCase()} ${path}`, operation.data] as const] : [];
    }),
  );
}

const jsonExample = (content: z.infer<typeof contentShape> | undefined): unknown =>
  content?.['application/json']?.example;
const ALL = operations();
const LISTS = ALL.filter(([name]) => name.startsWith('POST /graphql'));
const CALLS = ALL.filter(([name]) => name.includes(' /api/'));

describe.skipIf(file === undefined)('by the API document (set CLARUS_OPENAPI to check)', () => {
  test('it has as many lists and calls as it is known to have', () => {
    expect([LISTS.length, CALLS.length]).toEqual([70, 270]);
  });

  test.each(LISTS)('%s: its example is read as any list', async (_, operation) => {
    const example = jsonExample(operation.responses['200']?.content);
    const { clarus } = restClarus(() => Response.json(example));
    // By name alone, as the types' many lists cannot be walked.
    const list = clarus.list as (root: string, options: { readonly fields: readonly string[] }) => RecordList<unknown>;
    for (const [root, { all }] of Object.entries(listShape.parse(example).data)) {
      const records = await list(root, { fields: ['id'] }).collect({ max: 99 });
      expect(records).toEqual(all.edges.map(({ node }) => node));
      expect(records.length).toBeGreaterThan(0);
    }
  });

  test.each(CALLS)('%s: can be called, and its example answer is read', async (name, operation) => {
    const sent = jsonExample(operation.requestBody?.content);
    const example = jsonExample(operation.responses['200']?.content);
    const { clarus, calls } = restClarus(() =>
      example === undefined ? new Response(null, { status: 204 }) : Response.json(example),
    );
    const [method, path = ''] = name.split(' ');
    const params = Object.fromEntries([...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => [parameter, '31']));
    const request = clarus.request as (operation: string, input: object) => Promise<RestAnswer>;
    const answer = await request(name.replace(' /api', ' '), { params, ...(sent === undefined ? {} : { body: sent }) });

    expect(calls).toMatchObject([{ method, path: path.replace(/\{\w+\}/g, '31'), body: sent }]);
    expect(answer.body).toEqual(example);
    const wrapped = wrappedShape.safeParse(example);
    const flat = namedShape.safeParse(example);
    const id = wrapped.success ? wrapped.data.data.id : flat.success ? flat.data.id : null;
    expect(answer.record?.id ?? null).toBe(id === null ? null : String(id));
  });
});
