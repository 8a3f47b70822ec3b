/** How a shop's or channel's own words (carriers, shipping rates, warehouses, products) are tied to Clarus's. */
import { recordSchema } from '../record.js';
import { type Resource, reading } from '../resource.js';
import { anything, type CodedRecord, id, idInside, optionalCoded, optionalId, type Unknowns } from '../wire.js';

interface Mapping {
  readonly id: string;
  readonly mappingGroupId: string | null;
  /** Free form, exactly as it came. */
  readonly mappingFields: unknown;
  /** Fields this version does not know, exactly as they came. */
  readonly extra: Unknowns;
}

/** Which carrier and service of Clarus a shop's carrier stands for. */
export interface CarrierMapping extends Mapping {
  /** The channel's own carrier. */
  readonly external: CodedRecord | null;
  readonly carrierId: string | null;
  readonly carrierServiceId: string | null;
}

/** Which carrier and service of Clarus a shop's shipping rate stands for. */
export interface ShippingRateMapping extends Mapping {
  /** The channel's own rate. */
  readonly external: CodedRecord | null;
  /** Null while unmapped, which is legal. */
  readonly carrierId: string | null;
  readonly carrierServiceId: string | null;
}

/** Which warehouse of Clarus a shop's location stands for. */
export interface WarehouseMapping extends Mapping {
  /** The channel's own place. */
  readonly external: CodedRecord | null;
  readonly warehouseId: string | null;
  readonly bayId: string | null;
}

/** Which product of Clarus a shop's product stands for. */
export interface ProductMapping extends Mapping {
  /** The channel's own product. */
  readonly external: CodedRecord | null;
  readonly product: CodedRecord | null;
}

const SHARED_FIELDS = ['id', 'mapping_fields', 'mapping_group_id'];
const SHARED = {
  id: ['id', id],
  mappingGroupId: ['mapping_group_id', optionalId],
  mappingFields: ['mapping_fields', anything],
} as const;

export const CARRIER_MAPPINGS: Resource<CarrierMapping> = {
  root: 'integration_carrier_mappings',
  filterType: 'IntegrationCarrierMappingFilterType',
  operation: 'ListIntegrationCarrierMappings',
  fields: [...SHARED_FIELDS, 'carrier.id', 'carrier_service.id', 'integration_carrier.id', 'integration_carrier.code'],
  read: reading(
    recordSchema<CarrierMapping>({
      ...SHARED,
      external: ['integration_carrier', optionalCoded],
      carrierId: ['carrier', idInside],
      carrierServiceId: ['carrier_service', idInside],
    }),
  ),
  keyOf: (mapping) => mapping.id,
};

export const SHIPPING_RATE_MAPPINGS: Resource<ShippingRateMapping> = {
  root: 'integration_shipping_rate_mappings',
  filterType: 'IntegrationShippingRateMappingFilterType',
  operation: 'ListIntegrationShippingRateMappings',
  fields: [
    ...SHARED_FIELDS,
    'carrier.id',
    'carrier_service.id',
    'integration_shipping_rate.id',
    'integration_shipping_rate.code',
  ],
  read: reading(
    recordSchema<ShippingRateMapping>({
      ...SHARED,
      external: ['integration_shipping_rate', optionalCoded],
      carrierId: ['carrier', idInside],
      carrierServiceId: ['carrier_service', idInside],
    }),
  ),
  keyOf: (mapping) => mapping.id,
};

export const WAREHOUSE_MAPPINGS: Resource<WarehouseMapping> = {
  root: 'integration_warehouse_mappings',
  filterType: 'IntegrationWarehouseMappingFilterType',
  operation: 'ListIntegrationWarehouseMappings',
  fields: [
    ...SHARED_FIELDS,
    'warehouse.id',
    'goods_out_bay.id',
    'integration_warehouse.id',
    'integration_warehouse.code',
  ],
  read: reading(
    recordSchema<WarehouseMapping>({
      ...SHARED,
      external: ['integration_warehouse', optionalCoded],
      warehouseId: ['warehouse', idInside],
      bayId: ['goods_out_bay', idInside],
    }),
  ),
  keyOf: (mapping) => mapping.id,
};

export const PRODUCT_MAPPINGS: Resource<ProductMapping> = {
  root: 'integration_product_mappings',
  filterType: 'IntegrationProductMappingFilterType',
  operation: 'ListIntegrationProductMappings',
  fields: [...SHARED_FIELDS, 'product.id', 'product.code', 'integration_product.id', 'integration_product.code'],
  read: reading(
    recordSchema<ProductMapping>({
      ...SHARED,
      external: ['integration_product', optionalCoded],
      product: ['product', optionalCoded],
    }),
  ),
  keyOf: (mapping) => mapping.id,
};
