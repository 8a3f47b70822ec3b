/** A story: what the warehouse lets us see of one thing, in the order in which it is seen. */
import type { OrderInput, PolicyInput, ReceiptInput, StockInput } from '@clarus-klaviyo/mapping';

export interface Step<Input> {
  /** What happened, as somebody in the warehouse would say it. */
  readonly saying: string;
  readonly input: Input;
}

interface StoryOf<Subject extends string, Input> {
  /** Stable: part of the playground's address. */
  readonly id: string;
  readonly title: string;
  /** What to look out for. */
  readonly about: string;
  readonly subject: Subject;
  readonly policy: PolicyInput;
  readonly steps: readonly Step<Input>[];
}

export type Story = StoryOf<'order', OrderInput> | StoryOf<'receipt', ReceiptInput> | StoryOf<'stock', StockInput>;
export type AnyInput = OrderInput | ReceiptInput | StockInput;
