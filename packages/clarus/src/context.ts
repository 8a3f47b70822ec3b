import { clientCredentialTokens, providedTokens, type TokenSource } from './auth.js';
import { type ClarusConfig, resolveSettings, type Settings } from './config.js';
import type { Capabilities } from './describe.js';
import { createTurns, type Turns } from './turns.js';

/** What an operation may use. */
export interface ClarusContext {
  readonly settings: Settings;
  readonly tokens: TokenSource;
  readonly turns: Turns;
  /** What the tenant is known to offer beyond the documentation; undefined until described. */
  capabilities: Capabilities | undefined;
  /** Orders read in one request; falls to 1 for good once Clarus has refused more but taken one. */
  ordersPerRequest: number;
}

/** Clarus documents no limit on a query's size. Twenty orders make a request of some 40 kB. */
const ORDERS_PER_REQUEST = 20;

export function createContext(config: ClarusConfig): ClarusContext {
  const settings = resolveSettings(config);
  return {
    settings,
    tokens:
      'token' in config
        ? providedTokens(config.token)
        : clientCredentialTokens({
            ...settings,
            url: settings.tokenUrl,
            clientId: config.clientId,
            clientSecret: config.clientSecret,
            scope: config.scope,
          }),
    turns: createTurns(settings),
    capabilities: settings.capabilities,
    ordersPerRequest: ORDERS_PER_REQUEST,
  };
}
