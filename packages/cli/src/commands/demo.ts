/** `demo`: what the whole does, without any account. */
import { type Command, defineCommand } from '../command/command.js';
import { wholeNumberOf } from '../command/values.js';
import { DEFAULT_DEMO_OPTIONS, MAX_ORDERS, MAX_SEED, MIN_ORDERS } from '../demo/options.js';

export const demo: Command = defineCommand({
  name: 'demo',
  about:
    'A realistic warehouse day: hundreds of orders, split shipments, cancellations, labels that never leave, webhooks that come twice, late or never, a Klaviyo that says "too many requests" and drops connections. It goes through the real pipeline, in less than a minute, and is judged at the end. Exit code 0 only if nothing was missing, doubled or early. Nothing leaves this machine.',
  options: {
    seed: { type: 'string', value: 'number', help: `another day. Default: ${DEFAULT_DEMO_OPTIONS.seed}` },
    orders: {
      type: 'string',
      value: 'number',
      help: `how many, ${MIN_ORDERS} to ${MAX_ORDERS}. Default: ${DEFAULT_DEMO_OPTIONS.orders}`,
    },
  },
  examples: [
    ['', 'the usual day'],
    ['--seed 8 --orders 1000', 'another, longer one'],
  ],
  async run({ values, io }) {
    const seed = values.seed === null ? null : wholeNumberOf('--seed', values.seed, 0, MAX_SEED);
    const orders = values.orders === null ? null : wholeNumberOf('--orders', values.orders, MIN_ORDERS, MAX_ORDERS);
    const { playDemo } = await import('../demo/demo.js');
    return playDemo({ seed: seed ?? DEFAULT_DEMO_OPTIONS.seed, orders: orders ?? DEFAULT_DEMO_OPTIONS.orders }, io.out);
  },
});
