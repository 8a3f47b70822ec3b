import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { seededRandom } from '@clarus-klaviyo/testing';
import { afterEach, expect, test } from 'vitest';
import { type Program, startProgram } from '../program.js';
import { projectFolder, scriptOf, temporaryFolder } from '../projects.js';
import {
  AUTOMATIONS,
  CLIENT_SECRET,
  FLAWLESS,
  freePort,
  judge,
  KLAVIYO_KEY,
  openShop,
  ringAt,
  SECRET,
  type Shop,
  ship,
  TENANT,
  until,
} from '../shop.js';
import { bundleWorker } from '../worker-bundle.js';

const project = projectFolder('worker');
/** Where `wrangler` and workerd are installed, for those who run these tests and nobody else. */
const runtimes = fileURLToPath(new URL('../../../scripts/runtimes/', import.meta.url));

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function running(program: Program): Program {
  closing.push(() => program.stop('SIGKILL'));
  return program;
}

async function openedShop(...options: Parameters<typeof openShop>): Promise<Shop> {
  const shop = await openShop(...options);
  closing.push(() => shop.close());
  return shop;
}

const POLICY = { dispatchStrategy: 'shipment', stock: { catalog: 'none' } };

function bindings(shop: Shop): Record<string, unknown> {
  return {
    CLARUS_SUBDOMAIN: TENANT,
    CLARUS_AUTOMATIONS: AUTOMATIONS,
    CLARUS_CLIENT_ID: 'client',
    CLARUS_CLIENT_SECRET: CLIENT_SECRET,
    CLARUS_BASE_URL: shop.clarusUrl,
    KLAVIYO_BASE_URL: shop.klaviyoUrl,
    ACCOUNTS: [
      {
        name: 'shop',
        clarusAccount: '*',
        webhookSecret: 'WEBHOOK_SECRET',
        klaviyoKey: 'KLAVIYO_API_KEY',
        policy: POLICY,
      },
    ],
    WEBHOOK_SECRET: SECRET,
    KLAVIYO_API_KEY: KLAVIYO_KEY,
  };
}

interface Served {
  readonly program: Program;
  readonly url: string;
}

interface ServeOptions {
  readonly script: string;
  readonly folder: string;
  readonly port: number;
  readonly bindings: Readonly<Record<string, unknown>>;
}

/** The Worker in real workerd, its Cron rung every few seconds instead of minutes. */
async function serveWorker(options: ServeOptions): Promise<Served> {
  const settings = JSON.stringify({ ...options, cronMs: 3_000 });
  const command = ['node', join(runtimes, 'serve-worker.mjs'), settings];
  const program = running(startProgram(command, { cwd: runtimes, env: {}, withChildren: true }));
  const line = await program.line((each) => each.startsWith('Listening on '));
  return { program, url: `http://127.0.0.1:${line.slice('Listening on '.length)}` };
}

interface Health {
  readonly status: string;
  readonly backlog: Readonly<Record<string, number>>;
}

async function isIdle(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/health`).catch(() => null);
  return answer?.ok === true && Object.values(((await answer.json()) as Health).backlog).every((count) => count === 0);
}

test('evicted and killed at random points under load: nothing lost, nothing doubled, each order in order', async () => {
  const shop = await openedShop();
  const folder = temporaryFolder();
  const script = join(folder, 'worker.mjs');
  await bundleWorker(project, script);
  const options = { script, folder: join(folder, 'objects'), port: await freePort(), bindings: bindings(shop) };
  let served = await serveWorker(options);
  const sender = ringAt(shop, `${served.url}/webhooks/clarus`);
  const random = seededRandom(11);
  const expected: string[] = [];
  const ROUNDS = 12;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let count = 0; count < 12; count += 1) {
      expected.push(...ship(shop, `SO-${round}-${count}`, { parcels: count % 3 === 0 ? 2 : 1 }));
    }
    // Somewhere between the first webhook of these and the last event.
    await new Promise((resolve) => setTimeout(resolve, random() * 3_500));
    if (round % 4 === 3) {
      await served.program.stop('SIGKILL'); // workerd with everything in it
      served = await serveWorker(options);
    } else {
      // A connection that a killed workerd left behind may break here: then this one is not evicted.
      await fetch(`${served.url}/__evict/shop`, { method: 'POST' }).catch(() => undefined);
    }
  }
  // Clarus does not repeat a webhook that nobody answered; whoever sits in between may.
  await until(async () => {
    await sender.idle();
    await sender.resend(sender.unanswered());
    return sender.unanswered().length === 0;
  });
  await until(() => shop.klaviyo.accepted.length >= expected.length);
  await until(() => isIdle(served.url));
  expect(judge(shop.klaviyo, expected)).toEqual(FLAWLESS);
});

test('two brands of one tenant: each has its own address, secret and object, and hears only of its own', async () => {
  const shop = await openedShop({
    accounts: [
      { id: '7', code: 'ACME' },
      { id: '8', code: 'BETA' },
    ],
    apiKeys: { pk_acme: 'acme', pk_beta: 'beta' },
  });
  const folder = temporaryFolder();
  const script = join(folder, 'worker.mjs');
  await bundleWorker(project, script);
  const account = (name: string, clarusAccount: string): unknown => ({
    name,
    clarusAccount,
    webhookSecret: `WEBHOOK_SECRET_${name.toUpperCase()}`,
    klaviyoKey: `KLAVIYO_API_KEY_${name.toUpperCase()}`,
    policy: POLICY,
  });
  const { url, program } = await serveWorker({
    script,
    folder: join(folder, 'objects'),
    port: 0,
    bindings: {
      ...bindings(shop),
      ACCOUNTS: [account('acme', '7'), account('beta', '8')],
      WEBHOOK_SECRET_ACME: 'a-long-secret-for-acme',
      WEBHOOK_SECRET_BETA: 'a-long-secret-for-beta',
      KLAVIYO_API_KEY_ACME: 'pk_acme',
      KLAVIYO_API_KEY_BETA: 'pk_beta',
      HEALTH_TOKEN: 'a-long-token-of-the-page',
    },
  });
  const post = (path: string, body = '{}'): Promise<number> =>
    fetch(`${url}${path}`, {
      method: 'POST',
      body,
      headers: { 'x-claruswms-subdomain': TENANT, 'x-claruswms-automation-id': '43' },
    }).then(({ status }) => status);
  expect(await post('/acme/webhooks/clarus/a-long-secret-for-beta')).toBe(401);
  expect(await post('/nobody/webhooks/clarus/a-long-secret-for-acme')).toBe(404);
  expect(await post('/webhooks/clarus/a-long-secret-for-acme')).toBe(404);

  // Each has a page of its own, whose links stay below its name.
  const door = await (await fetch(`${url}/acme/`)).text();
  const style = /<link rel="stylesheet" href="([^"]+)"/.exec(door)?.[1] ?? '';
  expect(style).toMatch(/^\/acme\//);
  expect((await fetch(`${url}${style}`)).status).toBe(200);

  // In Clarus each automation has the condition that the account is the brand's.
  const expected = { ACME: ship(shop, 'SO-A', { account: 'ACME' }), BETA: ship(shop, 'SO-B', { account: 'BETA' }) };
  for (const { body, headers } of shop.clarus.jobs) {
    const name = body.includes('SO-A') ? 'acme' : 'beta';
    const path = `/${name}/webhooks/clarus/a-long-secret-for-${name}`;
    const { status } = await fetch(`${url}${path}`, { method: 'POST', headers, body });
    expect(status).toBe(200);
  }
  await until(() => shop.klaviyo.accepted.length === 4);
  const idsOf = (name: string): readonly string[] => shop.klaviyo.account(name).events.map(({ uniqueId }) => uniqueId);
  expect(idsOf('acme')).toEqual(expected.ACME);
  expect(idsOf('beta')).toEqual(expected.BETA);
  const output = program.lines.join('\n');
  for (const secret of ['a-long-secret-for', 'pk_acme', CLIENT_SECRET, 'so-a@mail'])
    expect(output).not.toContain(secret);
});

/** `npm start` as it is, with the `wrangler` that is installed for these tests in place of the one npx would fetch. */
function wranglerCommand(): readonly string[] {
  const [npx, yes, named = '', ...args] = scriptOf(project, 'start');
  expect([npx, yes]).toEqual(['npx', '--yes']);
  const wrangler = join(runtimes, 'node_modules', 'wrangler');
  const manifest: { readonly version: string; readonly bin: { readonly wrangler: string } } = JSON.parse(
    readFileSync(join(wrangler, 'package.json'), 'utf8'),
  );
  expect(named).toBe(`wrangler@${manifest.version}`);
  return ['node', join(wrangler, manifest.bin.wrangler), ...args];
}

test('copied, installed and started as its README says, it turns a dispatch into its first event; redeployed, it goes on', async () => {
  const shop = await openedShop();
  const folder = temporaryFolder();
  for (const name of readdirSync(project)) symlinkSync(join(project, name), join(folder, name));
  const values: Readonly<Record<string, string>> = {
    CLARUS_CLIENT_ID: 'client',
    CLARUS_CLIENT_SECRET: CLIENT_SECRET,
    WEBHOOK_SECRET: SECRET,
    KLAVIYO_API_KEY: KLAVIYO_KEY,
  };
  const filled = readFileSync(join(project, '.dev.vars.example'), 'utf8').replace(
    /^([A-Z_]+)=$/gm,
    (_line, name: string) => `${name}=${values[name]}`,
  );
  expect(filled).not.toContain('undefined');
  // What stands in `wrangler.jsonc` for a real account, said otherwise for the fakes.
  const vars = { CLARUS_SUBDOMAIN: TENANT, CLARUS_BASE_URL: shop.clarusUrl, KLAVIYO_BASE_URL: shop.klaviyoUrl };
  const lines = Object.entries(vars).map(([name, value]) => `${name}=${value}`);
  writeFileSync(join(folder, '.dev.vars'), [filled, ...lines, 'SHADOW=false'].join('\n'));

  const port = await freePort();
  const start = async (): Promise<Served> => {
    const program = running(
      startProgram([...wranglerCommand(), '--port', String(port), '--ip', '127.0.0.1'], {
        cwd: folder,
        env: { WRANGLER_SEND_METRICS: 'false', CI: 'true', NO_COLOR: '1' },
        withChildren: true,
      }),
    );
    await program.line((line) => line.includes('Ready on'));
    return { program, url: `http://127.0.0.1:${port}` };
  };
  const first = await start();
  const sender = ringAt(shop, `${first.url}/webhooks/clarus`);
  const expected = [...ship(shop, 'SO-1')];
  await until(() => shop.klaviyo.accepted.length === expected.length);

  expected.push(...ship(shop, 'SO-2', { parcels: 2 }));
  await sender.idle();
  await first.program.stop('SIGTERM'); // work in flight
  const second = await start();
  expected.push(...ship(shop, 'SO-3'));
  await until(async () => {
    await sender.idle();
    await sender.resend(sender.unanswered());
    return sender.unanswered().length === 0;
  });
  await until(() => shop.klaviyo.accepted.length >= expected.length);
  await until(() => isIdle(second.url));
  expect(judge(shop.klaviyo, expected)).toEqual(FLAWLESS);
});
