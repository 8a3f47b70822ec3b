import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KeptIncident } from '../stores/store.js';
import { ALERT_LIMITS } from './alert.js';
import { type AlertMemory, afterSending, decodeMemory, NO_MEMORY } from './memory.js';
import { classesOf, type PlannedAlert, planAlerts } from './plan.js';
import { toAlert } from './words.js';

const NOON = Date.parse('2026-03-02T12:00:00.000Z');
const MINUTE = 60_000;
const RULES = { minSeverity: 'warning', limits: ALERT_LIMITS } as const;

function kept(change: Partial<KeptIncident> = {}): KeptIncident {
  const { class: name = 'dead-letter', subject = 'SO-1' } = change;
  return {
    id: `${name}/${subject}`,
    class: name,
    subject,
    severity: 'error',
    owner: 'integration',
    detail: {},
    firstSeenAtMs: NOON,
    lastSeenAtMs: NOON,
    count: 1,
    assignee: null,
    notes: [],
    closedAtMs: null,
    closedBy: null,
    notifiedAtMs: null,
    escalatedAtMs: null,
    ...change,
  };
}

function plan(incidents: readonly KeptIncident[], nowMs = NOON, memory: AlertMemory = NO_MEMORY) {
  return planAlerts(incidents, memory, RULES, nowMs);
}

const shape = ({ kind, incidents }: PlannedAlert) => [kind, incidents.map(({ subject }) => subject)];

test('one alert per class, with all its subjects, the gravest first', () => {
  const planned = plan([
    kept({ class: 'order-stuck', subject: 'SO-7', severity: 'warning' }),
    kept({ subject: 'SO-1' }),
    kept({ subject: 'SO-2' }),
  ]);
  expect(planned.map(shape)).toEqual([
    ['opened', ['SO-1', 'SO-2']],
    ['opened', ['SO-7']],
  ]);
});

test('what was told is not told again, and the mild is not told at all', () => {
  expect(plan([kept({ notifiedAtMs: NOON }), kept({ class: 'items-ambiguous', severity: 'info' })])).toEqual([]);
});

test('the first is told at once; what follows of its class is collected for a quarter of an hour', () => {
  const memory = afterSending(NO_MEMORY, ['dead-letter'], NOON);
  const next = [kept({ notifiedAtMs: NOON }), kept({ subject: 'SO-2' }), kept({ subject: 'SO-3' })];
  expect(plan(next, NOON + 14 * MINUTE, memory)).toEqual([]);
  expect(plan(next, NOON + 15 * MINUTE, memory).map(shape)).toEqual([['opened', ['SO-2', 'SO-3']]]);
});

test('what nobody took goes to the second owner, once', () => {
  const told = kept({ notifiedAtMs: NOON });
  const later = NOON + 4 * 60 * MINUTE;
  expect(plan([told], later - 1)).toEqual([]);
  const [escalated] = plan([told], later);
  if (escalated === undefined) throw new Error('Nobody was told.');
  const facts = { tenant: 'acme', nowMs: later, links: { page: null, runbooks: 'https://docs.example/' } };
  expect(toAlert(escalated, facts)).toEqual({
    kind: 'escalated',
    id: `acme:escalated:dead-letter:${NOON}`,
    at: '2026-03-02T16:00:00.000Z',
    tenant: 'acme',
    title: 'Nobody has taken it: A message that will not be sent: SO-1',
    text: [
      'A message about SO-1 died.',
      'Klaviyo refused the message, or it waited longer than its news was worth. The customer has not heard it.',
      'What to do: Look at the reason, mend what it names, and replay the message.',
      'Owner: e-commerce',
      'Runbook: https://docs.example/incidents/dead-letter',
    ].join('\n'),
    severity: 'error',
    class: 'dead-letter',
    owner: 'ecommerce',
    runbook: 'incidents/dead-letter',
    subjects: ['SO-1'],
    count: 1,
    heldBack: 0,
    digest: null,
  });
  expect(plan([{ ...told, escalatedAtMs: later }], later)).toEqual([]);
  expect(plan([{ ...told, assignee: 'Jo' }], later)).toEqual([]);
});

test('all-clear when the last of a class is over, after it has been quiet for a moment, and once', () => {
  const over = kept({ notifiedAtMs: NOON, closedAtMs: NOON + MINUTE, closedBy: 'cleared' });
  const open = kept({ subject: 'SO-2', notifiedAtMs: NOON });
  expect(plan([over, open], NOON + 10 * MINUTE)).toEqual([]);
  expect(plan([over], NOON + 2 * MINUTE)).toEqual([]);
  expect(plan([over], NOON + 3 * MINUTE).map(shape)).toEqual([['cleared', ['SO-1']]]);
  expect(plan([{ ...over, notifiedAtMs: NOON + 3 * MINUTE }], NOON + 3 * MINUTE)).toEqual([]);
});

test('what was over before anybody heard of it is nobody’s news', () => {
  expect(plan([kept({ closedAtMs: NOON, closedBy: 'cleared' })], NOON + 60 * MINUTE)).toEqual([]);
});

test('the sink is not told that the sink does not work', () => {
  expect(plan([kept({ class: 'alerts-undelivered' })])).toEqual([]);
});

test('what does not fit into an hour is told together in its last place, and is counted', () => {
  const sentAtMs = Array.from({ length: ALERT_LIMITS.perHour - 1 }, () => NOON - MINUTE);
  const storm = ['dead-letter', 'order-stuck', 'tracking-missing'].map((name) => kept({ class: name }));
  const memory = { ...NO_MEMORY, sentAtMs };
  const planned = plan(storm, NOON, memory);
  expect(planned).toMatchObject([{ kind: 'opened', isFolded: true, heldBack: 2 }]);
  const [folded] = planned;
  if (folded === undefined) throw new Error('Nothing was planned.');
  const alert = toAlert(folded, {
    tenant: 'acme',
    nowMs: NOON,
    links: { page: 'https://ops.example', runbooks: null },
  });
  expect(alert).toMatchObject({ title: '3 incidents of 3 kinds', class: null, owner: null, count: 3, heldBack: 2 });
  expect(alert.text).toContain('An order that does not move: 1');
  expect(plan(storm, NOON, { ...NO_MEMORY, sentAtMs: [...sentAtMs, NOON] })).toEqual([]);
  expect(plan(storm, NOON + 60 * MINUTE, { ...NO_MEMORY, sentAtMs: [...sentAtMs, NOON] })).toHaveLength(3);
});

test('however incidents come, an hour holds no more alerts than it may, and nobody stays untold for ever', () => {
  const arrivals = fc.array(
    fc.record({
      class: fc.constantFrom('dead-letter', 'order-stuck', 'tracking-missing', 'record-unreadable', 'sku-unmapped'),
      minute: fc.integer({ min: 0, max: 119 }),
    }),
    { maxLength: 120 },
  );
  fc.assert(
    fc.property(arrivals, (all) => {
      let incidents: KeptIncident[] = [];
      let memory: AlertMemory = NO_MEMORY;
      const sent: number[] = [];
      for (let minute = 0; minute < 240; minute += 1) {
        const nowMs = NOON + minute * MINUTE;
        for (const [index, each] of all.entries())
          if (each.minute === minute) incidents.push(kept({ class: each.class, subject: `S${index}`, assignee: 'Jo' }));
        const limits = { ...ALERT_LIMITS, perHour: 3 };
        for (const planned of planAlerts(incidents, memory, { minSeverity: 'warning', limits }, nowMs)) {
          sent.push(nowMs);
          const ids = new Set(planned.incidents.map(({ id }) => id));
          incidents = incidents.map((one) => (ids.has(one.id) ? { ...one, notifiedAtMs: nowMs } : one));
          memory = decodeMemory(JSON.stringify(afterSending(memory, classesOf(planned), nowMs)));
        }
      }
      expect(incidents.filter(({ notifiedAtMs }) => notifiedAtMs === null)).toEqual([]);
      for (const atMs of sent)
        expect(sent.filter((other) => other <= atMs && atMs - other < 60 * MINUTE).length).toBeLessThanOrEqual(3);
    }),
  );
});

test.each(['not json', '[]', '{"v":2}', '{"v":1,"toldAtMs":null,"sentAtMs":["x"],"digest":{"day":"d"}}', 'null'])(
  'a memory that reads %s is begun afresh',
  (text) => expect(decodeMemory(text)).toEqual(NO_MEMORY),
);
