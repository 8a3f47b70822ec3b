import { recordSchema } from '../record.js';
import { type Resource, reading } from '../resource.js';
import { type CodedRecord, id, optionalCoded, optionalWord, type Unknowns } from '../wire.js';

/** A carrier, product, shipping rate or warehouse that a channel named, mapped or not. */
export interface ExternalEntity {
  readonly id: string;
  /** The channel's own word: a SKU, a rate's name. */
  readonly code: string | null;
  readonly description: string | null;
  /** Open: `carrier`, `product`, `shipping_rate`, `warehouse` are documented. */
  readonly type: string | null;
  /** The channel's own id, e.g. `gid://shopify/Product/123`. */
  readonly externalReference: string | null;
  /** Its code is not documented here. */
  readonly integration: CodedRecord | null;
  /** Fields this version does not know, exactly as they came. */
  readonly extra: Unknowns;
}

export const EXTERNAL_ENTITIES: Resource<ExternalEntity> = {
  root: 'external_entities',
  filterType: 'ExternalEntityFilterType',
  operation: 'ListExternalEntities',
  fields: [
    'id',
    'code',
    'description',
    'entity_type',
    'external_system_reference1',
    'integration.id',
    'integration.name',
  ],
  read: reading(
    recordSchema<ExternalEntity>({
      id: ['id', id],
      code: ['code', optionalWord],
      description: ['description', optionalWord],
      type: ['entity_type', optionalWord],
      externalReference: ['external_system_reference1', optionalWord],
      integration: ['integration', optionalCoded],
    }),
  ),
  keyOf: (entity) => entity.id,
};
