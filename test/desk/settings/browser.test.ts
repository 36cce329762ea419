/** The settings in a browser, by keyboard alone, on a phone and on an office screen. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { browserPath, launchBrowser } from '../../support/browser.ts';
import { narrow, openDeskPage, seriousFindings, sticksOut, wide } from '../../support/deskPage.ts';
import { StreetServer } from '../../support/streetServer.ts';
import type { WatchedPage } from '../../support/watchedPage.ts';

const once = browserPath !== undefined && inject('postgresUrl') === undefined;

describe.runIf(once)('the settings in a browser', { timeout: 120_000 }, () => {
  let server: StreetServer;
  let browser: Browser;
  let guining: string;
  let civilAffairs: string;

  beforeAll(async () => {
    [server, browser] = await Promise.all([StreetServer.open(), launchBrowser()]);
    const [found] = await server.test.rows<{ area: string; department: string }>(
      "select area_id as area, id as department from department where kind = 'civilAffairs'",
    );
    guining = found?.area ?? '';
    civilAffairs = found?.department ?? '';
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  async function expectSound({ page, troubles }: WatchedPage): Promise<void> {
    expect(await seriousFindings(page)).toEqual([]);
    expect(await sticksOut(page)).toBe(false);
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

  /** Presses the button, and waits for the page that it leads to. */
  async function send(page: Page, selector: string): Promise<void> {
    await tabTo(page, selector);
    const loaded = page.waitForEvent('load');
    await page.keyboard.press('Enter');
    await loaded;
  }

  async function press(page: Page, selector: string): Promise<void> {
    await send(page, selector);
    expect(await page.locator('.notice-done').count()).toBe(1);
  }

  it.each([
    ['narrow', narrow, 'zh-CN'],
    ['wide', wide, 'en'],
  ] as const)('are set by keyboard alone on a %s screen', async (name, viewport, locale) => {
    const watched = await openDeskPage(browser, server, 'office', { viewport, locale });
    const { page } = watched;
    await page.goto(`${server.address}/desk/settings/routes/${guining}/training`);
    await tabTo(page, 'select[name=department]');
    await page.keyboard.press('ArrowDown');
    await press(page, '.form-route button');
    await expectSound(watched);
    await page.goto(`${server.address}/desk/settings/questions/${guining}/training`);
    await tabTo(page, 'main summary');
    await page.keyboard.press('Enter');
    await tabTo(page, '.question [name=ask]');
    await page.keyboard.press('Control+A');
    await page.keyboard.type(`本区今年开班，您想学什么？${viewport.width}`);
    await press(page, '.form-word button');
    await expectSound(watched);
    await watched.picture(`settings-saved-${name}`);
    await press(page, '.form-bringBack button');
    await page.goto(`${server.address}/desk/settings/calendar/2027`);
    await tabTo(page, 'textarea[name=holidays]');
    await page.keyboard.press('Control+A');
    await page.keyboard.type(name === 'narrow' ? '2027-01-01~2027-01-03' : '2027-01-01~2027-01-02');
    await send(page, 'form[method=get] button');
    await press(page, '.form-calendar button');
    await expectSound(watched);
    await watched.context.close();
  });

  it.each([
    ['narrow', narrow, 'zh-CN', 'light'],
    ['wide', wide, 'zh-CN', 'light'],
    // As wide as an office screen is at 200 %.
    ['zoomed', { width: 640, height: 900 }, 'en', 'dark'],
  ] as const)('are sound on a %s screen', async (name, viewport, locale, colorScheme) => {
    const watched = await openDeskPage(browser, server, 'office', { viewport, locale, colorScheme });
    for (const [what, path] of [
      ['overview', ''],
      ['routes', '/routes'],
      ['route', `/routes/${guining}/training`],
      ['departments', '/departments'],
      ['department', `/departments/${civilAffairs}`],
      ['calendar', '/calendar'],
      ['year', '/calendar/2026'],
      ['preview', '/calendar/2028?holidays=2028-01-01~2028-01-03&workdays=2028-01-08'],
      ['questions', '/questions'],
      ['question', `/questions/${guining}/training`],
      ['check-ins', '/check-ins'],
    ] as const) {
      await watched.page.goto(`${server.address}/desk/settings${path}`);
      for (const closed of await watched.page.locator('summary').all()) await closed.press('Enter');
      await expectSound(watched);
      await watched.picture(`settings-${what}-${name}`, true);
    }
    await watched.context.close();
  });
});
