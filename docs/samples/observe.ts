import type { Sync } from '@clarus-klaviyo/sync';

/** Your carrier's feed says that a parcel was scanned. Resolves once it is stored; an order not known yet gets it later. */
export async function scannedByCarrier(sync: Sync, trackingNumber: string, at: string): Promise<void> {
  await sync.observe({ kind: 'evidence', evidence: 'scanned', trackingNumber, at });
}
