/** Runs GraphQL on the tenant with the real engine. Loaded with the first query, so that nothing else pays for it. */
import {
  buildSchema,
  type DocumentNode,
  execute,
  GraphQLError,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { isObject, type JsonObject } from '../json.js';
import { FILTER_INPUTS, satisfies } from './filters.js';
import { OTHER_ROOTS } from './more-roots.js';
import { type AnyRoot, type ClarusProfile, ORDER_ROOTS } from './roots.js';
import type { WorldState } from './world/state.js';

export interface EngineConfig {
  readonly state: WorldState;
  readonly profile: ClarusProfile;
  /** Most nodes of one page, whatever was asked for. */
  readonly pageCap: number;
}

export interface GraphqlRequest {
  readonly query: string;
  readonly variables: JsonObject;
  readonly operationName: string | null;
  readonly isIntrospectionOn: boolean;
}

export interface Engine {
  /** `{ data?, errors? }`, sent with 200 whatever is in it. */
  run(request: GraphqlRequest): Promise<unknown>;
}

const ROOTS: readonly AnyRoot[] = [...ORDER_ROOTS, ...OTHER_ROOTS];

const SHARED_TYPES = `
  scalar ISO8601DateTime
  scalar JSON
  type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
  type IdNode { id: ID! }
  type CodeNode { id: ID! code: String }
  type NamedNode { id: ID! code: String name: String }
  type StatusNode { code: String! name: String! }
  type ReferenceNode { id: ID! reference: String }
  type WarehouseAddress {
    address_1: String address_2: String address_3: String address_4: String postcode: String country_code: String
  }
  type IntegrationNode { id: ID! name: String }
  type ReceiptLineNode { id: ID! expected_quantity: Float received_quantity: Float product: ProductNode }
  type OrderAddress { name: String email_address: String phone_number: String country_code: String }
`;

export function createEngine({ state, profile, pageCap }: EngineConfig): Engine {
  const schema = buildSchema(schemaText(profile));
  const rootValue = Object.fromEntries(ROOTS.map((root) => [root.name, { all: connection(root, state, pageCap) }]));
  const documents = new Map<string, DocumentNode | readonly GraphQLError[]>();

  return {
    run: async ({ query, variables, operationName, isIntrospectionOn }) => {
      const key = `${isIntrospectionOn} ${query}`;
      const document = documents.get(key) ?? checked(schema, query, isIntrospectionOn);
      documents.set(key, document);
      if (!('kind' in document)) return { errors: document };
      return execute({ schema, document, rootValue, variableValues: variables, operationName });
    },
  };
}

/** The schema in GraphQL's own language. */
function schemaText(profile: ClarusProfile): string {
  const isGenerous = profile === 'generous';
  const inputs = Object.values(FILTER_INPUTS).map(({ type, fields }) => `input ${type} { ${fields} }`);
  const types = ROOTS.map((root) => {
    const filters = root.filters
      .filter((filter) => isGenerous || !filter.isGenerous)
      .map(({ field, input }) => `${field}: ${FILTER_INPUTS[input].type}`);
    const type = pascal(root.name);
    return `
      input ${root.filterType} { ${filters.join(' ')} }
      type ${type}Node { ${root.fields} ${isGenerous ? root.generousFields : ''} }
      type ${type}Edge { cursor: String! node: ${type}Node! }
      type ${type}Connection { pageInfo: PageInfo! edges: [${type}Edge!]! }
      type ${type}Query { all(filter: ${root.filterType}, first: Int, after: String${root.extraArguments}): ${type}Connection! }`;
  });
  const query = ROOTS.map((root) => `${root.name}: ${pascal(root.name)}Query!`).join(' ');
  const product = `type ProductNode { id: ID! code: String ${isGenerous ? 'description: String' : ''} }`;
  return [SHARED_TYPES, product, ...inputs, ...types, `type Query { ${query} }`].join('\n');
}

function checked(
  schema: GraphQLSchema,
  query: string,
  isIntrospectionOn: boolean,
): DocumentNode | readonly GraphQLError[] {
  try {
    const document = parse(query);
    const rules = isIntrospectionOn ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
    const errors = validate(schema, document, rules);
    return errors.length > 0 ? errors : document;
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

interface ConnectionArguments {
  readonly filter?: unknown;
  readonly first?: number | null;
  readonly after?: string | null;
}

/** Cursors are list offsets, as the one captured answer suggests: a row added before it shifts a page. */
function connection(root: AnyRoot, state: WorldState, pageCap: number): (asked: ConnectionArguments) => unknown {
  return ({ filter, first, after }) => {
    const rows = root.select(state, isObject(filter) ? filter : {}, satisfies);
    const offset = after === undefined || after === null ? 0 : offsetOf(after);
    const size = Math.min(Math.max(first ?? pageCap, 0), pageCap);
    const edges = rows.slice(offset, offset + size).map((toNode, index) => ({
      cursor: cursorOf(offset + index + 1),
      node: toNode(),
    }));
    return {
      pageInfo: {
        hasNextPage: offset + edges.length < rows.length,
        hasPreviousPage: offset > 0,
        startCursor: edges.at(0)?.cursor ?? null,
        endCursor: edges.at(-1)?.cursor ?? null,
      },
      edges,
    };
  };
}

/** Base64 of the offset, unpadded: `MQ` is 1. */
function cursorOf(offset: number): string {
  return btoa(String(offset)).replace(/=+$/, '');
}

function offsetOf(cursor: string): number {
  const offset = Number(atob(cursor));
  if (!Number.isInteger(offset) || offset < 0) throw new RangeError('Invalid cursor');
  return offset;
}

function pascal(name: string): string {
  return name.replaceAll(/(^|_)([a-z])/g, (_match, _gap, letter: string) => letter.toUpperCase());
}
