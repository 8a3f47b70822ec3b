// node in-chromium.mjs <address of the site> <browser> [folder for screenshots]: uses the built site as a reader would,
// and prints one line per check and `Total: N passed, N failed`.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [site, executablePath, pictures] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const FIRST_PAGE_LIMIT = 150_000;
const PATIENCE_MS = 60_000;
const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };

const PAGES = [
  '/',
  '/start/tutorial',
  '/start/runtimes',
  '/architecture',
  '/assumptions',
  '/guides/',
  '/guides/shipped-when',
  '/guides/security-and-privacy',
  '/marketers/',
  '/marketers/templates',
  '/marketers/metrics/fulfilled-shipment',
  '/marketers/profile-properties',
  '/runbooks/',
  '/runbooks/findings/shipped-after-cancel',
  '/playground',
  '/api/',
  '/api/mapping',
];

/** One of each look: only colours differ from what was checked in the light. */
const IN_THE_DARK = [
  '/',
  '/architecture',
  '/guides/shipped-when',
  '/runbooks/findings/shipped-after-cancel',
  '/playground',
  '/api/mapping',
];

// Chromium refuses its sandbox to root, which CI machines often are.
const browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
const count = { passed: 0, failed: 0 };

function expect(isSo, what, detail = '') {
  count[isSo ? 'passed' : 'failed'] += 1;
  console.log(`${isSo ? '✔' : '✘'} ${what}${isSo || detail === '' ? '' : `: ${detail}`}`);
}

/** A page of its own, with everything noted that must not happen on any. */
async function open({ viewport = DESKTOP, colorScheme = 'light' } = {}) {
  const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
  await context.addInitScript({ content: axe });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const trouble = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) trouble.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => trouble.push(`error: ${error.message}`));
  await page.route('**/*', (route) => {
    if (new URL(route.request().url()).origin === site) return route.continue();
    trouble.push(`asked another host: ${route.request().url()}`);
    return route.abort();
  });
  return { page, trouble, close: () => context.close() };
}

/** The page is alive: the theme has mended the search button. */
async function settle(page) {
  await page.locator('.DocSearch-Button[title]').first().waitFor({ state: 'attached' });
}

/** What axe finds, in a line each. */
async function flaws(page, leftOut = []) {
  const rules = Object.fromEntries(leftOut.map((rule) => [rule, { enabled: false }]));
  const { violations } = await page.evaluate((options) => globalThis.axe.run(document, options), {
    resultTypes: ['violations'],
    rules,
  });
  return violations.map(({ id, nodes }) => `${id} (${nodes.length}: ${nodes[0].target.join(' ')})`);
}

async function picture(page, name) {
  if (pictures !== undefined) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: false });
}

async function checkPages(paths, { colorScheme = 'light', viewport = DESKTOP, name }) {
  const { page, trouble, close } = await open({ colorScheme, viewport });
  for (const path of paths) {
    await page.goto(site + path);
    await settle(page);
    if (path === '/playground') await page.locator('#story').waitFor();
    const found = await flaws(page);
    expect(found.length === 0, `${path} (${name}): axe finds nothing`, found.join('; '));
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow <= 0, `${path} (${name}): nothing sticks out to the side`, `${overflow} px`);
    await picture(page, `${name}${path.replaceAll('/', '-')}`);
  }
  expect(trouble.length === 0, `${name}: no console errors, no other host`, [...new Set(trouble)].join('; '));
  await close();
}

/** Bytes over the wire for somebody's first page, whatever the page fetches ahead included. */
async function checkWeight() {
  const { page, close } = await open();
  const client = await page.context().newCDPSession(page);
  await client.send('Network.enable');
  let bytes = 0;
  client.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await page.goto(`${site}/`, { waitUntil: 'networkidle' });
  const weight = `${(bytes / 1000).toFixed(0)} kB`;
  expect(bytes < FIRST_PAGE_LIMIT, `the first page is ${weight} over the wire (brotli), under 150 kB`, weight);
  await close();
}

async function checkSearch() {
  const { page, trouble, close } = await open();
  await page.goto(`${site}/`);
  await settle(page);
  for (const [words, expected] of [
    ['shipped after it was told cancelled', /\/runbooks\/findings\/shipped-after-cancel/],
    ['PreviousTrackingNumbers', /\/marketers\/metrics\/updated-shipment/],
    ['definePolicy', /\/api\/mapping/],
    ['collectionTimes', /\/guides\/shipped-when|\/api\/mapping/],
  ]) {
    await page.keyboard.press('ControlOrMeta+k');
    await page.locator('.VPLocalSearchBox input').fill(words);
    await page.locator('.VPLocalSearchBox .result').first().waitFor();
    const links = await page.locator('.VPLocalSearchBox .result').evaluateAll((all) => all.map((one) => one.href));
    expect(
      links.some((link) => expected.test(link)),
      `search finds “${words}” by keyboard`,
      links.join(' '),
    );
    if (words === 'definePolicy') {
      await picture(page, 'search');
      // VitePress's list of results (1.6.4): each option holds the link that it stands for.
      const found = await flaws(page, ['nested-interactive']);
      expect(found.length === 0, 'the search box: axe finds nothing', found.join('; '));
    }
    await page.keyboard.press('Escape');
  }
  await page.keyboard.press('ControlOrMeta+k');
  await page.locator('.VPLocalSearchBox input').fill('shipped after it was told cancelled');
  await resultsWith(page, /shipped-after-cancel/);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/(runbooks|guides|marketers)\//);
  expect(true, 'arrow and Enter go to a result');
  expect(trouble.length === 0, 'search: no console errors, no other host', trouble.join('; '));
  await close();
}

/** Results appear a moment after the words: waits for the one that is looked for, and not for ever. */
async function resultsWith(page, expected) {
  const results = page.locator('.VPLocalSearchBox .result');
  let links = [];
  for (let tries = 0; tries < 100 && !links.some((link) => expected.test(link)); tries += 1) {
    await page.waitForTimeout(100);
    links = await results.evaluateAll((all) => all.map((one) => one.href));
  }
  return links;
}

/** The playground with the keyboard alone: from the address bar to a message's JSON. */
async function checkPlayground() {
  const { page, trouble, close } = await open();
  await page.goto(`${site}/playground`);
  await page.locator('#story').waitFor();
  await page.locator('#story').focus();
  await page.keyboard.press('ArrowDown');
  const title = await page.locator('#story option:checked').textContent();
  expect(title === 'Split over two days', 'playground: the arrow keys choose a story', title);
  await tabTo(page, (text) => text.startsWith('Next:'));
  for (let steps = 0; steps < 2; steps += 1) await page.keyboard.press('Enter');
  await page.locator('.milestone').first().waitFor();
  await tabTo(page, (text) => text === 'Fulfilled Shipment as JSON');
  await page.keyboard.press('Enter');
  const body = JSON.parse((await page.locator('details[open] pre').first().textContent()) ?? '{}');
  const { metric, unique_id: id } = body.data.attributes;
  expect(
    metric.data.attributes.name === 'Fulfilled Shipment' && id === 'acme:ShipmentDispatched:1001:A',
    'playground: the keyboard alone reaches the JSON of a message',
    JSON.stringify(body),
  );
  const said = await page.locator('[role=status]').textContent();
  expect(/Messages: 3\./.test(said ?? ''), 'playground: a screen reader is told what happened', said ?? '');
  await picture(page, 'playground-played');
  expect((await flaws(page)).length === 0, 'playground, played: axe finds nothing', (await flaws(page)).join('; '));

  await page.locator('#policy').fill('{ "dispatchStrategy": "auto" }');
  const mistake = await page.locator('#policy-mistakes').textContent();
  expect(
    /shippedWhen: With the dispatch strategy "auto"/.test(mistake ?? ''),
    'playground: a mistake is explained',
    mistake ?? '',
  );
  await picture(page, 'playground-mistake');
  expect(
    (await flaws(page)).length === 0,
    'playground, with a mistake: axe finds nothing',
    (await flaws(page)).join('; '),
  );

  await page.goto(`${site}/playground#cancelled-in-time`);
  await page.reload();
  await page.locator('#story').waitFor();
  await page.getByRole('button', { name: 'Play to the end' }).click();
  const told = await page.locator('.log summary').allTextContents();
  expect(
    told.join() === 'Cancelled Order as JSON,Profile properties as JSON',
    'playground: a link opens its story',
    told.join(),
  );

  await page.getByText('Paste an order view of your own').click();
  await page.locator('#view').fill('{"order":{}}');
  await page.getByRole('button', { name: 'Let the mapping see this order' }).click();
  const missing = await page.locator('#view-mistakes').textContent();
  expect(/lines: is missing/.test(missing ?? ''), 'playground: what a pasted view lacks is named', missing ?? '');
  expect(trouble.length === 0, 'playground: no console errors, nothing leaves the page', trouble.join('; '));
  await close();
}

async function tabTo(page, isIt) {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    if (isIt((await page.evaluate(() => document.activeElement?.textContent?.trim())) ?? '')) return;
  }
  throw new Error('The Tab key did not get there.');
}

try {
  await checkWeight();
  await checkSearch();
  await checkPlayground();
  await checkPages(PAGES, { name: 'desktop' });
  await checkPages(PAGES, { viewport: PHONE, name: 'phone' });
  await checkPages(IN_THE_DARK, { colorScheme: 'dark', name: 'dark' });
} catch (error) {
  expect(false, 'the site can be used', String(error?.stack ?? error));
} finally {
  await browser.close();
}
console.log(`Total: ${count.passed} passed, ${count.failed} failed`);
process.exitCode = count.failed === 0 ? 0 : 1;
