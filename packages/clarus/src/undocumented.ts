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
}

const field = (root: string, path: string): Candidate => ({ name: `${root}.${path}`, root, kind: 'field', path });

export const CANDIDATES: readonly Candidate[] = [
  field('goods_outs', 'address.name'),
  field('goods_outs', 'address.email_address'),
  field('goods_outs', 'address.phone_number'),
  field('goods_outs', 'address.country_code'),
  field('goods_outs', 'external_system_reference1'),
  field('goods_outs', 'dispatch_strategy'),
  field('goods_outs', 'goods_out_type'),
  field('goods_outs', 'customer.id'),
  field('goods_outs', 'customer.code'),
  { name: 'goods_outs(id)', root: 'goods_outs', kind: 'filter', path: 'id' },
  field('goods_out_lines', 'product.description'),
  field('shipments', 'goods_out.id'),
  field('packages', 'storage_unit.id'),
  field('packages', 'stocks.quantity'),
  field('packages', 'stocks.product.code'),
  field('tasks', 'completed_at'),
  field('tasks', 'storage_unit_from.id'),
  field('tasks', 'goods_out.id'),
  field('goods_in_receipts', 'external_system_reference1'),
  field('goods_in_receipts', 'goods_in_receipt_kind.id'),
  field('goods_in_receipts', 'goods_in_receipt_kind.code'),
  field('goods_in_receipts', 'lines.id'),
  field('goods_in_receipts', 'lines.expected_quantity'),
  field('goods_in_receipts', 'lines.received_quantity'),
  field('goods_in_receipts', 'lines.product.code'),
  { name: 'goods_in_receipts(id)', root: 'goods_in_receipts', kind: 'filter', path: 'id' },
];

const ADDRESS =
  'Reference, POST /api/goods_outs: `relationships.address` (schema `Address`) is what an order is created with; POST /api/templates shows `goods_out.address.*` being read. Reading it through GraphQL is inferred.';
const ORDER_ATTRIBUTE =
  'Reference, schema `GoodsOutAttributes`: an attribute orders are created with. Reading it is inferred.';
const TEMPLATE_STOCKS =
  'Reference, POST /api/templates, commercial invoice: `packages[].stocks[].product.code` and `.quantity`. Reading it through GraphQL is inferred.';
const RECEIPT_LINES =
  'Reference, POST /api/templates, pre-receipt note: `lines`; POST /api/goods_in_receipts: a line’s `expected_quantity` and `product_id`. Reading them through GraphQL is inferred, and so is the name of what was received.';
const RECEIPT_KIND =
  'Reference, POST /api/automations: condition `goods_in_receipt_kind_id`. Reading the kind through GraphQL is inferred.';
const TASK_FILTER = 'Reference, list tasks: documented as a filter, not among the fields of the example query.';

/** Why each candidate could exist, by its name. Apart from the list above so that no bundle carries it. */
export const CANDIDATE_SOURCES: Readonly<Record<string, string>> = {
  'goods_outs.address.name': ADDRESS,
  'goods_outs.address.email_address': ADDRESS,
  'goods_outs.address.phone_number': ADDRESS,
  'goods_outs.address.country_code': ADDRESS,
  'goods_outs.external_system_reference1': ORDER_ATTRIBUTE,
  'goods_outs.dispatch_strategy': ORDER_ATTRIBUTE,
  'goods_outs.goods_out_type': ORDER_ATTRIBUTE,
  'goods_outs.customer.id': `${ORDER_ATTRIBUTE} (\`customer_id\`)`,
  'goods_outs.customer.code': `${ORDER_ATTRIBUTE} (\`customer_id\`)`,
  'goods_outs(id)':
    'Reference, list suppliers and list mappings: those lists have an `id` filter; every filter table says that more filters exist. For orders inferred.',
  'goods_out_lines.product.description':
    'Reference, list products: `description` is a field of a product. Reading it through the line is inferred.',
  'shipments.goods_out.id':
    'Reference, list shipments: `goods_out_id` is a filter and a REST attribute, not among the fields of the example query.',
  'packages.storage_unit.id': 'Reference, list packages: `storage_unit_id` is a filter and a REST attribute.',
  'packages.stocks.quantity': TEMPLATE_STOCKS,
  'packages.stocks.product.code': TEMPLATE_STOCKS,
  'tasks.completed_at': TASK_FILTER,
  'tasks.storage_unit_from.id': `${TASK_FILTER} (\`storage_unit_from_id\`)`,
  'tasks.goods_out.id': `${TASK_FILTER} (\`goods_out_id\`)`,
  'goods_in_receipts.external_system_reference1':
    'Reference, POST /api/goods_in_receipts: an attribute receipts are created with. Reading it is inferred.',
  'goods_in_receipts.goods_in_receipt_kind.id': RECEIPT_KIND,
  'goods_in_receipts.goods_in_receipt_kind.code': RECEIPT_KIND,
  'goods_in_receipts.lines.id': RECEIPT_LINES,
  'goods_in_receipts.lines.expected_quantity': RECEIPT_LINES,
  'goods_in_receipts.lines.received_quantity': RECEIPT_LINES,
  'goods_in_receipts.lines.product.code': RECEIPT_LINES,
  'goods_in_receipts(id)':
    'Reference, list suppliers and list mappings: those lists have an `id` filter; every filter table says that more filters exist. For receipts inferred.',
};

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

/** Words of Clarus's prose that its schemas do not have. Sent only where `dialect` says so. */
export const DIALECTS: readonly { readonly word: string; readonly source: string }[] = [
  { word: 'REMOVE', source: 'Reference, PATCH /api/goods_outs/{id}, prose: instead of the schema’s `DESTROY`.' },
  { word: 'packages_changes', source: 'Reference, /api/shipments, prose: instead of the schema’s `packages`.' },
];

/** Updates that name only what changes, though the schema they share with creates requires more. */
export const PARTIAL_UPDATES: { readonly operations: readonly string[]; readonly source: string } = {
  operations: ['PATCH /api/goods_outs/{id}', 'PATCH /api/products/{id}', 'PATCH /api/goods_in_receipts/{id}'],
  source: 'Reference, PATCH /api/goods_outs/{id}: its own example leaves out what `GoodsOutAttributes` requires.',
};
