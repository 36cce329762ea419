/** The desk in a browser, by keyboard alone, on a phone and on an office screen. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { browserPath, launchBrowser } from '../support/browser.ts';
import { narrow, openDeskPage, seriousFindings, sticksOut, wide } from '../support/deskPage.ts';
import { StreetServer } from '../support/streetServer.ts';
import { openWatchedPage } from '../support/watchedPage.ts';
import { WebPhone } from '../support/webPhone.ts';

const once = browserPath !== undefined && inject('postgresUrl') === undefined;

describe.runIf(once)('the desk in a browser', { timeout: 60_000 }, () => {
  let server: StreetServer;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([StreetServer.open(), launchBrowser()]);
    const person = new WebPhone(server.program);
    await person.join(new URL(server.link('person-1')).hash.slice(1));
    for (const action of ['consentYes', 'help', 'group:work', 'kind:training', 'firstOption', 'firstOption', 'confirm'])
      await person.choose(action);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  it.each([
    ['narrow', narrow],
    ['wide', wide],
  ])('says how to get in, to whoever is not, on a %s screen', async (name, viewport) => {
    const { page, context, picture } = await openWatchedPage(browser, { viewport, locale: 'zh-CN' });
    await page.goto(`${server.address}/desk`);
    expect(await page.locator('h1').innerText()).toBe('请先从聊天里进来');
    expect(await seriousFindings(page)).toEqual([]);
    await picture(`desk-stranger-${name}`);
    await context.close();
  });

  it.each([
    ['narrow', narrow],
    ['wide', wide],
  ])('shows the queue on a %s screen', async (name, viewport) => {
    const { page, context, troubles, picture } = await openDeskPage(browser, server, 'staff-human-resources', {
      viewport,
    });
    await page.goto(`${server.address}/desk/queue`);
    await picture(`desk-queue-${name}`);
    await page.locator('tbody a').first().press('Enter');
    await page.locator('form').first().waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(await sticksOut(page)).toBe(false);
    await picture(`desk-request-${name}`);
    expect(troubles).toEqual([]);
    await context.close();
  });
});
