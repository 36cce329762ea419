/** The street in a browser: a newcomer opens it, looks on, and tries it. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Locale, locales } from '../../src/i18n/locale.ts';
import { phoneNames } from '../../src/street/phones.ts';
import { browserPath, launchBrowser } from '../support/browser.ts';
import { StreetServer } from '../support/streetServer.ts';
import { openWatchedPage, type WatchedPage } from '../support/watchedPage.ts';

const street: Record<Locale, { title: string; done: RegExp; hour: number }> = {
  // By day the tour begins at once, at night it first moves the clock.
  'zh-CN': { title: '归途 · 一条街，四部手机', done: /一圈走完了/, hour: 10 },
  en: { title: 'Guitu · one street, four phones', done: /All the way round/, hour: 22 },
};

// What a browser shows does not depend on the database: once is enough.
const once = browserPath !== undefined && inject('postgresUrl') === undefined;

describe.runIf(once)('the street in a browser', { timeout: 60_000 }, () => {
  let server: StreetServer;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([StreetServer.open(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  async function open(locale: Locale, width: number, height: number, query = ''): Promise<WatchedPage> {
    const watched = await openWatchedPage(browser, { viewport: { width, height }, locale });
    await watched.page.goto(`${server.address}/?lang=${locale}${query}`);
    await allJoined(watched.page);
    return watched;
  }

  it.each(locales)('plays the guided tour to its end, in %s', async (locale) => {
    await server.moveClockTo(street[locale].hour);
    const { page, context, troubles, picture } = await open(locale, 1500, 900, '&pace=fast');
    expect(await page.title()).toContain(street[locale].title);
    await picture(`street-opened-${locale}`);
    await page.click('#guided-tour');
    await page.waitForSelector('#tour[data-state=done], #tour[data-state=stuck]');
    await picture(`street-tour-${locale}`);
    expect(await page.getAttribute('#tour', 'data-state')).toBe('done');
    expect(await page.textContent('#tour-caption')).toMatch(street[locale].done);
    expect(troubles).toEqual([]);
    await context.close();
  });

  it('moves its clock to the next morning, for every phone', async () => {
    await server.moveClockTo(16);
    const { page, context, troubles } = await open('zh-CN', 1280, 800);
    const before = (await page.getAttribute('#clock', 'datetime')) ?? '';
    await page.click('#next-morning');
    await page.waitForSelector(`#clock:not([datetime="${before}"])`);
    const after = new Date((await page.getAttribute('#clock', 'datetime')) ?? '');
    expect(after.toISOString()).toMatch(/T00:30:/);
    expect(after.getTime() - new Date(before).getTime()).toBeLessThan(24 * 3_600_000);
    expect(await page.textContent('#clock')).toMatch(/08:30$/);
    await say(page, 'helper', '0');
    expect(await page.locator('[data-phone=helper] .chat-from-guitu time').last().textContent()).toBe('08:30');
    expect(troubles).toEqual([]);
    await context.close();
  });

  it.each(locales)('keeps four phones side by side and usable at 1280 px, in %s', async (locale) => {
    const { page, context, troubles, picture } = await open(locale, 1280, 720);
    expect(
      await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]),
    ).toEqual([1280, 720]);
    for (const phone of phoneNames) {
      const frame = await page.locator(`[data-phone=${phone}]`).boundingBox();
      expect(frame?.width).toBeGreaterThan(290);
      expect((frame?.x ?? 0) + (frame?.width ?? 0)).toBeLessThanOrEqual(1280);
      await say(page, phone, '/menu');
      const send = await page.locator(`[data-phone=${phone}] .chat-send`).boundingBox();
      expect((send?.y ?? 0) + (send?.height ?? 0)).toBeLessThanOrEqual(720);
    }
    await picture(`street-1280-${locale}`);
    expect(troubles).toEqual([]);
    await context.close();
  });

  it('is opened anew by a reload, with the same phones, and by another browser with its own', async () => {
    const first = await open('zh-CN', 1280, 800);
    await say(first.page, 'person', '您好');
    const said = await first.page.locator('.chat-text').allTextContents();
    await first.page.reload();
    await first.page.locator('[data-phone=person] .chat-from-me').waitFor();
    await allJoined(first.page);
    expect(await first.page.locator('.chat-text').allTextContents()).toEqual(said);
    const second = await open('zh-CN', 1280, 800);
    expect(await second.page.locator('.chat-from-me').count()).toBe(0);
    await first.page.reload();
    await allJoined(first.page);
    expect(await first.page.locator('.chat-from-me').count()).toBe(0);
    expect([...first.troubles, ...second.troubles]).toEqual([]);
    await first.context.close();
    await second.context.close();
  });
});

/** Every phone has been greeted, and its owner is named. */
async function allJoined(page: Page): Promise<void> {
  for (const phone of phoneNames) await page.waitForSelector(`[data-phone=${phone}] .chat-from-guitu`);
}

/** Types on one phone and waits for its answer. */
async function say(page: Page, phone: string, text: string): Promise<void> {
  const answers = page.locator(`[data-phone=${phone}] .chat-from-guitu`);
  const before = await answers.count();
  await page.fill(`[data-phone=${phone}] textarea`, text);
  await page.click(`[data-phone=${phone}] .chat-send`);
  await answers.nth(before).waitFor();
}
