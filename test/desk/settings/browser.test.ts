/** The settings in a browser, with the keyboard alone: at a phone's width and at a desk's. */
import { createHash, randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { deskCookie } from '../../../src/desk/session.ts';
import type { Locale } from '../../../src/i18n/locale.ts';
import { browserPath, launchBrowser } from '../../support/browser.ts';
import { Town } from '../../support/town.ts';
import { openWatchedPage, type WatchedPage } from '../../support/watchedPage.ts';
import { areaOf, departmentOf } from './support.ts';

// What a browser shows does not depend on the database: once is enough.
const once = browserPath !== undefined && inject('postgresUrl') === undefined;

describe.runIf(once)('the settings in a browser', { timeout: 120_000 }, () => {
  let town: Town;
  let browser: Browser;
  let server: ServerType;
  let address: string;
  let guining: string;

  beforeAll(async () => {
    [town, browser] = await Promise.all([Town.open(), launchBrowser()]);
    guining = await areaOf(town, '归宁区（演示）');
    address = await new Promise<string>((done) => {
      server = serve({ fetch: town.program.app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }: AddressInfo) =>
        done(`http://localhost:${port}`),
      );
    });
  });
  afterAll(async () => {
    await browser.close();
    await new Promise((done) => server.close(done));
    await town.close();
  });

  async function signedIn(width: number, locale: Locale, dark = false): Promise<WatchedPage> {
    const token = randomBytes(32).toString('base64url');
    await town.rows(
      `insert into desk_session (id, account_id, token_hash, browser, locale, created_at, seen_at)
        values (gen_random_uuid(), $1, $2, 'test', $3, $4, $4)`,
      [town.account('office').id, createHash('sha256').update(token).digest('hex'), locale, town.now.toISOString()],
    );
    const watched = await openWatchedPage(browser, {
      viewport: { width, height: 900 },
      colorScheme: dark ? 'dark' : 'light',
    });
    await watched.context.addCookies([
      { name: deskCookie, value: token, domain: 'localhost', path: '/', secure: true, httpOnly: true, sameSite: 'Lax' },
    ]);
    return watched;
  }

  async function expectSound({ page, troubles }: WatchedPage): Promise<void> {
    await page.evaluate(axe.source);
    const found = await page.evaluate(async () => {
      const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
    });
    expect(found).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide).toBeLessThanOrEqual(0);
    expect(troubles).toEqual([]);
  }

  /** Tab until what has the focus is this. */
  async function tabTo(page: Page, selector: string): Promise<void> {
    for (let presses = 0; presses < 300; presses += 1) {
      await page.keyboard.press('Tab');
      if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) === true, selector)) return;
    }
    throw new Error(`the keyboard does not reach ${selector}`);
  }

  async function pathsOfAll(): Promise<Record<string, string>> {
    return {
      overview: '/desk/settings',
      routes: '/desk/settings/routes',
      route: `/desk/settings/routes/${guining}/training`,
      departments: '/desk/settings/departments',
      department: `/desk/settings/departments/${await departmentOf(town, '归宁区民政局')}`,
      calendar: '/desk/settings/calendar',
      year: '/desk/settings/calendar/2026',
      preview: '/desk/settings/calendar/2027?holidays=2027-01-01~2027-01-03&workdays=2027-01-09',
      questions: '/desk/settings/questions',
      question: `/desk/settings/questions/${guining}/training`,
      checkIns: '/desk/settings/check-ins',
    };
  }

  it.each([
    [360, 'zh-CN'],
    [1280, 'en'],
  ] as const)('are set by keyboard alone at %i px', async (width, locale) => {
    const watched = await signedIn(width, locale);
    const { page } = watched;
    await page.goto(`${address}/desk/settings/routes/${guining}/training`);
    await tabTo(page, 'select[name=department]');
    await page.keyboard.press('ArrowDown');
    await tabTo(page, '.form-route button');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.notice-done');
    await expectSound(watched);
    await page.goto(`${address}/desk/settings/questions/${guining}/training`);
    await tabTo(page, 'summary');
    await page.keyboard.press('Enter');
    await tabTo(page, '.question [name=ask]');
    await page.keyboard.press('Control+A');
    await page.keyboard.type(`本区今年开班，您想学什么？${width}`);
    await tabTo(page, '.form-word button');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.notice-done');
    await watched.picture(`settings-saved-${width}`);
    await expectSound(watched);
    await tabTo(page, '.form-bringBack button');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.notice-done');
    await page.goto(`${address}/desk/settings/calendar/2027`);
    await tabTo(page, 'textarea[name=holidays]');
    await page.keyboard.type('2027-01-01~2027-01-0');
    await page.keyboard.type(width === 360 ? '3' : '2');
    await tabTo(page, 'form[method=get] button');
    await page.keyboard.press('Enter');
    await tabTo(page, '.form-calendar button');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.notice-done');
    await expectSound(watched);
    await watched.context.close();
  });

  it.each([
    [360, 'zh-CN', false],
    [1280, 'zh-CN', false],
    [640, 'en', true],
  ] as const)('show sound pages at %i px, in %s', async (width, locale, dark) => {
    const watched = await signedIn(width, locale, dark);
    for (const [name, path] of Object.entries(await pathsOfAll())) {
      await watched.page.goto(`${address}${path}`);
      await watched.page.locator('main h1').waitFor();
      await watched.page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true;
      });
      await expectSound(watched);
      await watched.picture(`settings-${name}-${width}`, true);
    }
    await watched.context.close();
  });
});
