/**
 * Everything this client can send to Clarus is in Clarus's own API document, or in `undocumented.ts` with its source.
 * The documents checked are those really sent, by every operation, with all that a most generous tenant offers.
 */
import { readFileSync } from 'node:fs';
import { Kind, parse, type SelectionSetNode, visit } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { createClarus, type Fetch } from '../src/index.js';
import { CANDIDATE_SOURCES, CANDIDATES, INTROSPECTION_SOURCE, PAGING } from '../src/undocumented.js';
import { RESOURCES } from './support/resources.js';

const path = process.env['CLARUS_OPENAPI'];

interface DocumentedList {
  readonly filterType: string;
  readonly filters: ReadonlyMap<string, ReadonlySet<string>>;
  readonly fields: ReadonlySet<string>;
  readonly exampleAnswer: unknown;
}

const operationShape = z.looseObject({
  post: z.looseObject({
    'x-mint': z.looseObject({ content: z.string() }),
    requestBody: z.looseObject({
      content: z.looseObject({
        'application/json': z.looseObject({ example: z.looseObject({ query: z.string() }) }),
      }),
    }),
    responses: z.looseObject({
      '200': z.looseObject({ content: z.looseObject({ 'application/json': z.looseObject({ example: z.unknown() }) }) }),
    }),
  }),
});

/** Dotted leaves below a selection set. */
function leaves(selection: SelectionSetNode | undefined, prefix = ''): readonly string[] {
  return (selection?.selections ?? []).flatMap((node) => {
    if (node.kind !== Kind.FIELD) throw new Error('only plain fields are expected');
    const name = `${prefix}${node.name.value}`;
    return node.selectionSet === undefined ? [name] : leaves(node.selectionSet, `${name}.`);
  });
}

/** Root → what the reference says of it: its example query and its table of filters. */
function documentedLists(file: string): ReadonlyMap<string, DocumentedList> {
  const { paths } = z
    .looseObject({ paths: z.record(z.string(), z.unknown()) })
    .parse(JSON.parse(readFileSync(file, 'utf8')));
  const lists = Object.entries(paths).flatMap(([key, value]): [string, DocumentedList][] => {
    if (!key.startsWith('/graphql#')) return [];
    const { post } = operationShape.parse(value);
    const { query } = post.requestBody.content['application/json'].example;
    const [definition] = parse(query).definitions;
    if (definition?.kind !== Kind.OPERATION_DEFINITION) return [];
    const [root] = definition.selectionSet.selections;
    if (root?.kind !== Kind.FIELD) return [];
    const rows = [...post['x-mint'].content.matchAll(/^\| `(\w+)` \| \w+ \| (.+?) \|/gm)];
    return [
      [
        root.name.value,
        {
          filterType: /\$filter: (\w+)/.exec(query)?.[1] ?? '',
          filters: new Map(
            rows.map(([, name = '', operators = '']) => [
              name,
              new Set([...operators.matchAll(/`(\w+)`/g)].map(([, operator = '']) => operator)),
            ]),
          ),
          fields: new Set(leaves(root.selectionSet, '').map((leaf) => leaf.replace(/^all\.edges\.node\./, ''))),
          exampleAnswer: post.responses['200'].content['application/json'].example,
        },
      ],
    ];
  });
  return new Map(lists);
}

interface Sent {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

/** Runs every operation against a Clarus that answers each list with the reference's own example. */
async function everythingSent(lists: ReadonlyMap<string, DocumentedList>): Promise<readonly Sent[]> {
  const sent: Sent[] = [];
  const fetch: Fetch = async (input, init) => {
    const body = z
      .object({ query: z.string(), variables: z.record(z.string(), z.unknown()) })
      .parse(await new Request(input, init).json());
    sent.push(body);
    const data: Record<string, unknown> = {};
    visit(parse(body.query), {
      Field: (node) => {
        const example = z
          .looseObject({ data: z.record(z.string(), z.unknown()) })
          .safeParse(lists.get(node.name.value)?.exampleAnswer);
        const alias = node.alias?.value ?? node.name.value;
        // One more page each time the first was asked for, so that the form of later pages is checked as well.
        const isFirst = !JSON.stringify(body.variables).includes('"AFTER"');
        const all = z.looseObject({ all: z.looseObject({}) }).safeParse(example.data?.data[node.name.value]);
        if (all.success) {
          const pageInfo = { hasNextPage: isFirst, endCursor: 'AFTER' };
          // The examples are of different orders: the order's is made the one the line's belongs to.
          const text = JSON.stringify(all.data.all).replace(
            '"id":"1","reference":"SO-001"',
            '"id":"3301","reference":"SO-2026-008812"',
          );
          data[alias] = { all: { ...JSON.parse(text), pageInfo } };
        }
        return false;
      },
    });
    return Response.json({ data });
  };
  const asked = async (capabilities: readonly string[]): Promise<void> => {
    const clarus = createClarus({
      subdomain: 'acme',
      token: async () => 'mine',
      fetch,
      capabilities: { version: 1, by: 'trial', offered: capabilities },
    });
    const { orders, stockBalances } = clarus;
    await stockBalances.list({ filter: { product_code: { eq: 'A' }, account_id: { eq: '7' } } }).collect({ max: 99 });
    for (const name of Object.keys(RESOURCES)) {
      const listing = Object.entries(clarus).find(([key]) => key === name)?.[1];
      await listing.list().collect({ max: 99 });
    }
    const holds = { filter: { reason_type: { eq: 'hold' } }, filterType: 'ReasonCodeFilterType' } as const;
    await clarus.list('reason_codes', { fields: ['id', 'code'], ...holds }).collect({ max: 99 });
    const view = await orders.view('3301', { dispatchedSince: '2026-03-01T00:00:00Z' });
    expect(view?.shipments).toHaveLength(1);
    await clarus.describe();
  };
  await asked([]);
  await asked(CANDIDATES.map(({ name }) => name));
  return sent;
}

describe.skipIf(path === undefined)(
  'what is sent is documented (set CLARUS_OPENAPI to the API document to check)',
  () => {
    let lists: ReadonlyMap<string, DocumentedList> = new Map();
    let sent: readonly Sent[] = [];
    beforeAll(async () => {
      lists = documentedLists(path ?? '');
      sent = await everythingSent(lists);
    });

    const candidates = (root: string, kind: 'field' | 'filter') =>
      CANDIDATES.filter((candidate) => candidate.root === root && candidate.kind === kind).map(
        (candidate) => candidate.path,
      );

    test('the API document has the seventy lists it is known to have', () => {
      // The seventy-first, `sites`, is in the knowledge base only.
      expect(lists.size).toBeGreaterThanOrEqual(69);
      expect(lists.get('goods_outs')?.filters.get('reference')).toEqual(
        new Set(['eq', 'ilike', 'like', 'in', 'between']),
      );
    });

    test('every operation was exercised, later pages included', () => {
      const names = new Set(sent.map(({ query }) => /query (\w+)/.exec(query)?.[1]));
      expect([...names].toSorted()).toEqual([
        'DescribeFields',
        'DescribeFilter',
        'DescribeSchema',
        'FindOrderReferences',
        'ListAccounts',
        'ListAutomations',
        'ListCarrierServices',
        'ListCarriers',
        'ListCustomers',
        'ListDocumented',
        'ListExternalEntities',
        'ListGoodsInReceipts',
        'ListGoodsOutLines',
        'ListGoodsOutPickLists',
        'ListGoodsOuts',
        'ListIntegrationCarrierMappings',
        'ListIntegrationProductMappings',
        'ListIntegrationShippingRateMappings',
        'ListIntegrationWarehouseMappings',
        'ListLoads',
        'ListPackages',
        'ListProducts',
        'ListShipments',
        'ListStockBalances',
        'ListStocks',
        'ListStorageUnits',
        'ListTasks',
        'ListTransactions',
        'ListWarehouses',
        'ReadOrders',
        'ReadPackages',
      ]);
      expect(sent.some(({ query }) => query.includes('after: $'))).toBe(true);
    });

    test('every root, field, argument, filter and operator is in the reference, or a candidate with its source', () => {
      const strangers = new Set<string>();
      for (const { query, variables } of sent) {
        const [definition] = parse(query).definitions;
        if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('only operations are expected');
        const types = new Map(
          (definition.variableDefinitions ?? []).map(({ variable, type }) => [
            variable.name.value,
            type.kind === Kind.NAMED_TYPE ? type.name.value : '',
          ]),
        );
        for (const root of definition.selectionSet.selections) {
          if (root.kind !== Kind.FIELD) throw new Error('only plain fields are expected');
          const name = root.name.value;
          if (name === '__schema') continue; // INTROSPECTION_SOURCE
          const list = lists.get(name);
          const all = root.selectionSet?.selections[0];
          if (list === undefined || all?.kind !== Kind.FIELD || all.name.value !== 'all') {
            strangers.add(name);
            continue;
          }
          for (const leaf of leaves(all.selectionSet)) {
            const field = leaf.replace(/^edges\.node\./, '');
            const isKnown =
              list.fields.has(field) || candidates(name, 'field').includes(field) || PAGING.fields.includes(leaf);
            if (!isKnown) strangers.add(`${name}.${leaf}`);
          }
          for (const argument of all.arguments ?? []) {
            if (argument.name.value !== 'filter') {
              if (!PAGING.arguments.includes(argument.name.value)) strangers.add(`${name}(${argument.name.value})`);
              continue;
            }
            const variable = argument.value.kind === Kind.VARIABLE ? argument.value.name.value : '';
            if (types.get(variable) !== list.filterType) strangers.add(`${name}: ${types.get(variable)}`);
            const filter = z.record(z.string(), z.record(z.string(), z.unknown())).parse(variables[variable]);
            for (const [filterName, operators] of Object.entries(filter)) {
              if (candidates(name, 'filter').includes(filterName)) continue;
              for (const operator of Object.keys(operators)) {
                if (!list.filters.get(filterName)?.has(operator)) strangers.add(`${name}(${filterName}.${operator})`);
              }
            }
          }
        }
      }
      expect([...strangers]).toEqual([]);
    });

    test('candidates are not documented after all, and each says where the idea came from', () => {
      expect(Object.keys(CANDIDATE_SOURCES)).toEqual(CANDIDATES.map(({ name }) => name));
      for (const { name, root, kind, path: at } of CANDIDATES) {
        const list = lists.get(root);
        expect(list, name).toBeDefined();
        expect(kind === 'field' ? list?.fields.has(at) : list?.filters.has(at), name).toBe(false);
        expect(CANDIDATE_SOURCES[name], name).toMatch(/^Reference/);
      }
      expect([PAGING.source, INTROSPECTION_SOURCE].every((source) => source.length > 20)).toBe(true);
    });
  },
);
