import type { FindingCode } from '@clarus-klaviyo/mapping';
import { explainFinding } from '@clarus-klaviyo/mapping/sentences';
import { expect, test } from 'vitest';
import type { KeptIncident } from '../stores/store.js';
import { entryOf, INCIDENT_CATALOGUE, UNKNOWN_CLASS } from './catalogue.js';
import type { IncidentClass } from './classes.js';
import { escalatesAtMs, toIncidentView } from './view.js';

const HOUR_MS = 3_600_000;
const NOON = Date.parse('2026-03-02T12:00:00.000Z');

function kept(change: Partial<KeptIncident> = {}): KeptIncident {
  return {
    id: 'dead-letter/SO-1',
    class: 'dead-letter',
    subject: 'SO-1',
    severity: 'error',
    owner: 'integration',
    detail: { reason: 'klaviyo_request 400' },
    firstSeenAtMs: NOON,
    lastSeenAtMs: NOON + HOUR_MS,
    count: 2,
    assignee: null,
    notes: [],
    closedAtMs: null,
    closedBy: null,
    notifiedAtMs: null,
    escalatedAtMs: null,
    ...change,
  };
}

const CLASSES = Object.keys(INCIDENT_CATALOGUE) as IncidentClass[];

test.each(CLASSES)('%s says what it means, who acts and what to do', (name) => {
  const entry = INCIDENT_CATALOGUE[name];
  expect(entry.title).toMatch(/^[A-Z].*[^.]$/);
  expect(entry.meaning).toMatch(/^[A-Z].{20,}\.$/);
  expect(entry.action).toMatch(/^[A-Z].{10,}[.?]$/);
  expect(entry.secondOwner).not.toBe(entry.owner);
  expect(entry.runbook).toMatch(new RegExp(`^(findings|incidents)/${name}$`));
  if (entry.severity === 'error' && name !== 'alerts-undelivered') expect(entry.escalateAfterMs).not.toBeNull();
});

test.each(CLASSES.filter((name) => INCIDENT_CATALOGUE[name].runbook.startsWith('findings/')) as FindingCode[])(
  '%s has the same owner and runbook as the mapping says',
  (code) => {
    const said = explainFinding({ code, subject: 'S', detail: {}, owner: 'warehouse', severity: 'info' });
    expect(INCIDENT_CATALOGUE[code]).toMatchObject({ owner: said.owner, runbook: said.runbook });
  },
);

test('an incident is shown in the words of the catalogue, with its own severity and owner', () => {
  const notes = [{ atMs: NOON, by: 'Jo', text: 'Asked anna@shop.example about it.' }];
  expect(toIncidentView(kept({ notes }))).toEqual({
    id: 'dead-letter/SO-1',
    class: 'dead-letter',
    subject: 'SO-1',
    title: 'A message that will not be sent',
    sentence:
      'A message about SO-1 died (klaviyo_request 400). ' +
      'Klaviyo refused the message, or it waited longer than its news was worth. The customer has not heard it.',
    severity: 'error',
    owner: 'integration',
    secondOwner: 'ecommerce',
    assignee: null,
    runbook: 'incidents/dead-letter',
    action: 'Look at the reason, mend what it names, and replay the message.',
    firstSeen: '2026-03-02T12:00:00.000Z',
    lastSeen: '2026-03-02T13:00:00.000Z',
    count: 2,
    escalateAt: '2026-03-02T16:00:00.000Z',
    closedAt: null,
    closedBy: null,
    notes: [{ at: '2026-03-02T12:00:00.000Z', by: 'Jo', text: 'Asked a…@shop.example about it.' }],
  });
});

test('a subject that is an address is masked wherever it is shown', () => {
  const view = toIncidentView(kept({ class: 'identity-missing', subject: 'order of anna.b@shop.example' }));
  expect(view.subject).toBe('order of a…@shop.example');
  expect(JSON.stringify(view)).not.toContain('anna');
});

test('a class of another version is shown with its name, not dropped', () => {
  const view = toIncidentView(kept({ class: 'brand-new', subject: 'X', severity: 'warning' }));
  expect(view).toMatchObject({ class: 'brand-new', title: UNKNOWN_CLASS.title, severity: 'warning' });
  expect(view.sentence).toContain('brand-new: X.');
  expect(entryOf('constructor')).toBe(UNKNOWN_CLASS);
});

test('nobody is bothered with what is closed, taken, or never escalates', () => {
  expect(escalatesAtMs(kept())).toBe(NOON + 4 * HOUR_MS);
  expect(escalatesAtMs(kept({ notifiedAtMs: NOON + HOUR_MS }))).toBe(NOON + 5 * HOUR_MS);
  expect(escalatesAtMs(kept({ closedAtMs: NOON, closedBy: 'cleared' }))).toBeNull();
  expect(escalatesAtMs(kept({ assignee: 'Jo' }))).toBeNull();
  expect(escalatesAtMs(kept({ class: 'identity-filtered' }))).toBeNull();
});
