import { expect, test } from 'vitest';
import { incidentsText } from './incidents.js';

const INCIDENT = {
  id: '17',
  class: 'account-unavailable',
  subject: 'brand',
  title: 'Klaviyo refuses the key',
  sentence: 'Nobody of brand hears anything until it is mended.',
  severity: 'error',
  owner: 'integration',
  secondOwner: 'ecommerce',
  assignee: 'dana',
  runbook: 'klaviyo-key',
  action: 'Put a working key into KLAVIYO_API_KEY and restart.',
  firstSeen: '2026-03-02T09:00:00.000Z',
  lastSeen: '2026-03-02T09:30:00.000Z',
  count: 12,
  escalateAt: '2026-03-02T11:00:00.000Z',
  closedAt: null,
  closedBy: null,
  notes: [{ at: '2026-03-02T09:10:00.000Z', by: 'dana', text: 'asked marketing' }],
} as const;

test('an incident says what it means, what to do, and whose it is', () => {
  expect(incidentsText([INCIDENT])).toBe(`✘ [17] Klaviyo refuses the key (account-unavailable, brand)
  Nobody of brand hears anything until it is mended.
    do         Put a working key into KLAVIYO_API_KEY and restart.
    owner      integration, then ecommerce; taken by dana
    seen       12 times, 2026-03-02 09:00 to 2026-03-02 09:30
    escalates  2026-03-02 11:00
    note       2026-03-02 09:10 dana: asked marketing
    runbook    klaviyo-key

1 open incident.`);
});

test('closed ones are shown as closed and not counted as open', () => {
  const closed = { ...INCIDENT, closedAt: '2026-03-02T10:00:00.000Z', closedBy: 'cleared', escalateAt: null } as const;
  const text = incidentsText([closed]);
  expect(text).toMatch(/closed +2026-03-02 10:00, cleared/);
  expect(text).toContain('0 open incidents.');
  expect(incidentsText([])).toBe('No incidents.');
});
