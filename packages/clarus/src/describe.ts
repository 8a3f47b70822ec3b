import type { ClarusContext } from './context.js';
import { ClarusGraphQLError, ClarusValidationError } from './errors.js';
import { readGraphQL } from './graphql.js';
import { introspect } from './introspect.js';
import { isRecord } from './json.js';
import { ORDERS } from './orders/order.js';
import { GOODS_IN_RECEIPTS } from './receipts/receipt.js';
import { renderSelection } from './resource.js';
import { CANDIDATES, type Candidate } from './undocumented.js';

/** What a tenant offers beyond Clarus's documentation. Plain JSON: keep it and pass it back as `capabilities`. */
export interface Capabilities {
  readonly version: 1;
  /** How it was found. Each name in `offered` was tried out in either case. */
  readonly by: 'introspection' | 'trial';
  /** Names of candidates, e.g. `goods_outs.address.email_address`; a filter is `goods_outs(id)`. */
  readonly offered: readonly string[];
}

/** No record has it: a filter that works finds nothing. */
const IMPOSSIBLE_ID = '0';

/**
 * Finds which candidates of `undocumented.ts` this tenant really offers. Introspection, where it is on, narrows them
 * down; the rest is asked for in queries of one record each: all of one root together, and one by one where that is
 * refused. Some ten requests at most where introspection is on, some twenty-five where it is off.
 *
 * @throws {ClarusTransportError} and the other errors of a failing call: trouble is not taken for a "no".
 */
export async function describeTenant(context: ClarusContext, signal: AbortSignal | undefined): Promise<Capabilities> {
  const known = await introspect(context, signal);
  const plausible = known === null ? CANDIDATES : CANDIDATES.filter((candidate) => known(candidate));
  const offered: string[] = [];
  const byRoot = Map.groupBy(plausible, ({ root, kind }) => `${root} ${kind}`);
  for (const candidates of byRoot.values()) {
    for (const candidate of await confirmed(context, candidates, signal)) offered.push(candidate.name);
  }
  return { version: 1, by: known === null ? 'trial' : 'introspection', offered };
}

async function confirmed(
  context: ClarusContext,
  candidates: readonly Candidate[],
  signal: AbortSignal | undefined,
): Promise<readonly Candidate[]> {
  if (await isAnswered(context, candidates, signal)) return candidates;
  if (candidates.length === 1) return [];
  const answered: Candidate[] = [];
  for (const candidate of candidates) {
    if (await isAnswered(context, [candidate], signal)) answered.push(candidate);
  }
  return answered;
}

/** Also right after introspection: a schema may show a field that this API user may not read. */
async function isAnswered(
  context: ClarusContext,
  candidates: readonly Candidate[],
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    return candidates[0]?.kind === 'filter'
      ? await isFiltering(context, candidates[0], signal)
      : await isSelectable(context, candidates, signal);
  } catch (error) {
    if (error instanceof ClarusValidationError) return false;
    if (error instanceof ClarusGraphQLError && !error.retryable) return false;
    throw error;
  }
}

async function isSelectable(
  context: ClarusContext,
  candidates: readonly Candidate[],
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const selection = renderSelection(['id', ...candidates.map(({ path }) => path)]);
  const document = `query DescribeFields { ${candidates[0]?.root} { all(first: 1) { edges { node { ${selection} } } } } }`;
  await readGraphQL(context, document, {}, signal);
  return true;
}

/** Not being refused is not enough: a server may ignore a filter it does not know, and would then list everything. */
async function isFiltering(
  context: ClarusContext,
  { root, path }: Candidate,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const { filterType } = root === GOODS_IN_RECEIPTS.root ? GOODS_IN_RECEIPTS : ORDERS;
  const document = `query DescribeFilter($filter: ${filterType}) { ${root} { all(filter: $filter, first: 1) { edges { node { id } } } } }`;
  const data = await readGraphQL(context, document, { filter: { [path]: { eq: IMPOSSIBLE_ID } } }, signal);
  const list = data[root];
  const all = isRecord(list) ? list['all'] : undefined;
  return isRecord(all) && Array.isArray(all['edges']) && all['edges'].length === 0;
}
