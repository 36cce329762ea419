/** The page that opens a copy, in a browser: nothing before the button, then all of it, to read and to save. */
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { browserPath, launchBrowser } from '../support/browser.ts';
import { StreetServer } from '../support/streetServer.ts';
import { openWatchedPage } from '../support/watchedPage.ts';
import { WebPhone } from '../support/webPhone.ts';

const once = browserPath !== undefined && inject('postgresUrl') === undefined;

describe.runIf(once)('a copy in a browser', { timeout: 60_000 }, () => {
  let server: StreetServer;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([StreetServer.open(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  it('is shown once the button is pressed, saved as a page and as JSON, and opens no second time', async () => {
    const person = new WebPhone(server.program);
    await person.join(new URL(server.link('person-2')).hash.slice(1));
    await person.choose('consentYes');
    for (const action of ['myInformation', 'ownData:copy', 'makeCopy']) await person.choose(action);
    const secret = /#([A-Za-z0-9_-]{22})/.exec(await person.text())?.[1] ?? '';
    const address = new URL(server.link('person-2'));
    const { page, context } = await openWatchedPage(browser, {
      viewport: { width: 360, height: 740 },
      locale: 'zh-CN',
    });
    await page.goto(`${address.origin}/copy#${secret}`);
    expect(await page.locator('#copy').isVisible()).toBe(false);
    await page.locator('#open').click();
    await page.locator('#copy h2').first().waitFor();
    expect(await page.locator('#copy').innerText()).toContain('林小满');
    expect(page.url()).not.toContain(secret);
    for (const id of ['page', 'json']) {
      const [download] = await Promise.all([page.waitForEvent('download'), page.locator(`#${id}`).click()]);
      expect(await readFile((await download.path()) ?? '', 'utf8')).toContain('林小满');
    }
    await page.goto('about:blank');
    await page.goto(`${address.origin}/copy#${secret}`);
    await page.locator('#open').click();
    await page.getByText('这个链接打不开了').waitFor();
    await context.close();
  });

  it('is one tap away in the chat, and no other address there is', async () => {
    const { page, context, picture } = await openWatchedPage(browser, {
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      locale: 'zh-CN',
    });
    await page.goto(server.link('person-3'));
    for (const action of ['consentYes', 'myInformation', 'ownData:copy', 'makeCopy'])
      await page.locator(`.chat-current [data-action="${action}"]`).first().tap();
    const link = page.locator('.chat-current .chat-text a');
    await link.waitFor();
    await picture('copy-link');
    const [opened] = await Promise.all([context.waitForEvent('page'), link.tap()]);
    await opened.locator('#open').click();
    await opened.locator('#copy h2').first().waitFor();
    expect(await opened.locator('#copy').innerText()).toContain('陈望舒');
    await page
      .locator('textarea, input')
      .first()
      .fill(`${new URL(page.url()).origin}/chat#AAAAAAAAAAAAAAAAAAAAAA`);
    await page.keyboard.press('Enter');
    await page.locator('.chat-from-me').last().waitFor();
    expect(await page.locator('.chat-text a').count()).toBe(1);
    await context.close();
  });
});
