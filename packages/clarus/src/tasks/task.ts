import * as z from 'zod/mini';
import { type Resource, reading } from '../resource.js';
import {
  type CodedRecord,
  id,
  idInside,
  optionalCoded,
  optionalInstant,
  optionalQuantity,
  optionalWord,
  type Unknowns,
} from '../wire.js';

/** A piece of warehouse work. Its documented fields do not name its order: ask by `goods_out_id`. */
export interface Task {
  readonly id: string;
  /** Open: `AVAILABLE` is the only value shown. */
  readonly statusCode: string | null;
  readonly subtype: string | null;
  /** `PICK`, `DISP`, `LOAD`, `RCV`, `PWAY`, `TRAN`, `REPLEN`, `CONV`; others may exist. */
  readonly typeCode: string | null;
  readonly startQuantity: number | null;
  /** Null until confirmed. */
  readonly confirmedQuantity: number | null;
  readonly createdAt: string | null;
  /** Null where the tenant does not offer it (it is documented as a filter only), or while the task is open. */
  readonly completedAt: string | null;
  readonly account: CodedRecord | null;
  readonly warehouse: CodedRecord | null;
  readonly product: CodedRecord | null;
  readonly locationFrom: CodedRecord | null;
  readonly locationTo: CodedRecord | null;
  /** Null where the tenant does not offer it. Undocumented. */
  readonly orderId: string | null;
  /** Null where the tenant does not offer it. Undocumented. */
  readonly storageUnitFromId: string | null;
  /** Fields this version does not know, exactly as they came. */
  readonly extra: Unknowns;
}

const taskSchema: z.ZodMiniType<Task> = z.pipe(
  z.looseObject({
    id,
    status: optionalWord,
    subtype: optionalWord,
    start_quantity: optionalQuantity,
    confirmed_quantity: optionalQuantity,
    created_at: optionalInstant,
    completed_at: optionalInstant,
    account: optionalCoded,
    warehouse: optionalCoded,
    product: optionalCoded,
    task_type: optionalCoded,
    location_from: optionalCoded,
    location_to: optionalCoded,
    storage_unit_from: optionalCoded,
    goods_out: idInside,
  }),
  z.transform((node): Task => {
    const { id, status, subtype, start_quantity, confirmed_quantity, created_at, completed_at, ...more } = node;
    const {
      account,
      warehouse,
      product,
      task_type,
      location_from,
      location_to,
      storage_unit_from,
      goods_out,
      ...extra
    } = more;
    return {
      id,
      statusCode: status,
      subtype,
      typeCode: task_type?.code ?? null,
      startQuantity: start_quantity,
      confirmedQuantity: confirmed_quantity,
      createdAt: created_at,
      completedAt: completed_at,
      account,
      warehouse,
      product,
      locationFrom: location_from,
      locationTo: location_to,
      orderId: goods_out,
      storageUnitFromId: storage_unit_from?.id ?? null,
      extra,
    };
  }),
);

export const TASKS: Resource<Task> = {
  root: 'tasks',
  filterType: 'TaskFilterType',
  operation: 'ListTasks',
  fields: [
    'id',
    'status',
    'subtype',
    'start_quantity',
    'confirmed_quantity',
    'created_at',
    'account.id',
    'account.code',
    'warehouse.id',
    'warehouse.code',
    'product.id',
    'product.code',
    'task_type.id',
    'task_type.code',
    'location_from.id',
    'location_from.code',
    'location_to.id',
    'location_to.code',
  ],
  read: reading(taskSchema),
  keyOf: (task) => task.id,
};
