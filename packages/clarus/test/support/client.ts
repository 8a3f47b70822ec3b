import { type Clarus, type ClarusConfig, createClarus } from '../../src/index.js';
import { type Rows, type TinyClarus, type TinyClarusOptions, tinyClarus } from './tiny-clarus.js';

export function clarusOver(
  rows: Rows,
  options: TinyClarusOptions & { readonly config?: Partial<ClarusConfig> } = {},
): { readonly server: TinyClarus; readonly clarus: Clarus } {
  const server = tinyClarus(rows, options);
  const clarus = createClarus({
    subdomain: 'acme',
    clientId: 'client',
    clientSecret: 'very-secret',
    fetch: server.fetch,
    ...options.config,
  });
  return { server, clarus };
}

/** Names of the operations received, in order. */
export function operationsOf(server: TinyClarus): readonly string[] {
  return server.documents.map(({ query }) => /query (\w+)/.exec(query)?.[1] ?? '?');
}
