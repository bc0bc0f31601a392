/**
 * Every kind of page as a reader has it: small and complete by itself, nothing for axe to find by day and by night, everything within
 * reach of a keyboard, and on a phone no wider than it and in letters that can be read.
 */
import { existsSync, mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import { join, resolve } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { describeWith } from '../helpers/require-client';
import { overflow, skipLink, smallTexts, tabOrder, violations } from './support/checks';
import { BUCKET, keyAt, VISITED } from './support/pages';
import { serve } from './support/server';

const CHROMIUM = '/usr/bin/chromium';
const SCREENSHOTS = resolve(__dirname, '../../.local/screenshots');
const DESK = { width: 1280, height: 900 };
const PHONE = { width: 360, height: 740 };
/** Pixels. */
const LEAST_TEXT = 12;

/** What went wrong while a page was there, in the browser's words. */
interface Visit {
  readonly page: Page;
  readonly complaints: string[];
}

describeWith('chromium', existsSync(CHROMIUM), 'in a browser', () => {
  let server: Server;
  let origin: string;
  let browser: Browser;

  beforeAll(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    ({ server, origin } = await serve());
    // Without its sandbox, which needs rights that a container has not; it sees this repository's own pages only.
    browser = await puppeteer.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  });

  afterAll(async () => {
    await browser.close();
    server.close();
    console.log(`screenshots: ${SCREENSHOTS}`);
  });

  async function visit(path: string, viewport: typeof DESK): Promise<Visit> {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(`error: ${String(error)}`));
    page.on('request', (request) => {
      if (!request.url().startsWith(`${origin}/`)) complaints.push(`request: ${request.url()}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
    });
    await page.setViewport(viewport);
    await page.goto(origin + path, { waitUntil: 'networkidle0' });
    return { page, complaints };
  }

  const screenshot = (page: Page, name: string): Promise<unknown> =>
    page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });

  const HTML = VISITED.filter(([name]) => name !== 'badge');

  // Each is loaded twice only, and then seen in all ways: most of the time goes into waiting until nothing is loaded any more.
  test.each(HTML)('%s', async (name, path) => {
    expect(BUCKET.get(keyAt(path))!.body.length).toBeLessThan(100_000);
    const { page, complaints } = await visit(path, DESK);
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      expect([scheme, await violations(page)]).toEqual([scheme, []]);
      await screenshot(page, `${name}-${scheme}`);
    }
    const { reached, expected } = await tabOrder(page);
    expect(reached).toEqual(expected);
    await page.setViewport(PHONE);
    await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })");
    expect(await overflow(page)).toBe(0);
    expect(await smallTexts(page, LEAST_TEXT)).toEqual([]);
    await screenshot(page, `${name}-phone`);
    await page.reload();
    expect(await skipLink(page)).toEqual({ text: 'Skip to the text', leads: true });
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('a package’s page says what the statistics say of it, as text', async () => {
    const { page } = await visit('/-/packages/pypi/six/', DESK);
    const text = await page.evaluate("document.getElementById('downloads').textContent");
    expect(text).toBe('2,900,000 downloads in 2026-10. The downloads of a month are published on the 3rd of the next one.');
    await page.close();
  });

  test('the badge is a picture with a name', async () => {
    const [name, path] = VISITED.find(([each]) => each === 'badge')!;
    const { page, complaints } = await visit(path, { width: 200, height: 40 });
    // An image by itself has no policy that keeps the browser from asking for an icon; on a page it is none of its own.
    expect(complaints.filter((each) => !/favicon|Failed to load/.test(each))).toEqual([]);
    expect(await page.evaluate("document.documentElement.getAttribute('aria-label')")).toBe('downloads: 2.9M/month');
    await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
    await page.close();
  });
});
