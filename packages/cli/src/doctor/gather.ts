/** All facts, gathered. Reads only, apart from writes that hold nothing (see `gather-klaviyo.ts`). */
import { createClarus } from '@clarus-klaviyo/clarus';
import { createKlaviyo } from '@clarus-klaviyo/klaviyo';
import type { ServeSettings } from '../serve/environment.js';
import { inspectEnvironment } from '../serve/environment.js';
import type { Environment } from '../serve/environment-reader.js';
import type { DoctorFacts, KlaviyoFacts } from './facts.js';
import { gatherClarus } from './gather-clarus.js';
import { gatherKlaviyo } from './gather-klaviyo.js';
import { gatherMachine } from './gather-machine.js';
import { watchFetch } from './watch-fetch.js';

export interface GatherConfig {
  readonly environment: Environment;
  readonly publicUrl: string | null;
  readonly fetch: typeof globalThis.fetch;
  readonly now: () => number;
  readonly onStep: (step: string) => void;
}

/** Nobody waits for a doctor through a quarter of an hour of retries. */
const PATIENCE = { timeoutMs: 15_000, retry: { maxAttempts: 2 } } as const;

export async function gatherFacts({ environment, publicUrl, fetch, now, onStep }: GatherConfig): Promise<DoctorFacts> {
  const { settings, problems } = inspectEnvironment(environment);
  const watched = watchFetch(fetch, now);
  onStep('Clarus');
  const clarus = hasClarusAccess(settings)
    ? await gatherClarus(createClarus({ ...settings.clarus, ...PATIENCE, fetch: watched.fetch }), watched.tokenNames)
    : null;
  const skus = [...new Set(clarus?.orders.flatMap((order) => order.skus) ?? [])];
  const accounts: KlaviyoFacts[] = [];
  for (const account of settings.accounts.filter(({ klaviyoKey }) => klaviyoKey !== '')) {
    onStep(`Klaviyo: ${account.name}`);
    const baseUrl = settings.klaviyoBaseUrl;
    const klaviyo = createKlaviyo({ apiKey: account.klaviyoKey, baseUrl, ...PATIENCE, fetch: watched.fetch });
    accounts.push(await gatherKlaviyo(klaviyo, account, skus));
  }
  onStep('this machine');
  return {
    problems,
    publicUrl: publicUrl ?? settings.publicUrl,
    hasHealthToken: settings.healthToken !== null,
    hasAlerts: settings.alerts !== null,
    mapped: settings.automations,
    clarus,
    accounts,
    machine: await gatherMachine(settings.databasePath),
    clockAheadMs: watched.clockAheadMs(),
  };
}

function hasClarusAccess({ clarus }: ServeSettings): boolean {
  return (
    [clarus.clientId, clarus.clientSecret, clarus.subdomain].every((value) => value !== '') &&
    URL.canParse(clarus.baseUrl)
  );
}
