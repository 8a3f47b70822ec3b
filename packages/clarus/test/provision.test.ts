import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { type DesiredAutomations, INTEGRATION_EVENTS } from '../src/index.js';
import { decode } from '../src/webhooks.js';
import { type RestCall, restClarus } from './support/rest-clarus.js';

const URL_NOW = 'https://hooks.example.org/clarus/very-secret-path?key=also-secret';
const URL_THEN = 'https://hooks.example.org/clarus/earlier-secret';
const EVENTS = ['goods_out.completed', 'stock_balance.updated'];
const desired = (changes: Partial<DesiredAutomations> = {}): DesiredAutomations => ({
  url: URL_NOW,
  destinationCode: 'told-by-consultant',
  events: EVENTS,
  ...changes,
});

interface Row {
  id: string;
  name: string;
  resource_name: string;
  event: string;
  enabled: boolean;
}

const attributesShape = z.looseObject({ data: z.looseObject({ attributes: z.looseObject({}) }) });
const filterShape = z.looseObject({
  variables: z.looseObject({
    automations_filter: z.optional(z.looseObject({ name: z.looseObject({ eq: z.string() }) })),
  }),
});

/** The automations of a tenant: listed by GraphQL, changed by REST, and nothing else. */
function tenant(initial: readonly Row[] = []) {
  const rows: Row[] = initial.map((row) => ({ ...row }));
  let nextId = 100;
  const state = { beforeAnswer: (_call: RestCall): Response | undefined => undefined };
  const answer = (call: RestCall): Response => {
    const { method, path, body } = call;
    if (path === '/graphql') {
      const name = filterShape.parse(body).variables.automations_filter?.name.eq;
      const edges = rows
        .filter((row) => name === undefined || row.name === name)
        .map((node) => ({ node: { ...node } }));
      return Response.json({ data: { automations: { all: { edges, pageInfo: { hasNextPage: false } } } } });
    }
    const index = rows.findIndex(({ id }) => path === `/api/automations/${id}`);
    if (method === 'DELETE') {
      rows.splice(index, 1);
      return new Response(null, { status: 204 });
    }
    const { attributes } = attributesShape.parse(body).data;
    const fields = { ...attributes } as Partial<Row>;
    if (method === 'PATCH') Object.assign(rows[index] ?? {}, fields);
    else rows.push({ id: String(nextId++), name: '', resource_name: '', event: '', enabled: false, ...fields });
    const row = method === 'PATCH' ? rows[index] : rows.at(-1);
    const intercepted = state.beforeAnswer(call);
    return intercepted ?? Response.json({ data: { id: row?.id, type: 'automations', attributes: {} } });
  };
  const { clarus, calls } = restClarus(answer, { retry: false });
  const writes = () => calls.filter(({ path }) => path !== '/graphql').map(({ method, path }) => `${method} ${path}`);
  return { clarus, rows, calls, writes, state };
}

const OTHERS: readonly Row[] = [
  { id: '1', name: 'Email on dispatch', resource_name: 'goods_out', event: 'completed', enabled: true },
  { id: '2', name: 'clarus-klaviyo', resource_name: 'goods_out', event: 'completed', enabled: false },
];

describe('planning', () => {
  test('covers every event the integration needs, and writes nothing', async () => {
    const { clarus, writes } = tenant();
    const plan = await clarus.automations.plan({ url: URL_NOW, destinationCode: 'x' });
    expect(plan.automations.map(({ key }) => key)).toEqual(INTEGRATION_EVENTS);
    expect(plan.automations.every(({ kind }) => kind === 'create')).toBe(true);
    expect(plan.changes).toBe(INTEGRATION_EVENTS.length);
    expect(writes()).toEqual([]);
    for (const name of INTEGRATION_EVENTS) {
      const event = decode('{}', { automationId: '1', automations: { '1': name } });
      expect(event.name, 'the webhook decoder knows each').toBe(name);
      expect(event.resource).not.toBe('unknown');
    }
  });

  test('tells what to do on the screen, and no secret anywhere', async () => {
    const { clarus } = tenant();
    const returns = {
      event: 'goods_in.completed',
      label: 'returns',
      conditions: [{ code: 'goods_in_receipt_kind_id', operator: 'eq', value: '2' }],
    } as const;
    const plan = await clarus.automations.plan(desired({ events: ['goods_out.completed', returns] }));
    expect(plan.screenSteps).toEqual([
      expect.stringMatching(
        /^Automations → New: name "clarus-klaviyo goods_out\.completed #[0-9a-f]{6}", resource "goods_out", event "completed"; action Webhook, method POST, URL: yours \(https:\/\/hooks\.example\.org\/…\)\. Enable and save\.$/,
      ),
      expect.stringContaining('only if goods_in_receipt_kind_id eq 2'),
    ]);
    expect(inspect(plan, { depth: 9, showHidden: true }) + JSON.stringify(plan)).not.toMatch(/secret/);
  });

  test.each([
    { url: 'http://hooks.example.org/x' },
    { url: 'https://[secret' },
    { url: 'hooks.example.org/secret' },
    { destinationCode: '' },
  ])('refuses %j without repeating it', async (changes) => {
    const failed = tenant().clarus.automations.plan(desired(changes));
    await expect(failed).rejects.toThrow(TypeError);
    await expect(failed.catch((error: unknown) => inspect(error))).resolves.not.toContain('[secret');
  });
});

describe('applying', () => {
  test('makes what is missing, in the documented form, and says what each id stands for', async () => {
    const { clarus, rows, calls } = tenant(OTHERS);
    const { registry, known } = await clarus.automations.apply(await clarus.automations.plan(desired()));
    expect(registry).toEqual({ '100': 'goods_out.completed', '101': 'stock_balance.updated' });
    expect(Object.keys(known)).toEqual(EVENTS);
    expect(rows.slice(0, 2)).toEqual(OTHERS);
    expect(calls.find(({ method, path }) => method === 'POST' && path === '/api/automations')?.body).toEqual({
      data: {
        type: 'automations',
        attributes: {
          resource_name: 'goods_out',
          event: 'completed',
          name: expect.stringMatching(/^clarus-klaviyo goods_out\.completed #/),
          enabled: true,
          conditions_changes: [],
          actions_changes: [
            {
              type: 'ADD',
              attributes: {
                destination_type: 'webhook',
                destination_code: 'told-by-consultant',
                parameters_changes: [
                  { type: 'ADD', attributes: { parameter_code: 'webhook_url', value: URL_NOW } },
                  { type: 'ADD', attributes: { parameter_code: 'webhook_method', value: 'POST' } },
                ],
              },
            },
          ],
        },
      },
    });
    expect(JSON.stringify({ registry, known })).not.toContain('secret');
  });

  test('twice changes nothing, with or without what the first time returned', async () => {
    const { clarus, writes } = tenant(OTHERS);
    const first = await clarus.automations.apply(await clarus.automations.plan(desired()));
    const before = writes().length;
    for (const known of [{}, first.known]) {
      const plan = await clarus.automations.plan(desired({ known }));
      expect(plan).toMatchObject({ changes: 0, screenSteps: [] });
      expect(await clarus.automations.apply(plan)).toEqual(first);
    }
    expect(writes()).toHaveLength(before);
  });

  test('turns on what was turned off, and nobody else’s', async () => {
    const { clarus, rows } = tenant(OTHERS);
    await clarus.automations.apply(await clarus.automations.plan(desired()));
    const [, , mine] = rows;
    if (mine !== undefined) mine.enabled = false;
    const plan = await clarus.automations.plan(desired());
    expect(plan.automations.map(({ kind }) => kind)).toEqual(['enable', 'keep']);
    await clarus.automations.apply(plan);
    expect(mine?.enabled).toBe(true);
    expect(rows.slice(0, 2)).toEqual(OTHERS);
  });

  test('recognises by id what was renamed', async () => {
    const { clarus, rows, writes } = tenant();
    const { known } = await clarus.automations.apply(await clarus.automations.plan(desired()));
    for (const row of rows) row.name = `Renamed ${row.id}`;
    const before = writes().length;
    const plan = await clarus.automations.plan(desired({ known }));
    expect(plan.automations).toMatchObject([
      { kind: 'keep', id: '100', name: 'Renamed 100' },
      { kind: 'keep', id: '101' },
    ]);
    await clarus.automations.apply(plan);
    expect(writes()).toHaveLength(before);
  });

  test('a new URL makes new ones first, then deletes the old ones it knows by id', async () => {
    const { clarus, rows, writes } = tenant(OTHERS);
    const { known } = await clarus.automations.apply(await clarus.automations.plan(desired({ url: URL_THEN })));
    const before = writes().length;
    const plan = await clarus.automations.plan(desired({ known }));
    expect(plan.automations.map(({ kind }) => kind)).toEqual(['replace', 'replace']);
    const { registry } = await clarus.automations.apply(plan);
    expect(writes().slice(before)).toEqual([
      'POST /api/automations',
      'DELETE /api/automations/100',
      'POST /api/automations',
      'DELETE /api/automations/101',
    ]);
    expect(Object.keys(registry)).toEqual(['102', '103']);
    expect(rows.map(({ id }) => id)).toEqual(['1', '2', '102', '103']);
  });

  test('leaves alone what rings an earlier URL and is known by its name only, and names it', async () => {
    const { clarus, rows } = tenant();
    await clarus.automations.apply(await clarus.automations.plan(desired({ url: URL_THEN })));
    const plan = await clarus.automations.plan(desired());
    expect(plan.strays.map(({ id }) => id)).toEqual(['100', '101']);
    await clarus.automations.apply(plan);
    expect(rows.map(({ id }) => id)).toEqual(['100', '101', '102', '103']);
  });

  test('does not touch ours where a person made it act on something else', async () => {
    const { clarus, rows, writes } = tenant();
    const { known } = await clarus.automations.apply(await clarus.automations.plan(desired()));
    const [first] = rows;
    if (first !== undefined) first.event = 'created';
    const before = writes().length;
    const plan = await clarus.automations.plan(desired({ known }));
    expect(plan.automations[0]).toMatchObject({
      kind: 'conflict',
      because: expect.stringContaining('goods_out.created'),
    });
    expect(plan.screenSteps).toHaveLength(1);
    expect((await clarus.automations.apply(plan)).registry).toEqual({ '101': 'stock_balance.updated' });
    expect(writes()).toHaveLength(before);
  });

  test('a create whose answer was lost is found again, not made again', async () => {
    const { clarus, rows, state } = tenant();
    state.beforeAnswer = ({ method }) => (method === 'POST' ? new Response('', { status: 502 }) : undefined);
    const { registry } = await clarus.automations.apply(await clarus.automations.plan(desired()));
    expect(Object.keys(registry)).toEqual(['100', '101']);
    expect(rows).toHaveLength(2);
  });

  test('stops at the first failure, and a new plan goes on from there', async () => {
    const { clarus, rows, state } = tenant();
    state.beforeAnswer = ({ text }) =>
      text.includes('"stock_balance"')
        ? Response.json({ errors: [{ symbol: 'unknown_destination' }] }, { status: 422 })
        : undefined;
    const failed = clarus.automations.apply(await clarus.automations.plan(desired()));
    await expect(failed).rejects.toMatchObject({
      code: 'clarus_validation',
      message: expect.not.stringContaining('secret'),
    });
    rows.pop(); // refused, so not there
    state.beforeAnswer = () => undefined;
    const plan = await clarus.automations.plan(desired());
    expect(plan.automations.map(({ kind }) => kind)).toEqual(['keep', 'create']);
  });

  test('takes only plans it made itself: a stored one has no URL any more', async () => {
    const { clarus, writes } = tenant();
    const plan = await clarus.automations.plan(desired());
    await expect(clarus.automations.apply({ ...plan })).rejects.toThrow(TypeError);
    expect(writes()).toEqual([]);
  });
});
