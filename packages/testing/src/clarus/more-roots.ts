/** Roots that change rarely: movements, receipts, automations, parties, products. */
import { type AnyRoot, byIndex, partiesOf, productNode, root, timestamp } from './roots.js';
import { ukDate, ukTimestamp } from './timestamps.js';
import type {
  WorldAccount,
  WorldAutomation,
  WorldCarrier,
  WorldExternalEntity,
  WorldProduct,
  WorldReceipt,
  WorldService,
  WorldTransaction,
  WorldWarehouse,
} from './world/model.js';

const SET_UP_AT_MS = Date.UTC(2026, 0, 10, 12);
const MAPPED_TO_SERVICE = 'carrier: IdNode carrier_service: IdNode';

function mappedToService(): { readonly carrier: unknown; readonly carrier_service: unknown } {
  return { carrier: { id: '12' }, carrier_service: { id: '34' } };
}

/** `integration_<type>_mappings`: the entities of that type which are tied to a record of Clarus's own. */
function mappingRoot(
  type: 'product' | 'shipping_rate' | 'carrier',
  fields: string,
  toOwn: () => Readonly<Record<string, unknown>>,
): AnyRoot {
  const external = `integration_${type}`;
  const filterTypes = { product: 'Product', shipping_rate: 'ShippingRate', carrier: 'Carrier' } as const;
  return root<WorldExternalEntity>({
    name: `${external}_mappings`,
    filterType: `Integration${filterTypes[type]}MappingFilterType`,
    filters: {
      mapping_group_id: { input: 'Id', value: () => '7' },
      [`${external}_id`]: { input: 'Id', value: (entity) => entity.id },
      [`${external}_code`]: { input: 'String', value: (entity) => entity.code },
      created_at: { input: 'Datetime', value: () => SET_UP_AT_MS },
    },
    fields: `id: ID! ${fields} ${external}: CodeNode mapping_fields: JSON mapping_group_id: ID`,
    rows: (state) => state.externalEntities.of(type).filter(({ isMapped }) => isMapped),
    toNode: ({ id, code }) => ({
      id: `m${id}`,
      ...toOwn(),
      [external]: { id, code },
      mapping_fields: [],
      mapping_group_id: '7',
    }),
  });
}

export const OTHER_ROOTS: readonly AnyRoot[] = [
  root<WorldTransaction>({
    name: 'transactions',
    filterType: 'TransactionFilterType',
    extraArguments: ', include_archived: Boolean',
    filters: {
      subtype: { input: 'Code', value: (transaction) => transaction.subtype },
      category: { input: 'String', value: (transaction) => transaction.category },
      product_id: { input: 'Id', value: (transaction) => transaction.productId },
      account_id: { input: 'Id', value: (transaction) => transaction.accountId },
      warehouse_id: { input: 'Id', value: (transaction) => transaction.warehouseId },
      created_at: { input: 'Datetime', value: (transaction) => transaction.createdAtMs },
      goods_out_id: { input: 'Id', value: (transaction) => transaction.orderId },
      location_from_id: { input: 'Id', value: () => null },
      location_to_id: { input: 'Id', value: () => null },
    },
    fields: `id: ID! subtype: String category: String quantity: Float created_at: ISO8601DateTime product: ProductNode
      account: CodeNode location_from: CodeNode location_to: CodeNode completing_user: IdNode`,
    rows: (state, filter) => byIndex(filter, 'goods_out_id', state.transactions),
    toNode: (transaction, state) => ({
      id: transaction.id,
      subtype: transaction.subtype,
      category: transaction.category,
      quantity: transaction.quantity,
      created_at: ukTimestamp(transaction.createdAtMs),
      product: productNode(transaction.productId, state),
      ...partiesOf(transaction, state),
      location_from: null,
      location_to: null,
      completing_user: { id: '210' },
    }),
  }),
  root<WorldReceipt>({
    name: 'goods_in_receipts',
    filterType: 'InboundGoodFilterType',
    filters: {
      reference: { input: 'String', value: (receipt) => receipt.reference },
      status: { input: 'String', value: (receipt) => receipt.status },
      account_id: { input: 'Id', value: (receipt) => receipt.accountId },
      warehouse_id: { input: 'Id', value: (receipt) => receipt.warehouseId },
      expected_date_of_receipt: { input: 'Datetime', value: (receipt) => receipt.expectedAtMs },
      id: { input: 'Id', value: (receipt) => receipt.id, isGenerous: true },
    },
    fields: `id: ID! reference: String status: String receipt_type: String expected_date_of_receipt: String
      actual_date_of_receipt: String notes: String account: NamedNode warehouse: NamedNode`,
    generousFields: `external_system_reference1: String goods_in_receipt_kind: CodeNode
      lines: [ReceiptLineNode!]`,
    rows: (state) => state.receipts.all,
    toNode: (receipt, state) => ({
      id: receipt.id,
      reference: receipt.reference,
      status: receipt.status,
      receipt_type: 'standard',
      expected_date_of_receipt: ukDate(receipt.expectedAtMs),
      actual_date_of_receipt: timestamp(receipt.receivedAtMs),
      notes: null,
      ...partiesOf(receipt, state),
      external_system_reference1: receipt.externalReference,
      goods_in_receipt_kind: receipt.kind === 'RETURN' ? { id: '2', code: 'RETURN' } : { id: '1', code: 'GOODS_IN' },
      lines: receipt.lines.map((line) => ({
        id: line.id,
        expected_quantity: line.quantity,
        received_quantity: line.received,
        product: productNode(line.productId, state),
      })),
    }),
  }),
  root<WorldExternalEntity>({
    name: 'external_entities',
    filterType: 'ExternalEntityFilterType',
    filters: {
      entity_type: { input: 'Code', value: (entity) => entity.type },
      code: { input: 'String', value: (entity) => entity.code },
      description: { input: 'String', value: (entity) => entity.code },
      integration_id: { input: 'Id', value: () => '12' },
      integration_name: { input: 'String', value: (entity) => entity.integration },
      external_system_reference1: { input: 'String', value: (entity) => entity.code },
      created_at: { input: 'Datetime', value: () => SET_UP_AT_MS },
    },
    fields: `id: ID! code: String description: String entity_type: String external_system_reference1: String
      integration: IntegrationNode`,
    rows: (state) => state.externalEntities.all,
    toNode: ({ id, type, code, integration }) => ({
      id,
      code,
      description: code,
      entity_type: type,
      external_system_reference1: code,
      integration: { id: '12', name: integration },
    }),
  }),
  mappingRoot('product', 'product: CodeNode', () => ({ product: { id: '1', code: 'MAPPED' } })),
  mappingRoot('shipping_rate', MAPPED_TO_SERVICE, mappedToService),
  mappingRoot('carrier', MAPPED_TO_SERVICE, mappedToService),
  root<WorldAutomation>({
    name: 'automations',
    filterType: 'AutomationFilterType',
    filters: {
      name: { input: 'String', value: (automation) => automation.name },
      resource_name: { input: 'Exact', value: (automation) => automation.resource },
      event: { input: 'Exact', value: (automation) => automation.event },
      enabled: { input: 'Boolean', value: (automation) => automation.isEnabled },
      integration_id: { input: 'Id', value: (automation) => automation.integrationId },
      created_at: { input: 'Datetime', value: () => SET_UP_AT_MS },
    },
    fields: `id: ID! name: String resource_name: String event: String enabled: Boolean integration_id: ID
      created_at: ISO8601DateTime`,
    rows: (state) => state.automations,
    toNode: ({ id, name, resource, event, isEnabled, integrationId }) => ({
      id,
      name,
      resource_name: resource,
      event,
      enabled: isEnabled,
      integration_id: integrationId,
      created_at: ukTimestamp(SET_UP_AT_MS),
    }),
  }),
  root<WorldCarrier>({
    name: 'carriers',
    filterType: 'CarrierFilterType',
    filters: {
      code: { input: 'String', value: (carrier) => carrier.code },
      name: { input: 'String', value: (carrier) => carrier.name },
      active: { input: 'Boolean', value: () => true },
      carrier_type: { input: 'String', value: () => 'custom' },
      carrier_externally_registered: { input: 'Boolean', value: () => false },
      external_system_reference1: { input: 'String', value: () => null },
      created_at: { input: 'Datetime', value: () => SET_UP_AT_MS },
    },
    fields: `id: ID! code: String name: String description: String active: Boolean carrier_type: String
      carrier_externally_registered: Boolean`,
    rows: (state) => state.carriers.all,
    toNode: ({ id, code, name }) => ({
      id,
      code,
      name,
      description: name,
      active: true,
      carrier_type: 'custom',
      carrier_externally_registered: false,
    }),
  }),
  root<WorldService>({
    name: 'carrier_services',
    filterType: 'CarrierServiceFilterType',
    filters: {
      code: { input: 'String', value: (service) => service.code },
      name: { input: 'String', value: (service) => service.name },
      active: { input: 'Boolean', value: () => true },
      carrier_id: { input: 'Id', value: (service) => service.carrierId },
      carrier_code: { input: 'String', value: (service, state) => state.carriers.get(service.carrierId)?.code ?? null },
      external_preset_id: { input: 'Id', value: () => null },
    },
    fields: 'id: ID! code: String name: String active: Boolean is_default: Boolean carrier: CodeNode',
    rows: (state) => state.services.all,
    toNode: ({ id, code, name, carrierId }, state) => ({
      id,
      code,
      name,
      active: true,
      is_default: false,
      carrier: state.carriers.get(carrierId) ?? null,
    }),
  }),
  root<WorldProduct>({
    name: 'products',
    filterType: 'ProductsFilterType',
    filters: {
      code: { input: 'String', value: (product) => product.code },
      barcode: { input: 'String', value: () => null },
      all_codes: { input: 'String', value: (product) => product.code },
      description: { input: 'String', value: (product) => product.description },
      account_id: { input: 'Id', value: (_product, state) => state.accounts[0]?.id ?? null },
      product_type: { input: 'String', value: () => 'standard' },
    },
    fields: `id: ID! code: String barcode: String description: String long_description: String product_type: String
      units_per_case: Int shelf_life_min: Int shelf_life_max: Int commodity_code: String country_of_manufacture: String`,
    rows: (state) => state.products.all,
    toNode: ({ id, code, description }) => ({
      id,
      code,
      barcode: null,
      description,
      long_description: null,
      product_type: 'standard',
      units_per_case: null,
      shelf_life_min: null,
      shelf_life_max: null,
      commodity_code: null,
      country_of_manufacture: 'GB',
    }),
  }),
  root<WorldAccount>({
    name: 'accounts',
    filterType: 'AccountFilterType',
    filters: {
      code: { input: 'String', value: (account) => account.code },
      name: { input: 'String', value: (account) => account.name },
      warehouse_id: { input: 'Id', value: (_account, state) => state.warehouses[0]?.id ?? null },
      is_short_pickable: { input: 'Boolean', value: () => true },
    },
    fields: `id: ID! code: String name: String is_short_pickable: Boolean external_system_reference1: String
      vat_number: String`,
    generousFields: 'dispatch_strategy: String',
    rows: (state) => state.accounts,
    toNode: ({ id, code, name, dispatchStrategy }) => ({
      id,
      code,
      name,
      is_short_pickable: true,
      external_system_reference1: null,
      vat_number: null,
      dispatch_strategy: dispatchStrategy,
    }),
  }),
  root<WorldWarehouse>({
    name: 'warehouses',
    filterType: 'WarehouseFilterType',
    filters: {
      code: { input: 'String', value: (warehouse) => warehouse.code },
      name: { input: 'String', value: (warehouse) => warehouse.name },
      site_id: { input: 'Id', value: () => null },
    },
    fields: `id: ID! code: String name: String consolidate_pick_enabled: Boolean loading_validation_setting: String
      opening_times_enabled: Boolean address: WarehouseAddress`,
    rows: (state) => state.warehouses,
    toNode: ({ id, code, name }) => ({
      id,
      code,
      name,
      consolidate_pick_enabled: false,
      loading_validation_setting: 'none',
      opening_times_enabled: false,
      address: {
        address_1: '123 Warehouse Lane',
        address_2: null,
        address_3: 'Manchester',
        address_4: 'Greater Manchester',
        postcode: 'M1 1AA',
        country_code: 'GB',
      },
    }),
  }),
];
