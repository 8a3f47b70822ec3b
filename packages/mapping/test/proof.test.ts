/** What lets a shipment go: every choice of the policy against every proof, and what a first look takes for history. */
import { describe, expect, test } from 'vitest';
import { at, play } from './builders.js';
import { inputsOf, PROOFS, RELEASES } from './stories/proof.js';
import { expectStory } from './story.js';

describe('a shipment goes', () => {
  test.each(RELEASES)('with $shippedWhen by $proof: $told', ({ shippedWhen, proof, told }) => {
    const policy = { dispatchStrategy: 'auto_shipment', shippedWhen } as const;
    const { milestones } = play(inputsOf(proof), at('2d'), { policy });
    const shipped = milestones.flatMap((one) =>
      one.kind === 'ShipmentDispatched' ? [{ evidence: one.evidence, releasedBy: one.releasedBy, at: one.at }] : [],
    );
    expect(shipped).toEqual(told === null ? [] : [told]);
  });
});

describe('proof', () => {
  test.each(PROOFS)('$name', expectStory);
});
