/** One account's object: its SQLite keeps everything, its alarm does the work, and only one of it ever runs. */
import { DurableObject } from 'cloudflare:workers';
import { type Capabilities, type Clarus, createClarus } from '@clarus-klaviyo/clarus';
import { createKlaviyo } from '@clarus-klaviyo/klaviyo';
import { createDurableSync, type DurableSync } from '@clarus-klaviyo/sync/durable-object';
import { type Env, isShadow, readAccount } from './env.js';
import { logEvent } from './log.js';
import { onlyAccount } from './only-account.js';
import { basePathOf } from './route.js';

const DESCRIBE_AGAIN_MS = 86_400_000;

interface Described {
  readonly atMs: number;
  readonly capabilities: Capabilities;
}

export class WarehouseNews extends DurableObject<Env> {
  readonly #clarus: Clarus;
  readonly #news: DurableSync;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const entry = env.ACCOUNTS.find(({ name }) => env.NEWS.idFromName(name).equals(ctx.id));
    if (entry === undefined) throw new Error('ACCOUNTS no longer names the account of this object.');
    const { klaviyoKey, webhookSecrets, ...account } = readAccount(env, entry);
    const known = ctx.storage.kv.get<Described>('described');
    this.#clarus = createClarus({
      subdomain: env.CLARUS_SUBDOMAIN,
      clientId: env.CLARUS_CLIENT_ID,
      clientSecret: env.CLARUS_CLIENT_SECRET,
      ...(env.CLARUS_BASE_URL === undefined ? {} : { baseUrl: env.CLARUS_BASE_URL }),
      ...(known === undefined ? {} : { capabilities: known.capabilities }),
    });
    const klaviyo = createKlaviyo({
      apiKey: klaviyoKey,
      ...(env.KLAVIYO_BASE_URL === undefined ? {} : { baseUrl: env.KLAVIYO_BASE_URL }),
    });
    this.#news = createDurableSync({
      storage: ctx.storage,
      tenant: env.CLARUS_SUBDOMAIN,
      clarus: onlyAccount(this.#clarus, account.clarusAccount),
      accounts: [{ ...account, klaviyo }],
      webhooks: { secrets: webhookSecrets, automations: env.CLARUS_AUTOMATIONS },
      isShadow: isShadow(env),
      ...(env.HEALTH_TOKEN === undefined
        ? {}
        : { page: { token: env.HEALTH_TOKEN, basePath: basePathOf(entry, env.ACCOUNTS) } }),
      onEvent: (event) => logEvent(account.name, event),
    });
  }

  override fetch(request: Request): Promise<Response> {
    return this.#news.fetch(request);
  }

  override alarm(): Promise<void> {
    return this.#news.alarm();
  }

  /** The Cron's call. */
  async sweep(): Promise<void> {
    await this.#describe();
    await this.#news.sweep();
  }

  /** Once a day: what the tenant offers beyond the documentation. Kept, since an object lives only while it works. */
  async #describe(): Promise<void> {
    const { kv } = this.ctx.storage;
    const nowMs = Date.now();
    const known = kv.get<Described>('described');
    if (known !== undefined && nowMs - known.atMs < DESCRIBE_AGAIN_MS) return;
    try {
      kv.put('described', { atMs: nowMs, capabilities: await this.#clarus.describe() } satisfies Described);
    } catch (error) {
      console.warn(
        JSON.stringify({ type: 'describe.failed', reason: error instanceof Error ? error.name : 'unknown' }),
      );
    }
  }
}
