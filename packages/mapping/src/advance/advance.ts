import type { OrderInput, ProfileInput, ReceiptInput, StockInput } from '../inputs.js';
import type { Policy, RunSettings } from '../policy-types.js';
import { advanceOrder, type OrderAdvance } from './order.js';
import type { OrderState } from './order-state.js';
import { advanceProfile, type ProfileAdvance, type ProfileState } from './profile.js';
import { advanceReceipt, type ReceiptAdvance } from './receipt.js';
import type { ReceiptState } from './receipt-state.js';
import { advanceStock, type StockAdvance, type StockState } from './stock.js';

/**
 * Takes one input into a state: returns the next state, what became true and may be told, and the earliest
 * instant at which time alone can change something (`wakeAt`; null: never). `findings` is everything that
 * stands for this subject now: what is not listed has cleared. Pure: the same arguments give the same
 * answer, and nothing handed in is changed.
 *
 * Feed inputs in the order they were learnt, and `{ kind: 'time', at }` once `wakeAt` has come.
 *
 * @throws {StateVersionError} the state was written by another version of this package.
 * @example
 * const { state, milestones, wakeAt } = advance(initialOrder({ tenant: 'acme', orderId: '7' }), observation, policy, run);
 */
export function advance(state: OrderState, input: OrderInput, policy: Policy, run: RunSettings): OrderAdvance;
export function advance(state: StockState, input: StockInput, policy: Policy, run: RunSettings): StockAdvance;
export function advance(state: ProfileState, input: ProfileInput, policy: Policy, run: RunSettings): ProfileAdvance;
export function advance(state: ReceiptState, input: ReceiptInput, policy: Policy, run: RunSettings): ReceiptAdvance;
export function advance(...turn: AnyTurn): OrderAdvance | StockAdvance | ProfileAdvance | ReceiptAdvance {
  if (isTurn<OrderTurn>(turn, 'order')) return advanceOrder(...turn);
  if (isTurn<StockTurn>(turn, 'stock')) return advanceStock(...turn);
  if (isTurn<ReceiptTurn>(turn, 'receipt')) return advanceReceipt(...turn);
  return advanceProfile(...turn);
}

type OrderTurn = readonly [OrderState, OrderInput, Policy, RunSettings];
type StockTurn = readonly [StockState, StockInput, Policy, RunSettings];
type ReceiptTurn = readonly [ReceiptState, ReceiptInput, Policy, RunSettings];
type ProfileTurn = readonly [ProfileState, ProfileInput, Policy, RunSettings];
type AnyTurn = OrderTurn | StockTurn | ReceiptTurn | ProfileTurn;

/** The overloads hold state and input together; a tuple of unions does not narrow by its first member alone. */
function isTurn<Turn extends AnyTurn>(turn: AnyTurn, kind: Turn[0]['kind']): turn is Turn {
  return turn[0].kind === kind;
}
