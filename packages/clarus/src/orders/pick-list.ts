import { recordSchema } from '../record.js';
import { type Resource, reading } from '../resource.js';
import {
  type CodedRecord,
  id,
  type NamedCode,
  optionalCoded,
  optionalNamedCode,
  optionalWord,
  type Unknowns,
} from '../wire.js';

/** Work to pick one order, or several consolidated. Cancelling it does not cancel its orders. */
export interface PickList {
  readonly id: string;
  readonly reference: string | null;
  readonly pickReference: string | null;
  /** Open: `single` is the only value shown; the REST schemas say `standard` and `tote`. */
  readonly pickType: string | null;
  readonly loadReference: string | null;
  /** Of its orders: `PICK` … Open. */
  readonly status: NamedCode | null;
  readonly account: CodedRecord | null;
  readonly warehouse: CodedRecord | null;
  /** Fields this version does not know, exactly as they came. */
  readonly extra: Unknowns;
}

export const PICK_LISTS: Resource<PickList> = {
  root: 'goods_out_pick_lists',
  filterType: 'GoodsOutPickListsFilterType',
  operation: 'ListGoodsOutPickLists',
  fields: [
    'id',
    'reference',
    'pick_reference',
    'pick_type',
    'load_reference',
    'goods_out_status.code',
    'goods_out_status.name',
    'account.id',
    'account.code',
    'warehouse.id',
    'warehouse.code',
  ],
  read: reading(
    recordSchema<PickList>({
      id: ['id', id],
      reference: ['reference', optionalWord],
      pickReference: ['pick_reference', optionalWord],
      pickType: ['pick_type', optionalWord],
      loadReference: ['load_reference', optionalWord],
      status: ['goods_out_status', optionalNamedCode],
      account: ['account', optionalCoded],
      warehouse: ['warehouse', optionalCoded],
    }),
  ),
  keyOf: (pickList) => pickList.id,
};
