import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '@clarus-klaviyo/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildImage } from '../dockerfile.js';
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

const project = projectFolder('express');

const HEALTH_TOKEN = 'a-long-health-token';

let shop: Shop;
const running = new Set<Program>();

beforeEach(async () => {
  shop = await openShop();
});

afterEach(async () => {
  await Promise.all([...running].map((program) => program.stop('SIGKILL')));
  running.clear();
  await shop.close();
});

/** `.env.example`, filled in the way the README says. */
function fillIn(folder: string, port = '0'): string {
  const values: Readonly<Record<string, string>> = {
    CLARUS_CLIENT_ID: 'client',
    CLARUS_CLIENT_SECRET: CLIENT_SECRET,
    CLARUS_SUBDOMAIN: TENANT,
    CLARUS_WEBHOOK_SECRET: SECRET,
    CLARUS_AUTOMATIONS: JSON.stringify(AUTOMATIONS),
    KLAVIYO_API_KEY: KLAVIYO_KEY,
    HEALTH_TOKEN,
    SHADOW: 'false',
    DATABASE_URL: join(folder, 'service.db'),
    PORT: port,
    CLARUS_BASE_URL: shop.clarusUrl,
    KLAVIYO_BASE_URL: shop.klaviyoUrl,
  };
  const filled = new Set<string>();
  const lines = readFileSync(join(project, '.env.example'), 'utf8')
    .split('\n')
    .map((line) => {
      const name = /^(?:# )?([A-Z_]+)=/.exec(line)?.[1] ?? '';
      const value = values[name];
      if (value === undefined) return line;
      filled.add(name);
      return `${name}=${value}`;
    });
  expect([...filled].sort()).toEqual(Object.keys(values).sort()); // every one of them has a line to be filled in
  return lines.join('\n');
}

interface Started {
  readonly program: Program;
  readonly url: string;
}

/** `npm start` in a project whose `.env` is written; without npm in between, which signals do not get through. */
async function start(folder: string, env: Readonly<Record<string, string>> = {}): Promise<Started> {
  const program = startProgram(scriptOf(folder, 'start'), { cwd: folder, env });
  running.add(program);
  const line = await program.line((each) => each.includes('"message":"Listening."'));
  const { address }: { readonly address: { readonly port: number } } = JSON.parse(line);
  return { program, url: `http://127.0.0.1:${address.port}` };
}

/** The installed project with an `.env` of its own: two tests never share a database. */
function projectWithEnv(): string {
  const folder = temporaryFolder();
  for (const name of readdirSync(project)) symlinkSync(join(project, name), join(folder, name));
  writeFileSync(join(folder, '.env'), fillIn(folder));
  return folder;
}

interface Health {
  readonly status: string;
  readonly backlog: Readonly<Record<string, number>>;
}

async function health(url: string): Promise<Health> {
  return (await (await fetch(`${url}/health`)).json()) as Health;
}

test('copied, installed and started as its README says, it turns a dispatch into its first event', async () => {
  const { program, url } = await start(projectWithEnv());
  expect(await (await fetch(`${url}/about`)).text()).toContain('Warehouse news');
  const sender = ringAt(shop, `${url}/webhooks/clarus`);
  const expected = ship(shop, 'SO-1');
  await until(() => shop.klaviyo.accepted.length === expected.length);
  await sender.idle();
  expect(sender.unanswered()).toEqual([]);
  expect(judge(shop.klaviyo, expected)).toEqual(FLAWLESS);
  await until(async () => Object.values((await health(url)).backlog).every((count) => count === 0));
  expect((await health(url)).status).toBe('ok');

  const page = (headers: Readonly<Record<string, string>>): Promise<Response> =>
    fetch(`${url}/`, { headers, redirect: 'manual' });
  expect((await page({})).ok).toBe(false);
  expect((await page({ authorization: 'Bearer a-wrong-health-token' })).ok).toBe(false);
  expect(await (await page({ authorization: `Bearer ${HEALTH_TOKEN}` })).text()).toContain('<html');

  expect(await program.stop('SIGTERM')).toBe(0);
  running.delete(program);
  const output = program.lines.join('\n');
  expect(program.lines.every((line) => line.startsWith('{') && line.endsWith('}'))).toBe(true);
  for (const secret of [SECRET, CLIENT_SECRET, KLAVIYO_KEY, HEALTH_TOKEN, 'so-1@mail'])
    expect(output).not.toContain(secret);
});

test('redeployed under load, stopped by SIGTERM each time: nothing lost, nothing doubled, each order in order', async () => {
  const folder = projectWithEnv();
  let service = await start(folder);
  const port = new URL(service.url).port;
  writeFileSync(join(folder, '.env'), fillIn(folder, port)); // the load balancer's address stays
  const sender = ringAt(shop, `${service.url}/webhooks/clarus`);
  const random = seededRandom(7);
  const expected: string[] = [];
  const DEPLOYMENTS = 4;
  for (let deployment = 0; deployment < DEPLOYMENTS; deployment += 1) {
    for (let count = 0; count < 40; count += 1) {
      expected.push(...ship(shop, `SO-${deployment}-${count}`, { parcels: count % 3 === 0 ? 2 : 1 }));
      if (count % 8 === 0) await new Promise((resolve) => setTimeout(resolve, random() * 60));
    }
    // Somewhere between the first webhooks and the last event.
    await new Promise((resolve) => setTimeout(resolve, random() * 4_000));
    expect(await service.program.stop('SIGTERM')).toBe(0);
    running.delete(service.program);
    service = await start(folder);
  }
  // Clarus does not repeat a webhook that nobody answered; whoever sits in between may.
  await until(async () => {
    await sender.idle();
    await sender.resend(sender.unanswered());
    return sender.unanswered().length === 0;
  });
  await until(() => shop.klaviyo.accepted.length >= expected.length);
  await until(async () => Object.values((await health(service.url)).backlog).every((count) => count === 0));
  expect(judge(shop.klaviyo, expected)).toEqual(FLAWLESS);
});

test('a wrong environment is one message that names every variable, and exit code 2', async () => {
  const folder = projectWithEnv();
  writeFileSync(join(folder, '.env'), 'PORT=x\nCLARUS_WEBHOOK_SECRET=short\n');
  const program = startProgram(scriptOf(folder, 'start'), { cwd: folder, env: {} });
  expect(await program.ended()).toBe(2);
  for (const name of ['PORT', 'CLARUS_CLIENT_ID', 'CLARUS_WEBHOOK_SECRET', 'KLAVIYO_API_KEY']) {
    expect(program.lines.join('\n')).toContain(name);
  }
});

test('a second process on the same file says so and ends', async () => {
  const folder = projectWithEnv();
  await start(folder);
  const second = startProgram(scriptOf(folder, 'start'), { cwd: folder, env: {} });
  expect(await second.ended()).toBe(1);
  expect(second.lines.join('\n')).toContain('another process');
});

test('its Dockerfile makes an image that is healthy, writes to its volume alone, and stops when told', async () => {
  const image = buildImage(project, temporaryFolder());
  expect(image.user).toBe('node');
  expect(existsSync(image.at('node_modules/@types/express'))).toBe(false);
  const port = String(await freePort());
  // `docker run --env-file .env`: line by line as they stand, over what the image says.
  const given = fillIn('/data', port)
    .split('\n')
    .filter((line) => /^[A-Z_]+=/.test(line))
    .map((line): [string, string] => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])
    .filter(([name]) => name !== 'DATABASE_URL'); // commented out in `.env.example`: the image has a place for it
  const env = { ...image.env, ...Object.fromEntries(given) };
  for (const name of ['DATABASE_URL', 'POLICY']) {
    const path = env[name] ?? '';
    if (path.startsWith('/')) env[name] = image.at(path);
  }
  const service = startProgram(image.command, { cwd: image.workdir, env });
  running.add(service);
  await service.line((line) => line.includes('"message":"Listening."'));
  const isHealthy = (): Promise<number | null> =>
    startProgram(image.healthCheck, { cwd: image.workdir, env: { PORT: port } }).ended();
  expect(await isHealthy()).toBe(0);

  ringAt(shop, `http://127.0.0.1:${port}/webhooks/clarus`);
  const expected = ship(shop, 'SO-1');
  await until(() => shop.klaviyo.accepted.length === expected.length);
  expect(judge(shop.klaviyo, expected)).toEqual(FLAWLESS);
  expect(existsSync(image.at('/data/clarus-klaviyo.db'))).toBe(true);
  expect(await service.stop('SIGTERM')).toBe(0);
  running.delete(service);
  expect(await isHealthy()).toBe(1);
});
