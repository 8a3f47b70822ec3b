/**
 * Everything this package may ask of Clarus that its API reference does not show, and why we think it could be there.
 * Nothing of it is sent (paging and introspection excepted) before `describe()` found that the tenant offers it.
 *
 * "Reference" below is Clarus's OpenAPI document, "knowledge base" its help articles, both in the public repository
 * `Clarus-Software/ClarusWMS_Docs`, as of 2026-08-05. "Inferred" is our conclusion, not Clarus's word.
 */

/** A field or a filter that a tenant may or may not offer. */
export interface Candidate {
  /** How {@link Capabilities} name it: `goods_outs.address.email_address`, `goods_outs(id)`. */
  readonly name: string;
  readonly root: string;
  readonly kind: 'field' | 'filter';
  /** Dotted path below the node, or the filter's name. */
  readonly path: string;
  /** Why it could exist. */
  readonly source: string;
}

const field = (root: string, path: string, source: string): Candidate => ({
  name: `${root}.${path}`,
  root,
  kind: 'field',
  path,
  source,
});

const ADDRESS =
  'Reference, POST /api/goods_outs: `relationships.address` (schema `Address`) is what an order is created with; POST /api/templates shows `goods_out.address.*` being read. Reading it through GraphQL is inferred.';
const ORDER_ATTRIBUTE =
  'Reference, schema `GoodsOutAttributes`: an attribute orders are created with. Reading it is inferred.';
const TEMPLATE_STOCKS =
  'Reference, POST /api/templates, commercial invoice: `packages[].stocks[].product.code` and `.quantity`. Reading it through GraphQL is inferred.';
const TASK_FILTER = 'Reference, list tasks: documented as a filter, not among the fields of the example query.';

export const CANDIDATES: readonly Candidate[] = [
  field('goods_outs', 'address.name', ADDRESS),
  field('goods_outs', 'address.email_address', ADDRESS),
  field('goods_outs', 'address.phone_number', ADDRESS),
  field('goods_outs', 'address.country_code', ADDRESS),
  field('goods_outs', 'external_system_reference1', ORDER_ATTRIBUTE),
  field('goods_outs', 'dispatch_strategy', ORDER_ATTRIBUTE),
  field('goods_outs', 'goods_out_type', ORDER_ATTRIBUTE),
  {
    name: 'goods_outs(id)',
    root: 'goods_outs',
    kind: 'filter',
    path: 'id',
    source:
      'Reference, list suppliers and list mappings: those lists have an `id` filter; every filter table says that more filters exist. For orders inferred.',
  },
  field(
    'goods_out_lines',
    'product.description',
    'Reference, list products: `description` is a field of a product. Reading it through the line is inferred.',
  ),
  field('packages', 'storage_unit.id', 'Reference, list packages: `storage_unit_id` is a filter and a REST attribute.'),
  field('packages', 'stocks.quantity', TEMPLATE_STOCKS),
  field('packages', 'stocks.product.code', TEMPLATE_STOCKS),
  field('tasks', 'completed_at', TASK_FILTER),
  field('tasks', 'storage_unit_from.id', `${TASK_FILTER} (\`storage_unit_from_id\`)`),
];

/**
 * Cursor paging is not in the reference at all. It is used without being described first, because the knowledge base
 * shows it for any list: "Polling for updates" (`all(first, after)`, `pageInfo`) and "Get all sites".
 */
export const PAGING: {
  readonly arguments: readonly string[];
  readonly fields: readonly string[];
  readonly source: string;
} = {
  arguments: ['first', 'after'],
  fields: ['pageInfo.hasNextPage', 'pageInfo.endCursor'],
  source: 'Knowledge base, kb/integrations/api-polling-updates.mdx; api-reference/endpoints/sites/get-all-sites.mdx',
};

/** Each list in the reference ends with "More fields and filters available via GraphQL introspection." */
export const INTROSPECTION_SOURCE =
  'Reference, note under every filter table: more is available via GraphQL introspection.';
