const [current, previous] = ['a-long-random-secret', 'the-one-before-it'];

// #region readme
import { authenticate, decode } from '@clarus-klaviyo/clarus/webhooks';

const automations = { '43': 'goods_out.completed', '44': 'stock_balance.updated' };

export async function handle(request: Request): Promise<Response> {
  const verdict = await authenticate(request, { secret: [current, previous], tenant: 'acme', automations });
  if (verdict.kind === 'refused') return new Response(null, { status: verdict.status });
  const event = decode(verdict.rawBody, { automationId: verdict.automationId, automations });
  console.log(event.name);
  return new Response(null, { status: 200 });
}
// #endregion readme
