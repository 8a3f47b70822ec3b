import { recordSchema } from '../record.js';
import { type Resource, reading } from '../resource.js';
import { id, optionalFlag, optionalWord, type Unknowns, word } from '../wire.js';

/** A stock owner: a brand whose goods the warehouse keeps. Never the shopper. */
export interface Account {
  readonly id: string;
  readonly code: string;
  readonly name: string | null;
  /** Whether its orders may be shorted. */
  readonly isShortPickable: boolean | null;
  readonly externalReference: string | null;
  readonly vatNumber: string | null;
  /** Fields this version does not know, exactly as they came. */
  readonly extra: Unknowns;
}

export const ACCOUNTS: Resource<Account> = {
  root: 'accounts',
  filterType: 'AccountFilterType',
  operation: 'ListAccounts',
  fields: ['id', 'code', 'name', 'is_short_pickable', 'external_system_reference1', 'vat_number'],
  read: reading(
    recordSchema<Account>({
      id: ['id', id],
      code: ['code', word],
      name: ['name', optionalWord],
      isShortPickable: ['is_short_pickable', optionalFlag],
      externalReference: ['external_system_reference1', optionalWord],
      vatNumber: ['vat_number', optionalWord],
    }),
  ),
  keyOf: (account) => account.id,
};
