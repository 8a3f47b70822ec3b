/** The health page in a real Chromium: what is looked at, typed at and read aloud, and what must never run. */
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createAccess } from '../../src/api/access.js';
import { createPages } from '../../src/health/page/pages.js';
import { toRequestListener } from '../../src/node/listener.js';
import { INJECTION, NOW, type Sample, sampleOperations } from './sample.js';

const TOKEN = 'a-long-page-token';
const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executablePath = process.env['CHROMIUM'] ?? CANDIDATES.find((path) => existsSync(path));
if (executablePath === undefined)
  console.warn('SKIPPED: no Chromium on this machine. Install the package chromium, or set CHROMIUM to its path.');
const clock = { now: () => Date.parse(NOW), sleep: () => Promise.reject(new Error('The page waits for nothing.')) };

const DESKTOP = { viewport: { width: 1280, height: 900 } } as const;
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true } as const;

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Runs in the page, where the types of this process do not hold: hence a text. */
function evaluate<Result>(page: Page, source: string): Promise<Result> {
  return page.evaluate<Result>(source);
}

interface Site {
  readonly origin: string;
  readonly sample: Sample;
  readonly problems: string[];
  close(): Promise<void>;
}

interface SiteOptions {
  readonly isCalm?: boolean;
  readonly isPublic?: boolean;
  /** The server stands for a proxy that takes it away. */
  readonly basePath?: string;
}

async function openSite(options: SiteOptions = {}): Promise<Site> {
  const { basePath = '' } = options;
  const sample = sampleOperations(options);
  const problems: string[] = [];
  const pages = createPages({
    operations: sample.operations,
    tenant: 'acme',
    clock,
    access: options.isPublic === true ? null : createAccess(TOKEN, clock, basePath),
    timeZone: 'Europe/London',
    basePath,
    runbooksAt: 'https://docs.example/runbooks/',
  });
  const listener = toRequestListener(
    async (request) => (await pages(request)) ?? new Response(null, { status: 404 }),
    (error) => problems.push(String(error)),
  );
  const server: Server = createServer((request, response) => {
    const { url = '' } = request;
    if (url.startsWith(`${basePath}/`)) request.url = url.slice(basePath.length);
    else problems.push(`asked for ${url}`);
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    sample,
    problems,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

describe.skipIf(executablePath === undefined)('the health page in Chromium', () => {
  let browser: Browser;
  const opened: { close(): Promise<void> }[] = [];

  beforeAll(async () => {
    // Chromium refuses its sandbox to root, which CI machines often are.
    browser = await chromium.launch({
      ...(executablePath === undefined ? {} : { executablePath }),
      chromiumSandbox: process.getuid?.() !== 0,
    });
  }, 60_000);
  afterAll(() => browser.close());
  afterEach(async () => {
    for (const each of opened.splice(0).reverse()) await each.close();
  });

  async function site(options?: Parameters<typeof openSite>[0]): Promise<Site> {
    const started = await openSite(options);
    opened.push(started);
    return started;
  }

  /** Fails when anything on the page complains: a script's error, or something the policy had to stop. */
  async function visitor(at: Site, options: BrowserContextOptions = DESKTOP): Promise<Page> {
    const context = await browser.newContext(options);
    opened.push(context);
    const page = await context.newPage();
    page.on('pageerror', (error) => at.problems.push(String(error)));
    page.on('console', (message) => {
      const isComplaint = message.type() === 'error' || /Content.Security.Policy/i.test(message.text());
      // The door is answered 401 on purpose, and Chromium tells that as an error.
      if (isComplaint && !message.text().includes('401')) at.problems.push(message.text());
    });
    return page;
  }

  async function signIn(page: Page, at: Site, path = '/'): Promise<void> {
    await page.goto(`${at.origin}${path}`);
    await page.getByLabel('Token').fill(TOKEN);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  }

  async function violations(page: Page): Promise<readonly string[]> {
    // `evaluate` reaches the page past its policy; the page itself could load no such script.
    await page.evaluate(axe.source);
    return evaluate<readonly string[]>(
      page,
      `axe.run(document, { runOnly: ${JSON.stringify(RULES)} }).then(({ violations }) =>
        violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' | ')))`,
    );
  }

  const VIEWS = [
    '/',
    '/incidents',
    '/incidents/shipped-after-cancel',
    '/orders',
    '/orders?q=SO-10482',
    '/orders?q=none',
  ];

  for (const [name, size] of [
    ['a desktop', DESKTOP],
    ['a phone', PHONE],
  ] as const) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test(`axe finds nothing to complain about on ${name}, ${colorScheme}, and nothing sticks out`, async () => {
        const at = await site();
        const page = await visitor(at, { ...size, colorScheme });
        await page.goto(at.origin);
        expect(await violations(page)).toEqual([]);
        await signIn(page, at);
        for (const view of VIEWS) {
          await page.goto(`${at.origin}${view}`);
          await evaluate(page, `document.querySelectorAll('details').forEach((one) => { one.open = true; })`);
          expect(await violations(page), view).toEqual([]);
          const sticksOut = await evaluate<number>(page, 'document.documentElement.scrollWidth - innerWidth');
          expect(sticksOut, view).toBeLessThanOrEqual(0);
        }
        expect(at.problems).toEqual([]);
      }, 120_000);
    }
  }

  test('what comes from orders, carriers, SKUs, people and addresses is shown as text and never runs', async () => {
    const at = await site();
    const page = await visitor(at);
    await signIn(page, at);
    const query = encodeURIComponent(INJECTION);
    const views = [
      '/',
      '/incidents',
      '/incidents/shipped-after-cancel',
      `/incidents/ship-method-unmapped?subject=${query}`,
      '/orders?q=evil',
      `/orders?q=none${query}`,
      `/?done=${query}`,
    ];
    for (const view of views) {
      await page.goto(`${at.origin}${view}`);
      const foreign = await evaluate<number>(
        page,
        `document.querySelectorAll('img, script:not([src^="/assets/"]), [onerror]').length`,
      );
      expect(foreign, view).toBe(0);
      expect(await evaluate(page, 'window.injected'), view).toBeUndefined();
    }
    await page.goto(`${at.origin}/orders?q=evil`);
    expect(await page.getByRole('heading', { name: INJECTION }).count()).toBe(1);
    expect(at.problems).toEqual([]);
  });

  test('below a path of its own, links, forms, scripts and the session work as at the root', async () => {
    const at = await site({ basePath: '/ops/news' });
    const page = await visitor(at);
    await signIn(page, at, '/ops/news/orders?q=SO-10482');
    expect(new URL(page.url()).pathname).toBe('/ops/news/orders');
    await page.getByRole('link', { name: 'Incidents', exact: true }).click();
    await page.getByRole('link', { name: 'shipped after', exact: false }).first().click();
    await page.getByText('Take it, note something').first().click();
    await page.getByLabel('Who has it').first().fill('Jo');
    await page
      .getByRole('button', { name: /^Assign/ })
      .first()
      .click();
    await page.getByRole('status').getByText('The incident has somebody now.').waitFor();
    await page.goto(`${at.origin}/ops/news/`);
    await page.getByRole('button', { name: 'Stop updating' }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/ops/news/login');
    expect(at.problems).toEqual([]);
  });

  test('even a script that got into the page would not run', async () => {
    const at = await site();
    const page = await visitor(at);
    await signIn(page, at);
    const stopped = page.waitForEvent('console', (message) => /Content.Security.Policy/i.test(message.text()));
    await evaluate(
      page,
      `const script = document.createElement('script');
       script.textContent = 'window.injected = 1';
       document.body.append(script);`,
    );
    await stopped;
    expect(await evaluate(page, 'window.injected')).toBeUndefined();
  });

  test('the keyboard alone signs in, finds an order, takes an incident and signs out', async () => {
    const at = await site();
    const page = await visitor(at);
    await page.goto(at.origin);
    await page.locator('input:focus').waitFor(); // the field gets the focus by itself, soon after the page is loaded
    await page.keyboard.type(TOKEN);
    await page.keyboard.press('Enter');
    await page.getByRole('navigation', { name: 'Pages' }).waitFor();

    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter'); // the skip link comes first
    expect(await evaluate(page, 'document.activeElement?.id')).toBe('main');

    await tabTo(page, 'Find an order by its reference', 'Shift+Tab');
    await page.keyboard.type('SO-10482');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/orders?q=SO-10482');
    expect(await page.getByText('Klaviyo accepted “Fulfilled Shipment”.').count()).toBe(1);

    await page.goto(`${at.origin}/incidents/order-stuck?subject=SO-10391`);
    await tabTo(page, 'Take it, note something, or resolve it SO-10391');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Who has it');
    await page.keyboard.type('Jo');
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: 'The incident has somebody now.' }).waitFor();
    expect(at.sample.deeds).toEqual([{ name: 'assign', request: { id: 'order-stuck/SO-10391', to: 'Jo' } }]);

    await tabTo(page, 'Sign out');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(at.problems).toEqual([]);
  });

  /** Presses Tab until what has this name has the focus, which must be seen. */
  async function tabTo(page: Page, name: string, key = 'Tab'): Promise<void> {
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press(key);
      const focused = await evaluate<{ label: string; outline: string }>(
        page,
        `(() => {
          const element = document.activeElement;
          const label = element.labels?.[0] ?? element;
          return { label: label.textContent.trim(), outline: getComputedStyle(element).outlineStyle };
        })()`,
      );
      if (focused.label !== name) continue;
      expect(focused.outline).toBe('solid');
      return;
    }
    throw new Error(`The keyboard does not reach “${name}”.`);
  }

  test('without scripts everything works: sign in, pause, resume, note, resolve', async () => {
    const at = await site();
    const page = await visitor(at, { ...DESKTOP, javaScriptEnabled: false });
    await signIn(page, at);
    await page.getByText('Pause sending…').click();
    await page.getByLabel('Klaviyo account').selectOption('Northwind');
    await page.getByLabel('Why', { exact: true }).fill('Wrong template');
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByText('Paused. What would be sent waits, in order.').waitFor();
    await page.getByLabel('What waited').selectOption('6');
    await page.getByRole('button', { name: 'Resume Contoso' }).click();
    await page.getByText('Resumed.').waitFor();

    await page.goto(`${at.origin}/incidents/order-stuck?subject=SO-10391`);
    await page.locator('summary').first().click();
    await page.getByLabel('A note for the others; no names of customers').first().fill('Found it on bay 3.');
    await page.getByRole('button', { name: 'Add the note SO-10391' }).click();
    await page.locator('summary').first().click();
    await page.getByRole('button', { name: 'Resolve SO-10391' }).click();
    expect(at.sample.deeds).toEqual([
      { name: 'pause', request: { account: 'Northwind', reason: 'Wrong template' } },
      { name: 'resume', request: { account: 'Contoso', discardOlderThan: '2026-03-02T08:20:00.000Z' } },
      { name: 'note', request: { id: 'order-stuck/SO-10391', text: 'Found it on bay 3.' } },
      { name: 'resolve', request: { id: 'order-stuck/SO-10391' } },
    ]);
    expect(at.problems).toEqual([]);
  });

  test('a link from another site opens the page for who is signed in, without asking again', async () => {
    const at = await site();
    const page = await visitor(at);
    await signIn(page, at);
    // Another host is another site: the strict cookie stays behind, and the page asks once more by itself.
    await page.route('http://chat.example/', (route) =>
      route.fulfill({ contentType: 'text/html', body: `<a href="${at.origin}/incidents/order-stuck">Alert</a>` }),
    );
    await page.goto('http://chat.example/');
    await page.getByRole('link', { name: 'Alert' }).click();
    await page.getByRole('heading', { level: 1, name: 'An order that does not move' }).waitFor();
  });

  test('another site’s page cannot act for who is signed in', async () => {
    const at = await site();
    const page = await visitor(at);
    await signIn(page, at);
    const form = `<form method="post" action="${at.origin}/actions/pause"><input name="account" value="Northwind"><button>Win</button></form>`;
    await page.route('http://evil.example/', (route) => route.fulfill({ contentType: 'text/html', body: form }));
    await page.goto('http://evil.example/');
    await page.getByRole('button', { name: 'Win' }).click();
    await page.waitForURL(`${at.origin}/actions/pause`);
    expect(at.sample.deeds).toEqual([]);
  });

  test('the overview keeps itself current, and leaves alone what somebody has in hand', async () => {
    const at = await site();
    const page = await visitor(at);
    await page.clock.install({ time: new Date(NOW) });
    await signIn(page, at);
    await page.getByText('Pause sending…').click();
    await page.getByLabel('Why', { exact: true }).fill('Because');
    let isCalm = true;
    await page.route(`${at.origin}/`, async (route) => {
      const answer = await route.fetch();
      const body = (await answer.text()).replace('1 incident needs somebody now.', 'Everything is well again.');
      await route.fulfill(isCalm ? { response: answer, body } : { status: 503, body: '' });
    });
    await page.clock.runFor(31_000);
    await page.getByRole('heading', { level: 1, name: 'Everything is well again.' }).waitFor();
    expect(await page.getByLabel('Why', { exact: true }).inputValue()).toBe('Because');
    isCalm = false;
    await page.clock.runFor(31_000);
    await page.getByText('The last look failed; this page may be old.').waitFor();
    await page.getByRole('button', { name: 'Stop updating' }).click();
    await page.getByRole('button', { name: 'Keep it current' }).waitFor();
  });

  test('open to everybody, it shows everything and offers nothing to do', async () => {
    const at = await site({ isPublic: true });
    const page = await visitor(at);
    await page.goto(`${at.origin}/incidents/order-stuck`);
    expect(await page.locator('main form, main button').count()).toBe(0);
    await page.goto(at.origin);
    expect(await page.locator('main form, main button').count()).toBe(0);
    expect(at.problems).toEqual([]);
  });
});
