/**
 * A small Clarus for tests: a real GraphQL schema of the documented lists over plain arrays, as a `fetch`. Pages by
 * offset cursors as the docs' only captured answer does. Rows are what the wire would carry.
 */
import { buildSchema, type GraphQLSchema, graphql, NoSchemaIntrospectionCustomRule, parse, validate } from 'graphql';

type Row = Record<string, unknown>;
export type Rows = Record<string, readonly Row[]>;

const CODED = 'type Coded { id: ID code: String name: String description: String reference: String }';

/** Root → [filter type, its fields, extra node fields]. */
function sdl(generous: boolean): string {
  const filter = (type: string, fields: string): string => `input ${type} { ${fields} }`;
  const list = (node: string, type: string, name: string): string =>
    `type ${name} { all(filter: ${type}, first: Int, after: String): ${name}All }
     type ${name}All { pageInfo: PageInfo! edges: [${name}Edge!]! }
     type ${name}Edge { cursor: String node: ${name}Node! }
     type ${name}Node { ${node} }`;
  const address = 'type Address { name: String email_address: String phone_number: String country_code: String }';
  return `
    scalar Any
    input S { eq: String ilike: String like: String in: [String!] }
    input I { eq: ID in: [ID!] gt: ID }
    input D { eq: String from: String to: String }
    ${CODED}
    ${address}
    type PageInfo { hasNextPage: Boolean! endCursor: String }
    type Query { goods_outs: Orders goods_out_lines: Lines shipments: Shipments packages: Packages tasks: Tasks
      transactions: Transactions stock_balances: Balances goods_in_receipts: Receipts automations: Automations }
    ${filter('GoodsOutsFilterType', `reference: S goods_out_status_code: S account_id: I ${generous ? 'id: I' : ''}`)}
    ${filter('GoodsOutLineFilterType', 'goods_out_id: I')}
    ${filter('ShipmentFilterType', 'goods_out_id: I status: S')}
    ${filter('PackageFilterType', 'shipment_id: I')}
    ${filter('TaskFilterType', 'goods_out_id: I task_type_code: S completed_at: D')}
    ${filter('TransactionFilterType', 'goods_out_id: I')}
    ${filter('StockBalancesFilterType', 'product_code: S account_id: I')}
    ${filter('InboundGoodFilterType', 'reference: S')}
    ${filter('AutomationFilterType', 'name: S')}
    ${list(
      `id: ID! reference: String priority: Int expected_date_of_dispatch: String goods_out_status: Coded account: Coded
       warehouse: Coded carrier: Coded ${generous ? 'address: Address external_system_reference1: String dispatch_strategy: String' : ''}`,
      'GoodsOutsFilterType',
      'Orders',
    )}
    ${list('id: ID! order_quantity: Float allocated_quantity: Float pick_quantity: Float dispatch_quantity: Float short_status: String product: Coded goods_out: Coded carrier: Coded', 'GoodsOutLineFilterType', 'Lines')}
    ${list('id: ID! reference: String name: String status: String delivery_notes: String collection_datetime: String label_filename: String packages_count: Int carrier: Coded carrier_service: Coded warehouse: Coded', 'ShipmentFilterType', 'Shipments')}
    ${list(`id: ID! tracking_number: String shipment: Coded storage_unit_type: Coded ${generous ? 'storage_unit: Coded' : ''}`, 'PackageFilterType', 'Packages')}
    ${list(
      `id: ID! status: String subtype: String start_quantity: Float confirmed_quantity: Float created_at: String account: Coded
       warehouse: Coded product: Coded task_type: Coded location_from: Coded location_to: Coded
       ${generous ? 'completed_at: String storage_unit_from: Coded' : ''}`,
      'TaskFilterType',
      'Tasks',
    )}
    ${list('id: ID! subtype: String category: String quantity: Float created_at: String product: Coded account: Coded location_from: Coded location_to: Coded completing_user: Coded', 'TransactionFilterType', 'Transactions')}
    ${list('available: Float allocated: Float ordered: Float received: Float picked: Float product: Coded account: Coded warehouse: Coded', 'StockBalancesFilterType', 'Balances')}
    ${list('id: ID! reference: String status: String receipt_type: String expected_date_of_receipt: String actual_date_of_receipt: String notes: String account: Coded warehouse: Coded', 'InboundGoodFilterType', 'Receipts')}
    ${list('id: ID! name: String resource_name: String event: String enabled: Boolean integration_id: ID created_at: String', 'AutomationFilterType', 'Automations')}
  `;
}

/** Where a filter's value sits in a row; `goods_out_id` and such are kept beside the wire's fields as `_goods_out_id`. */
function filteredValue(row: Row, filter: string): unknown {
  const nested: Record<string, readonly [string, string]> = {
    goods_out_status_code: ['goods_out_status', 'code'],
    task_type_code: ['task_type', 'code'],
    product_code: ['product', 'code'],
    account_id: ['account', 'id'],
    shipment_id: ['shipment', 'id'],
  };
  const path = nested[filter];
  return path === undefined ? (row[`_${filter}`] ?? row[filter]) : (row[path[0]] as Row | undefined)?.[path[1]];
}

function matches(row: Row, filter: Record<string, Record<string, unknown>> | undefined): boolean {
  return Object.entries(filter ?? {}).every(([name, operators]) => {
    const value = filteredValue(row, name);
    return Object.entries(operators).every(([operator, wanted]) => {
      if (operator === 'eq') return String(value) === String(wanted);
      if (operator === 'in') return Array.isArray(wanted) && wanted.map(String).includes(String(value));
      if (operator === 'from') return typeof value === 'string' && Date.parse(value) >= Date.parse(String(wanted));
      throw new Error(`the tiny Clarus has no operator ${operator}`);
    });
  });
}

export interface TinyClarus {
  readonly fetch: (input: Request | URL | string, init?: RequestInit) => Promise<Response>;
  /** Replace lists to change the world between requests. */
  readonly rows: Rows;
  /** GraphQL documents received, in order. */
  readonly documents: { readonly query: string; readonly variables: Record<string, unknown> }[];
}

export interface TinyClarusOptions {
  readonly generous?: boolean;
  readonly introspection?: boolean;
  /** Looks at each GraphQL request first; an answer it returns is the answer. */
  readonly intercept?: (query: string, requestNumber: number) => Response | undefined;
  /** Called as each list of a request is resolved, in the order of the document. */
  readonly onResolve?: (root: string) => void;
}

export function tinyClarus(initial: Rows, options: TinyClarusOptions = {}): TinyClarus {
  const rows: Rows = { ...initial };
  const schema: GraphQLSchema = buildSchema(sdl(options.generous ?? false));
  const documents: { query: string; variables: Record<string, unknown> }[] = [];
  const rootValue = Object.fromEntries(
    Object.keys(schema.getQueryType()?.getFields() ?? {}).map((root) => [
      root,
      () => {
        options.onResolve?.(root);
        return {
          all: ({ filter, first = 50, after }: { filter?: never; first?: number; after?: string }) => {
            const found = (rows[root] ?? []).filter((row) => matches(row, filter));
            const start = after === undefined ? 0 : Number(atob(after));
            const page = found.slice(start, start + first);
            return {
              pageInfo: {
                hasNextPage: start + page.length < found.length,
                endCursor: page.length === 0 ? null : btoa(String(start + page.length)),
              },
              edges: page.map((node) => ({ node })),
            };
          },
        };
      },
    ]),
  );

  return {
    rows,
    documents,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      if (request.url.endsWith('/oauth/token')) return Response.json({ access_token: 'token-1', expires_in: 3600 });
      const body: { query: string; variables: Record<string, unknown> } = JSON.parse(await request.text());
      documents.push(body);
      const intercepted = options.intercept?.(body.query, documents.length);
      if (intercepted !== undefined) return intercepted;
      if (options.introspection === false) {
        const errors = validate(schema, parse(body.query), [NoSchemaIntrospectionCustomRule]);
        if (errors.length > 0) return Response.json({ errors });
      }
      return Response.json(await graphql({ schema, source: body.query, rootValue, variableValues: body.variables }));
    },
  };
}
