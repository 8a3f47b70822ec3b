/** What the site shows is run here: programs print what their last lines claim, policies are policies. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { definePolicy, type PolicyInput } from '@clarus-klaviyo/mapping';
import { describe, expect, test, vi } from 'vitest';

const folder = new URL('../samples/', import.meta.url);

async function printedBy(load: () => Promise<unknown>): Promise<readonly string[]> {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  await load();
  return log.mock.calls.map((parts) => parts.join(' '));
}

test('the tutorial prints what it says it prints', async () => {
  const claimed = [...readFileSync(new URL('first-event.ts', folder), 'utf8').matchAll(/^\/\/ (Fulfilled .+)$/gm)];
  expect(await printedBy(() => import('../samples/first-event.js'))).toEqual(claimed.map(([, line]) => line));
  expect(claimed).toHaveLength(2);
});

test('the mapping alone explains both of its messages', async () => {
  const lines = await printedBy(() => import('../samples/mapping-alone.js'));
  expect(lines).toEqual([
    expect.stringMatching(/^acme:ShipmentDispatched:1001:A – The shipment has left: Clarus called it dispatched/),
    expect.stringMatching(/^acme:OrderFulfilled:1001:order – Every unit left/),
  ]);
});

test('fed-in evidence releases a shipment that waits for it', async () => {
  const { scanned } = await import('../samples/evidence.js');
  const { initialOrder } = await import('@clarus-klaviyo/mapping');
  const state = scanned(
    initialOrder({ tenant: 'acme', orderId: '1' }),
    'A',
    '2026-03-02T20:00:00Z',
    '2026-03-02T20:05:00Z',
  );
  expect(state.facts.evidence).toEqual({ A: { scanned: '2026-03-02T20:00:00.000Z' } });
});

test('the resolvers do what the comments beside them say', async () => {
  const { policy } = await import('../samples/resolvers.js');
  const { toCatalogId, contact } = policy.resolvers;
  expect(['TEE', 'PACK-1'].map((sku) => toCatalogId?.(sku))).toEqual(['brand-TEE', null]);
  const of = (email: string) => ({ email, phone: null, countryCode: null });
  expect(contact?.(of('jo@our-agency.co.uk'))).toBeNull();
  expect(contact?.(of('ada@mail.shoppers.co.uk'))).toEqual(of('ada@mail.shoppers.co.uk'));
});

describe('policies', () => {
  const policies = new URL('policies/', folder);

  test.each(readdirSync(policies))('%s can be used', (file) => {
    expect(() => definePolicy(JSON.parse(readFileSync(new URL(file, policies), 'utf8')))).not.toThrow();
  });

  test('so can those of the list of accounts', () => {
    const accounts: readonly { readonly policy: PolicyInput }[] = JSON.parse(
      readFileSync(new URL('accounts.json', folder), 'utf8'),
    );
    expect(accounts.map(({ policy }) => definePolicy(policy).dispatchStrategy)).toEqual(['shipment', 'load']);
  });
});

test('a file can be opened encrypted', async () => {
  const { openEncrypted } = await import('../samples/encryption.js');
  const path = mkdtempSync(join(tmpdir(), 'samples-'));
  const store = await openEncrypted(join(path, 'test.db'), Buffer.alloc(32, 7).toString('base64'));
  await store.close();
  rmSync(path, { recursive: true });
});
