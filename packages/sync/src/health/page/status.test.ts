import { expect, test } from 'vitest';
import type { IncidentView } from '../../operations.js';
import type { Health } from '../health.js';
import { statusOf } from './status.js';

const HEALTHY: Health = {
  status: 'ok',
  mode: 'live',
  liveFrom: '2026-03-01T00:00:00.000Z',
  backlog: { webhooks: 0, reads: 0, messages: 0 },
  oldestPendingSeconds: null,
  delivered: 10,
  withheld: 0,
  dead: 0,
  parked: 0,
  incidents: {},
  pauses: [],
  resting: [],
  lagSeconds: null,
};

function incident(severity: IncidentView['severity'], closedAt: string | null = null): IncidentView {
  return {
    id: 'dead-letter/SO-1',
    class: 'dead-letter',
    subject: 'SO-1',
    title: 'T',
    sentence: 'S.',
    severity,
    owner: 'integration',
    secondOwner: 'ecommerce',
    assignee: null,
    runbook: 'incidents/dead-letter',
    action: 'A.',
    firstSeen: '2026-03-02T09:00:00.000Z',
    lastSeen: '2026-03-02T09:00:00.000Z',
    count: 1,
    escalateAt: null,
    closedAt,
    closedBy: closedAt === null ? null : 'cleared',
    notes: [],
  };
}

const late = { backlog: { webhooks: 0, reads: 0, messages: 9 }, oldestPendingSeconds: 1_200 };
const pauses = [{ account: 'brand', metric: null, since: '2026-03-02T09:00:00.000Z' }];

test.each<[string, Partial<Health>, IncidentView[], string, string]>([
  ['nothing is wrong', {}, [], 'well', 'Everything works. Customers know what the warehouse knows.'],
  [
    'it is a rehearsal',
    { mode: 'shadow' },
    [],
    'well',
    'Everything works. Nothing is sent, because this is a rehearsal.',
  ],
  [
    'messages are on their way',
    { backlog: { webhooks: 1, reads: 2, messages: 3 }, oldestPendingSeconds: 4 },
    [],
    'busy',
    'Everything works, and messages are going out.',
  ],
  ['something wants a look', {}, [incident('warning')], 'attention', 'Working. 1 incident wants a look soon.'],
  ['messages are late', late, [incident('warning')], 'attention', 'Customers are told 20 min late.'],
  ['a person paused it', { ...late, pauses }, [], 'attention', 'Paused by hand: brand.'],
  [
    'something is grave',
    { ...late, pauses },
    [incident('error'), incident('error')],
    'urgent',
    '2 incidents need somebody now.',
  ],
  [
    'what was wrong is over',
    {},
    [incident('error', '2026-03-02T10:00:00.000Z')],
    'well',
    'Everything works. Customers know what the warehouse knows.',
  ],
  [
    'something is for information only',
    {},
    [incident('info')],
    'well',
    'Everything works. Customers know what the warehouse knows.',
  ],
])('%s: one sentence says so', (_, change, incidents, level, headline) => {
  expect(statusOf({ ...HEALTHY, ...change }, incidents)).toMatchObject({ level, headline });
});

test('what waits is told with its age', () => {
  const backlog = { webhooks: 1, reads: 2, messages: 3 };
  expect(statusOf({ ...HEALTHY, backlog, oldestPendingSeconds: 4 }, []).detail).toBe(
    '3 messages on the way to Klaviyo, 2 records to be read from Clarus, 1 webhook to be looked at. The oldest message has waited 4 s.',
  );
});
