/** The web chat in a browser, on a small phone: by hand, by keyboard, and when the connection is bad. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Locale, locales } from '../../src/i18n/locale.ts';
import { browserPath, launchBrowser } from '../support/browser.ts';
import { StreetServer } from '../support/streetServer.ts';
import { openWatchedPage, type WatchedPage } from '../support/watchedPage.ts';
import { WebPhone } from '../support/webPhone.ts';

const small: BrowserContextOptions = { viewport: { width: 360, height: 740 }, hasTouch: true };
const words = {
  'zh-CN': { receipt: '编号', answer: '下周一上午九点到市民路6号报名，带身份证。', unread: '未读', stranger: '十位码' },
  en: { receipt: 'number', answer: 'Monday at nine, 6 Shimin Road.', unread: 'Unread', stranger: 'ten-character code' },
};
const path = ['consentYes', 'help', 'group:work', 'kind:training', 'firstOption', 'firstOption', 'confirm'];

// What a browser shows does not depend on the database: once is enough.
const once = browserPath !== undefined && inject('postgresUrl') === undefined;

describe.runIf(once)('the web chat in a browser', { timeout: 60_000 }, () => {
  let server: StreetServer;
  let browser: Browser;
  let staff: WebPhone;
  let opened: WatchedPage[] = [];
  beforeAll(async () => {
    [server, browser] = await Promise.all([StreetServer.open(), launchBrowser()]);
    staff = new WebPhone(server.program);
    await staff.join(new URL(server.link('staff-human-resources')).hash.slice(1));
  });
  afterEach(async () => {
    await Promise.all(opened.map(({ context }) => context.close()));
    opened = [];
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  async function open(locale: Locale, prepare = async (_: Page): Promise<unknown> => undefined): Promise<WatchedPage> {
    const watched = await openWatchedPage(browser, { ...small, locale });
    opened.push(watched);
    await prepare(watched.page);
    return watched;
  }

  /** Opens an account's link and waits for the greeting. */
  async function join(watched: WatchedPage, reference: string): Promise<void> {
    await watched.page.goto(server.link(reference));
    await watched.page.waitForSelector('.chat-from-guitu');
  }

  async function tap(page: Page, action: string): Promise<void> {
    const before = await page.locator('.chat-from-guitu').count();
    await page.locator(`.chat-current [data-action="${action}"]`).first().tap();
    await page.locator('.chat-from-guitu').nth(before).waitFor();
  }

  /** The department answers what was asked last. */
  async function answer(text: string): Promise<void> {
    await staff.choose('claim');
    await staff.choose('answer');
    await staff.say(text);
    await staff.choose('confirm');
  }

  it.each(locales)('takes a request by tapping, at 360 px, in %s', async (locale) => {
    const watched = await open(locale);
    const { page, troubles, picture } = watched;
    await join(watched, locale === 'en' ? 'person-3' : 'person-2');
    expect(new URL(page.url()).hash).toBe('');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    await picture(`chat-joined-${locale}`);
    for (const action of path) await tap(page, action);
    expect(await page.locator('.chat-from-guitu').last().textContent()).toContain(words[locale].receipt);
    await answer(words[locale].answer);
    await page.getByText(words[locale].answer).waitFor();
    await picture(`chat-answered-${locale}`);
    await tap(page, 'helpedYes');
    const said = await page.locator('.chat-text').allTextContents();
    await page.reload();
    await page.locator('.chat-from-guitu').last().waitFor();
    expect(await page.locator('.chat-text').allTextContents()).toEqual(said);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    expect(troubles).toEqual([]);
  });

  it('takes a request by keyboard alone', async () => {
    const watched = await open('zh-CN');
    const { page, troubles } = watched;
    await join(watched, 'person-4');
    await page.keyboard.press('Tab');
    while (!(await page.evaluate(() => document.activeElement?.matches('textarea')))) await page.keyboard.press('Tab');
    for (const action of path) {
      const before = await page.locator('.chat-from-guitu').count();
      const number = await page.locator(`.chat-current [data-action="${action}"] .chat-number`).first().textContent();
      await page.keyboard.type(number ?? '');
      await page.keyboard.press('Enter');
      await page.locator('.chat-from-guitu').nth(before).waitFor();
    }
    expect(await page.locator('.chat-from-guitu').last().textContent()).toContain('编号');
    await answer('请带身份证来。');
    await page.getByText('请带身份证来。').waitFor();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
    expect(troubles).toEqual([]);
  });

  it('marks what came while nobody looked, in the chat and in its title, until it is read', async () => {
    const watched = await open('zh-CN', (page) =>
      page.addInitScript(
        "Object.defineProperty(document, 'visibilityState', { get: () => window.isAway ? 'hidden' : 'visible' })",
      ),
    );
    const { page, troubles, picture } = watched;
    await join(watched, 'person-5');
    for (const action of path) await tap(page, action);
    await page.waitForFunction(() => document.querySelector('.chat-unread') === null);
    await page.evaluate('window.isAway = true');
    await answer('星期三下午两点。');
    await page.getByText('星期三下午两点。').waitFor();
    expect(await page.title()).toBe('（2）便民服务');
    expect(await page.locator('.chat-unread-mark').allTextContents()).toEqual(['未读', '未读']);
    expect(await page.locator('.chat-divider').count()).toBe(1);
    await picture('chat-unread');
    await page.evaluate("window.isAway = false; document.dispatchEvent(new Event('visibilitychange'))");
    await page.waitForFunction(() => document.querySelector('.chat-unread') === null);
    expect(await page.title()).toBe('便民服务');
    expect(troubles).toEqual([]);
  });

  it('asks every few seconds where there are no event streams', async () => {
    const watched = await open('zh-CN', (page) => page.addInitScript('delete window.EventSource'));
    const { page, troubles } = watched;
    await join(watched, 'person-6');
    for (const action of path) await tap(page, action);
    await answer('星期四上午十点。');
    await page.getByText('星期四上午十点。').waitFor();
    expect(troubles).toEqual([]);
  });

  it('keeps what was typed through an outage, sends it once, and only then lets it go', async () => {
    const watched = await open('en');
    const { page, context, picture } = watched;
    await join(watched, 'person-7');
    await tap(page, 'consentYes');
    await page.clock.install();
    let left = 2;
    await page.route('**/chat/messages?*', (route) => {
      if (route.request().method() !== 'POST' || left === 0) return route.continue();
      left -= 1;
      return route.fulfill({ status: 503, json: { error: 'unavailable', message: 'One moment, please.' } });
    });
    await page.fill('textarea', 'Is anybody there?');
    await page.keyboard.press('Enter');
    while (left > 0) await page.clock.runFor(500);
    await page.locator('.chat-from-me').getByText('Is anybody there?').waitFor();
    expect(await page.inputValue('textarea')).toBe('');

    await context.setOffline(true);
    await page.fill('textarea', 'And now?');
    await page.keyboard.press('Enter');
    // The page looks again, and finds nobody.
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await page.locator('.chat-offline').waitFor();
    // Nobody is writing an answer to what has not arrived.
    expect(await page.locator('.chat-typing').isVisible()).toBe(false);
    while (!(await page.locator('.chat-again').isVisible())) await page.clock.runFor(2000);
    expect(await page.inputValue('textarea')).toBe('And now?');
    await picture('chat-offline');
    await context.setOffline(false);
    await page.locator('.chat-again').tap();
    await page.locator('.chat-from-me').getByText('And now?').waitFor();
    expect(await page.locator('.chat-from-me').allTextContents()).toHaveLength(2);
    expect(await page.inputValue('textarea')).toBe('');
    expect(await page.locator('.chat-again').isVisible()).toBe(false);
  });

  it('shows nothing of what was said once that is put away, in every tab, and all of it when asked to', async () => {
    const watched = await open('zh-CN');
    await join(watched, 'helper-1');
    const { page, troubles, context } = watched;
    const { name } = server.account('helper-1');
    const tab = await context.newPage();
    await tab.goto(`${server.address}/chat`);
    await tab.getByText(name).waitFor();
    await page.fill('textarea', '收起');
    await page.keyboard.press('Enter');
    for (const each of [page, tab]) {
      await each.getByText('好的。').waitFor();
      await each.waitForFunction(() => document.querySelectorAll('.chat-text').length === 1);
      expect(await each.textContent('.chat-main')).not.toContain(name);
    }
    await page.reload();
    await page.getByText('好的。').waitFor();
    expect(await page.content()).not.toContain(name);
    await page.fill('textarea', '显示');
    await page.keyboard.press('Enter');
    await page.getByText(name).waitFor();
    expect(troubles).toEqual([]);
  });

  it('goes blank when its owner has joined on another phone', async () => {
    const lost = await open('zh-CN');
    await join(lost, 'person-8');
    const name = server.account('person-8').name;
    expect(await lost.page.textContent('.chat-text')).toContain(name);
    await server.joinElsewhere('person-8');
    await lost.page.getByText('十位码').waitFor();
    expect(await lost.page.content()).not.toContain(name);
    expect(lost.troubles).toEqual([]);
  });

  it('says kindly that an unknown link opens nothing, and how to come in', async () => {
    const { page, troubles, picture } = await open('zh-CN');
    await page.goto(`${server.address}/chat#${'A'.repeat(22)}`);
    await page.getByText('这个码现在不能用').waitFor();
    expect(new URL(page.url()).hash).toBe('');
    await picture('chat-refused');
    expect(troubles).toEqual([]);
  });
});
