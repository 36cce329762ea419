/** The way in to the desk in a browser, by keyboard alone and without script, on a phone and on an office screen. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { browserPath, launchBrowser } from '../support/browser.ts';
import { linkIn } from '../support/deskLogin.ts';
import { narrow, seriousFindings, sticksOut, wide } from '../support/deskPage.ts';
import { StreetServer } from '../support/streetServer.ts';
import { openWatchedPage } from '../support/watchedPage.ts';
import { WebPhone } from '../support/webPhone.ts';

const once = browserPath !== undefined && inject('postgresUrl') === undefined;

describe.runIf(once)('the way in to the desk in a browser', { timeout: 60_000 }, () => {
  let server: StreetServer;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([StreetServer.open(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  async function pressesNext(page: Page, label: string): Promise<void> {
    for (let presses = 0; presses < 30; presses += 1) {
      await page.keyboard.press('Tab');
      if ((await page.evaluate(() => document.activeElement?.textContent?.trim())) === label) {
        await page.keyboard.press('Enter');
        return;
      }
    }
    throw new Error(`the keyboard does not reach ${label}`);
  }

  async function lookedAt(page: Page): Promise<void> {
    expect(await seriousFindings(page)).toEqual([]);
    expect(await sticksOut(page)).toBe(false);
  }

  it.each([
    ['narrow', narrow, 'coordinator-jianshe'],
    ['wide', wide, 'coordinator-hexi'],
  ] as const)('is gone on a %s screen, and a PIN opens what wants one', async (name, viewport, reference) => {
    const chat = new WebPhone(server.program);
    await chat.join(new URL(server.link(reference)).hash.slice(1));
    await chat.say('/desk');
    const options = { viewport, locale: 'zh-CN' };
    const { page, context, troubles, picture } = await openWatchedPage(browser, options);
    await page.goto(server.address + linkIn(await chat.text()));
    await lookedAt(page);
    await picture(`desk-link-${name}`);
    await pressesNext(page, '继续');
    const number = await page.locator('.digits').innerText();
    await lookedAt(page);
    await picture(`desk-number-${name}`);
    await chat.say(number);
    // The page looks again by itself.
    await page.waitForURL((url) => !url.pathname.startsWith('/desk/in'));
    await page.goto(`${server.address}/desk/sessions`);
    await lookedAt(page);
    await picture(`desk-sessions-${name}`);
    await page.goto(`${server.address}/desk/step-up?for=export&to=/desk/sessions`);
    await picture(`desk-pin-missing-${name}`);
    for (const typed of ['/pin', '482915', '482915']) await chat.say(typed);
    await page.reload();
    await lookedAt(page);
    await page.locator('input[name=pin]').press('ArrowLeft');
    await page.keyboard.type('739104');
    await page.keyboard.press('Enter');
    await page.locator('.notice-refused').waitFor();
    await lookedAt(page);
    await picture(`desk-pin-${name}`);
    await page.locator('input[name=pin]').press('ArrowLeft');
    await page.keyboard.type('482915');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname === '/desk/sessions');
    await pressesNext(page, '退出这里');
    await page.waitForURL('**/desk/out');
    await lookedAt(page);
    await picture(`desk-out-${name}`);
    expect(troubles.filter((trouble) => !trouble.includes('404'))).toEqual([]);
    await page.goto(server.address + linkIn(`/desk/in/${'x'.repeat(22)}`));
    await pressesNext(page, '继续');
    await page.getByText('这个链接打不开了').waitFor();
    await lookedAt(page);
    await picture(`desk-gone-${name}`);
    await context.close();
  });

  it('goes on by itself where there is no script', async () => {
    const chat = new WebPhone(server.program);
    await chat.join(new URL(server.link('office')).hash.slice(1));
    await chat.say('/desk');
    const context = await browser.newContext({ viewport: wide, locale: 'zh-CN', javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(server.address + linkIn(await chat.text()));
    await page.getByRole('button', { name: '继续' }).click();
    await chat.say(await page.locator('.digits').innerText());
    await page.waitForURL((url) => !url.pathname.startsWith('/desk/in'));
    await page.goto(`${server.address}/desk/sessions`);
    await page.getByRole('button', { name: '退出这里' }).click();
    await page.waitForURL('**/desk/out');
    await context.close();
  });

  it('is a tap away in the web chat', async () => {
    const { page, context, picture } = await openWatchedPage(browser, { viewport: narrow, locale: 'zh-CN' });
    await page.goto(server.link('staff-human-resources'));
    await page.locator('textarea').fill('/desk');
    await page.keyboard.press('Enter');
    const link = page.locator('a[href*="/desk/in/"]');
    await link.waitFor();
    const [desk] = await Promise.all([context.waitForEvent('page'), link.click()]);
    await desk.locator('button.button-main').click();
    const number = await desk.locator('.digits').innerText();
    await page.bringToFront();
    await page.getByText('刚刚在这里打开了').waitFor();
    await picture('desk-chat');
    await page.locator('textarea').fill(number);
    await page.keyboard.press('Enter');
    await desk.waitForURL('**/desk/queue');
    await context.close();
  });
});
