// node in-chromium.mjs <bundle> <browser>: runs a suite's bundle as a module script of a page, without a network.
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { REPORT_MARK } from '../lib/runtimes/report.mjs';

const ORIGIN = 'http://localhost'; // a secure context, although nothing listens there: every request is answered below
const [bundle, executablePath] = process.argv.slice(2);
// Chromium refuses its sandbox to root, which CI machines often are.
const browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
try {
  const page = await browser.newPage();
  const broken = new Promise((_resolve, reject) => page.on('pageerror', reject));
  broken.catch(() => undefined); // told below, or after the report, when it no longer matters
  await page.route('**/*', (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/') {
      return route.fulfill({ contentType: 'text/html', body: '<script type="module" src="/suite.js"></script>' });
    }
    if (pathname === '/suite.js') {
      return route.fulfill({ contentType: 'text/javascript', body: readFileSync(bundle, 'utf8') });
    }
    return route.abort();
  });
  await page.goto(`${ORIGIN}/`, { waitUntil: 'load' }); // module scripts have run by then
  const report = await Promise.race([page.evaluate(() => globalThis.report), broken]);
  console.log(REPORT_MARK + JSON.stringify(report));
} finally {
  await browser.close();
}
