/** Codes that Clarus documents by example only: which of their spellings are understood, and what another one means. */
import { aLine, anOrder, aShipment, at, aView, seen } from '../builders.js';
import type { Story } from '../story.js';

const COMPLETED = anOrder({ statusCode: 'COMPLETED' });

const WHOLE = ['shipped A [2 TEE]', 'fulfilled full'];
/** It is given up three days after it was seen to have left. */
const WAITS = { told: [], wakeAt: at('73h') };

const ofStrategy = (dispatchStrategy: string | null, outcome: Omit<Story, 'name' | 'inputs'>): Story => ({
  name: `an order whose account dispatches by ${dispatchStrategy ?? 'nobody knows what'}`,
  inputs: [
    seen(at('0s'), aView({ order: anOrder({ dispatchStrategy }) })),
    seen(
      at('1h'),
      aView({
        order: anOrder({ statusCode: 'COMPLETED', dispatchStrategy }),
        lines: [aLine('TEE', 2, 2)],
        shipments: [aShipment('A', 'Created')],
      }),
    ),
  ],
  until: at('1d'),
  ...outcome,
});

/** Two shipments of a completed order: the second has this status. */
const beside = (statusCode: string | null, told: readonly string[], findings: readonly string[] = []): Story => ({
  name: `in a completed order, beside a dispatched shipment, one that is ${statusCode ?? 'without a status'}`,
  inputs: [
    seen(at('0s'), aView()),
    seen(
      at('1h'),
      aView({
        order: COMPLETED,
        lines: [aLine('TEE', 2, 2)],
        shipments: [aShipment('A', 'dispatched'), aShipment('B', statusCode)],
      }),
    ),
  ],
  until: at('1d'),
  told,
  findings,
});

export const SPELLINGS: readonly Story[] = [
  ofStrategy('manual', { told: WHOLE }),
  ofStrategy('Shipment', { told: WHOLE }),
  ofStrategy('LOAD', WAITS),
  ofStrategy('auto', { ...WAITS, findings: ['dispatch-looks-like-label'] }),
  ofStrategy('Auto Shipment', { ...WAITS, findings: ['dispatch-looks-like-label'] }),
  ofStrategy('pigeon', { told: WHOLE }),
  ofStrategy(null, { told: WHOLE }),
  beside('Cancelled', WHOLE),
  beside('VOIDED', WHOLE),
  beside('Deleted', WHOLE),
  beside('Failed', WHOLE, ['fulfilment-mismatch']),
  beside('Submitting', WHOLE, ['fulfilment-mismatch']),
  beside('Created', WHOLE, ['fulfilment-mismatch']),
  beside('Dispatched', ['shipped A', 'shipped B', 'fulfilled full'], ['items-ambiguous']),
  beside(null, WHOLE, ['fulfilment-mismatch']),
];
