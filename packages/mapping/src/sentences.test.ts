import { expect, test } from 'vitest';
import { FINDING_TRAITS, finding } from './advance/finding.js';
import type { FindingCode } from './findings.js';
import type { Because } from './messages.js';
import { explainDecision, explainEvidence, explainFinding, instantInWords } from './sentences.js';

const BECAUSE: Because = {
  rule: 'shipment-dispatched',
  evidence: 'dispatched',
  evidenceAt: '2026-03-02T10:00:00.000Z',
  source: 'webhook',
  receivedAt: '2026-03-02T10:00:05.000Z',
  heldFor: [],
  modeReason: null,
};

test.each<[string, Partial<Because>, string]>([
  [
    'a plain one',
    {},
    'The shipment has left: Clarus called it dispatched at 2026-03-02 10:00 UTC. ' +
      'We learnt of it from a webhook at 2026-03-02 10:00 UTC. It was told at once.',
  ],
  [
    'one that waited and came late',
    { heldFor: ['tracking', 'contents', 'identity'], modeReason: 'late', source: 'sweep' },
    'The shipment has left: Clarus called it dispatched at 2026-03-02 10:00 UTC. ' +
      'It waited for a tracking number, a read that shows its units and an e-mail address. ' +
      'We learnt of it from a sweep at 2026-03-02 10:00 UTC. ' +
      'But it came too late to start a flow, so it only went onto the timeline.',
  ],
  [
    'one without evidence',
    { rule: 'plan-missed', evidence: null, evidenceAt: null, heldFor: ['plan'] },
    'The planned dispatch passed, and units had not left. It waited for the planned dispatch and its grace. ' +
      'We learnt of it from a webhook at 2026-03-02 10:00 UTC. It was told at once.',
  ],
  [
    'words of a later version go as they are',
    { rule: 'brand-new', evidence: 'seen', evidenceAt: null, source: 'drone', heldFor: ['luck'], modeReason: 'odd' },
    'brand-new: seen. It waited for luck. We learnt of it from drone at 2026-03-02 10:00 UTC. But odd.',
  ],
])('a decision in words: %s', (_, change, sentence) => {
  expect(explainDecision({ ...BECAUSE, ...change })).toBe(sentence);
});

const DETAIL = { shipments: 'A, B', assumed: 'shipment', integration: 'Shopify', order: 'WEB-1' };

test.each(Object.keys(FINDING_TRAITS) as FindingCode[])('%s has a sentence, an owner and a runbook', (code) => {
  const { sentence, owner, runbook } = explainFinding(finding(code, 'SUBJECT', DETAIL));
  expect(sentence).toMatch(/^[A-Z].{20,}\.$/);
  expect(sentence).not.toContain('undefined');
  expect(['warehouse', 'ecommerce', 'integration']).toContain(owner);
  expect(runbook).toBe(`findings/${code}`);
});

test('a finding of an account says how many orders it rests on', () => {
  const found = finding('dispatch-looks-like-label', 'BRAND', { orders: 10, atLabel: 6 });
  expect(explainFinding(found).sentence).toContain('6 of 10 orders');
});

test('an instant is read to the minute, in UTC; what is none stays as it is', () => {
  expect(instantInWords('2026-03-02T11:00:59.999+01:00')).toBe('2026-03-02 10:00 UTC');
  expect(instantInWords('some time')).toBe('some time');
});

test('evidence in words; a word of a later version goes as it is', () => {
  expect(explainEvidence('scanned')).toBe('the carrier scanned it');
  expect(explainEvidence('toString')).toBe('toString');
});
