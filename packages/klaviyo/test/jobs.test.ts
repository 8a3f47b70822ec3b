/** Bulk jobs: batches, polling, what became of each item, and never two jobs for one thing. */
import { virtualClock } from '@clarus-klaviyo/testing';
import { describe, expect, test } from 'vitest';
import {
  createKlaviyo,
  documentedLimits,
  type JobItemFate,
  type Klaviyo,
  type KlaviyoConfig,
  type ProfileImport,
  type VariantUpdate,
} from '../src/index.js';
import { fakeFetch, json, refusal, type SentRequest } from './fake-fetch.js';

interface JobPlan {
  /** Polls until the job has ended. @default 1 */
  readonly polls?: number;
  readonly attributes?: object;
  /** Of a profile import. */
  readonly importErrors?: readonly object[];
  readonly refusal?: () => Response;
}

interface JobServer {
  readonly klaviyo: Klaviyo;
  readonly sent: readonly SentRequest[];
  /** The entries of each job, in order of starting. */
  readonly started: (readonly Entry[])[];
  readonly mostOpen: () => number;
}

interface Entry {
  readonly id?: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** Starts jobs and ends each as `planOf` says. Each poll is one step of a clock that moves when slept on. */
function jobServer(
  planOf: (entries: readonly Entry[], number: number) => JobPlan = () => ({}),
  config = {},
): JobServer {
  const started: (readonly Entry[])[] = [];
  const plans = new Map<string, { readonly plan: JobPlan; polled: number }>();
  let open = 0;
  let mostOpen = 0;
  const { fetch, sent } = fakeFetch(({ method, path, body }) => {
    const [, , collection = '', id = '', more] = path.split('?')[0]?.split('/') ?? [];
    if (method === 'POST') {
      const entries = entriesOf(body);
      const plan = planOf(entries, started.length + 1);
      if (plan.refusal !== undefined) return plan.refusal();
      started.push(entries);
      open += 1;
      mostOpen = Math.max(mostOpen, open);
      plans.set(`job-${started.length}`, { plan, polled: 0 });
      return json(202, jobBody(collection, `job-${started.length}`, { status: 'queued', total_count: 0 }));
    }
    const job = plans.get(id);
    if (job === undefined) return refusal(404, 'No such job.');
    if (more === 'import-errors') {
      const data = (job.plan.importErrors ?? []).map((attributes, index) => ({
        type: 'import-error',
        id: `error-${index}`,
        attributes,
      }));
      return json(200, { data, links: {} });
    }
    job.polled += 1;
    if (job.polled < (job.plan.polls ?? 1)) return json(200, jobBody(collection, id, { status: 'processing' }));
    open -= 1;
    return json(200, jobBody(collection, id, { status: 'complete', failed_count: 0, ...job.plan.attributes }));
  });
  const clock = virtualClock('2026-07-20T10:00:00Z', { movesWhenSleptOn: true });
  const klaviyo = createKlaviyo({
    apiKey: 'pk_test',
    fetch,
    clock,
    random: () => 0,
    ...config,
  } satisfies KlaviyoConfig);
  return { klaviyo, sent, started, mostOpen: () => mostOpen };
}

function jobBody(collection: string, id: string, attributes: object): object {
  return { data: { type: collection.slice(0, -1), id, attributes, links: {} } };
}

function entriesOf(body: unknown): readonly Entry[] {
  const { data } = JSON.parse(JSON.stringify(body));
  const [list] = Object.values<{ readonly data: readonly Entry[] }>(data.attributes);
  return list?.data ?? [];
}

const variant = (name: string, inventory_quantity = 1, more: object = {}): VariantUpdate => ({
  type: 'catalog-variant',
  id: `$custom:::$default:::${name}`,
  attributes: { inventory_quantity, ...more },
});
const variants = (count: number): VariantUpdate[] =>
  Array.from({ length: count }, (_, index) => variant(`V${index}`, index));
const person = (email: string): ProfileImport => ({ type: 'profile', attributes: { email } });
const pointerTo = (position: number): object => ({
  id: 'e',
  code: 'invalid',
  title: 'Invalid input.',
  detail: 'Does not exist.',
  source: { pointer: `/data/attributes/variants/data/${position}/id` },
});

describe('catalogVariants.updateMany', () => {
  test('sends at most 100 in a job and waits for each job to end', async () => {
    const { klaviyo, started, sent } = jobServer(() => ({ polls: 3 }));
    const result = await klaviyo.catalogVariants.updateMany(variants(250));
    expect(started.map((entries) => entries.length)).toEqual([100, 100, 50]);
    expect(result).toMatchObject({ counts: { applied: 250 }, failures: [], stoppedBy: null });
    expect(sent.filter(({ method }) => method === 'GET')).toHaveLength(9);
  });

  test('tells each item its fate: a complaint with a pointer, one that names the id, and the others', async () => {
    const { klaviyo } = jobServer(() => ({
      attributes: {
        failed_count: 2,
        errors: [
          pointerTo(3),
          { id: 'e', code: 'x', title: 't', detail: 'Variant $custom:::$default:::V1 is gone', source: {} },
        ],
      },
    }));
    const fates: JobItemFate[] = [];
    const { counts, failures } = await klaviyo.catalogVariants.updateMany(variants(12), {
      onFate: (fate) => fates.push(fate),
    });
    expect(counts).toMatchObject({ applied: 10, refused: 2 });
    expect(failures.map(({ index, fate, id }) => [index, fate, id])).toEqual([
      [1, 'refused', '$custom:::$default:::V1'],
      [3, 'refused', '$custom:::$default:::V3'],
    ]);
    expect(failures[1]?.error).toMatchObject({
      code: 'klaviyo_job',
      isAmbiguous: false,
      problems: [{ code: 'invalid' }],
    });
    expect(new Set(fates.map(({ index }) => index)).size).toBe(12);
  });

  test('two complaints about one item are one failure', async () => {
    for (const attributes of [{ failed_count: 1 }, { failed_count: null }]) {
      const { klaviyo } = jobServer(() => ({ attributes: { ...attributes, errors: [pointerTo(0), pointerTo(0)] } }));
      const { counts } = await klaviyo.catalogVariants.updateMany(variants(3));
      expect(counts).toMatchObject({ applied: 2, refused: 1, unknown: 0 });
    }
  });

  test('claims nothing when the job failed for more items than it names', async () => {
    const { klaviyo } = jobServer(() => ({ attributes: { failed_count: 2, errors: [pointerTo(0)] } }));
    const { counts, failures } = await klaviyo.catalogVariants.updateMany(variants(3));
    expect(counts).toMatchObject({ applied: 0, refused: 1, unknown: 2 });
    expect(failures[1]?.error).toMatchObject({ code: 'klaviyo_job', isAmbiguous: true });
  });

  test('the newest value of each attribute wins among those that wait, and the others know', async () => {
    const { klaviyo, started } = jobServer();
    const stream = [
      variant('A', 1, { price: 5 }),
      variant('B', 2),
      variant('A', 3),
      variant('A', 4, { title: 'Last' }),
    ];
    const fates: [number, string][] = [];
    const { counts } = await klaviyo.catalogVariants.updateMany(stream, {
      onFate: ({ index, fate }) => fates.push([index, fate]),
    });
    expect(started).toMatchObject([
      [
        { id: '$custom:::$default:::A', attributes: { inventory_quantity: 4, price: 5, title: 'Last' } },
        { id: '$custom:::$default:::B' },
      ],
    ]);
    expect(counts).toMatchObject({ applied: 2, superseded: 2 });
    expect(fates.sort()).toEqual([
      [0, 'superseded'],
      [1, 'applied'],
      [2, 'superseded'],
      [3, 'applied'],
    ]);
  });

  test('never has two jobs for one variant, over all runs of a client, and the last value is the last applied', async () => {
    const underWay = new Set<string>();
    const applied = new Map<string, unknown>();
    let entriesOfJob: readonly Entry[] = [];
    const jobs: (readonly Entry[])[] = [];
    const { fetch } = fakeFetch(async ({ method, path, body }) => {
      await new Promise((resolve) => setImmediate(resolve));
      if (method === 'POST') {
        entriesOfJob = entriesOf(body);
        for (const { id = '' } of entriesOfJob) {
          expect(underWay.has(id)).toBe(false);
          underWay.add(id);
        }
        jobs.push(entriesOfJob);
        return json(
          202,
          jobBody('catalog-variant-bulk-update-jobs', String(jobs.length - 1), { status: 'processing' }),
        );
      }
      const number = Number(path.split('/').at(-1));
      for (const { id = '', attributes } of jobs[number] ?? []) {
        underWay.delete(id);
        applied.set(id, attributes?.['inventory_quantity']);
      }
      return json(200, jobBody('catalog-variant-bulk-update-jobs', String(number), { status: 'complete' }));
    });
    const clock = virtualClock('2026-07-20T10:00:00Z', { movesWhenSleptOn: true });
    const klaviyo = createKlaviyo({ apiKey: 'pk_test', fetch, clock });
    async function* trickle(offset: number): AsyncGenerator<VariantUpdate> {
      for (let index = 0; index < 600; index += 1) {
        if (index % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
        yield variant(`V${index % 130}`, offset + index);
      }
    }
    const [one, other] = await Promise.all([
      klaviyo.catalogVariants.updateMany(trickle(0)),
      klaviyo.catalogVariants.updateMany(trickle(10_000)),
    ]);
    for (const { counts } of [one, other]) expect(counts.applied + counts.superseded).toBe(600);
    expect(applied.size).toBe(130);
    // Within each run the last value given is among the two that can be the last applied.
    for (const [id, value] of applied) {
      const last = 600 - 130 + ((Number(id.split('V').at(-1)) - (600 % 130) + 130) % 130);
      expect([last, 10_000 + last]).toContain(value);
    }
  });

  test('holds no more jobs open than asked for', async () => {
    const { klaviyo, mostOpen } = jobServer(() => ({ polls: 50 }));
    const { counts } = await klaviyo.catalogVariants.updateMany(variants(1_000), { concurrency: 3 });
    expect(counts.applied).toBe(1_000);
    expect(mostOpen()).toBe(3);
  });

  test('takes a refused entry out by its pointer, and halves where there is none', async () => {
    const bad = (entries: readonly Entry[], id: string): number =>
      entries.findIndex((entry) => entry.id === `$custom:::$default:::${id}`);
    const pointed = jobServer((entries) => {
      const position = bad(entries, 'V7');
      return position < 0
        ? {}
        : { refusal: () => refusal(400, 'No.', `/data/attributes/variants/data/${position}/attributes/price`) };
    });
    expect((await pointed.klaviyo.catalogVariants.updateMany(variants(20))).counts).toMatchObject({
      applied: 19,
      refused: 1,
    });
    expect(pointed.sent.filter(({ method }) => method === 'POST')).toHaveLength(2);
    const blind = jobServer((entries) => (bad(entries, 'V7') < 0 ? {} : { refusal: () => refusal(400, 'No.') }));
    const { counts, failures } = await blind.klaviyo.catalogVariants.updateMany(variants(20));
    expect(counts).toMatchObject({ applied: 19, refused: 1 });
    expect(failures).toMatchObject([{ index: 7, error: { code: 'klaviyo_request' } }]);
  });

  test('a cancelled or endless job leaves its items unknown, and the run goes on', async () => {
    const cancelled = jobServer((_entries, number) => (number === 1 ? { attributes: { status: 'cancelled' } } : {}));
    expect((await cancelled.klaviyo.catalogVariants.updateMany(variants(150))).counts).toMatchObject({
      applied: 50,
      unknown: 100,
    });
    const endless = jobServer(() => ({ polls: Number.POSITIVE_INFINITY }));
    const result = await endless.klaviyo.catalogVariants.updateMany(variants(1), { maxJobWaitMs: 60_000 });
    expect(result).toMatchObject({ counts: { unknown: 1 }, stoppedBy: null });
    expect(result.failures[0]?.error?.message).toMatch(/had not ended/);
    expect(endless.sent.length).toBeLessThan(15);
  });

  test('a lost account ends the run: what was sent is unknown, the rest not sent', async () => {
    const { klaviyo } = jobServer((_entries, number) => (number === 1 ? {} : { refusal: () => refusal(403, 'No.') }));
    const { counts, stoppedBy } = await klaviyo.catalogVariants.updateMany(variants(500), { concurrency: 1 });
    expect(counts).toMatchObject({ applied: 100 });
    expect(counts['not-sent']).toBeGreaterThan(0);
    expect(stoppedBy).toMatchObject({ code: 'klaviyo_auth' });
  });

  test('a signal ends the waiting; the job goes on without us', async () => {
    const controller = new AbortController();
    const { klaviyo } = jobServer(() => {
      queueMicrotask(() => controller.abort());
      return { polls: Number.POSITIVE_INFINITY };
    });
    const { counts, stoppedBy } = await klaviyo.catalogVariants.updateMany(variants(150), {
      concurrency: 1,
      signal: controller.signal,
    });
    expect(stoppedBy).toMatchObject({ code: 'klaviyo_aborted' });
    expect(counts.unknown + counts['not-sent']).toBe(counts.unknown + counts['not-sent'] + counts.applied);
  });

  test('what the limits refuse is refused alone', async () => {
    const { klaviyo, started } = jobServer(() => ({}), { validate: documentedLimits });
    const { counts, failures } = await klaviyo.catalogVariants.updateMany([variant('A', Number.NaN), variant('B', 2)]);
    expect(counts).toMatchObject({ applied: 1, refused: 1 });
    expect(failures[0]?.error).toMatchObject({ code: 'klaviyo_invalid', pointers: ['/attributes/inventory_quantity'] });
    expect(started).toMatchObject([[{ id: '$custom:::$default:::B' }]]);
  });
});

describe('other bulk jobs', () => {
  test('a job that makes things is not started twice, since what the first made would look refused', async () => {
    let calls = 0;
    const { fetch } = fakeFetch(() => {
      calls += 1;
      throw new TypeError('fetch failed');
    });
    const klaviyo = createKlaviyo({ apiKey: 'pk_test', fetch });
    const { counts } = await klaviyo.catalogItems.createMany([
      {
        type: 'catalog-item',
        attributes: { external_id: '1', title: 'A', description: 'A', url: 'https://shop.example.org/1' },
      },
    ]);
    expect(calls).toBe(1);
    expect(counts).toMatchObject({ unknown: 1 });
  });

  test('an import reads its errors back, by pointer or by what was sent', async () => {
    const { klaviyo, started } = jobServer(() => ({
      attributes: { failed_count: 2 },
      importErrors: [
        { ...pointerTo(0), source: { pointer: '/data/attributes/profiles/data/2/attributes/email' } },
        { ...pointerTo(0), source: {}, original_payload: { email: 'b@shop.co', first_name: 'B' } },
      ],
    }));
    const people = ['a', 'b', 'c', 'd'].map((name) => person(`${name}@shop.co`));
    const { counts, failures } = await klaviyo.profiles.importMany(people);
    expect(started).toHaveLength(1);
    expect(counts).toMatchObject({ applied: 2, refused: 2 });
    expect(failures.map(({ index, id }) => [index, id])).toEqual([
      [1, null],
      [2, null],
    ]);
    expect(JSON.stringify(failures)).not.toContain('@shop.co');
  });

  test('a profile given twice goes in two jobs, one after the other', async () => {
    const { klaviyo, started, mostOpen } = jobServer();
    const { counts } = await klaviyo.profiles.importMany([
      person('a@shop.co'),
      { type: 'profile', attributes: { email: 'a@shop.co', first_name: 'New' } },
      { type: 'profile', attributes: { first_name: 'Nobody' } },
    ]);
    expect(started.map((entries) => entries.length)).toEqual([2, 1]);
    expect(started[1]).toMatchObject([{ attributes: { first_name: 'New' } }]);
    expect(mostOpen()).toBe(1);
    expect(counts.applied).toBe(3);
  });
});
