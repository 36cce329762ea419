import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { browserPath, launchBrowser } from '../../support/browser.ts';
import { narrow, openDeskPage, seriousFindings, sticksOut, wide } from '../../support/deskPage.ts';
import { StreetServer } from '../../support/streetServer.ts';
import type { WatchedPage } from '../../support/watchedPage.ts';

const once = browserPath !== undefined && inject('postgresUrl') === undefined;

describe.runIf(once)('the register in a browser', { timeout: 240_000 }, () => {
  let server: StreetServer;
  let browser: Browser;
  let person: string;
  beforeAll(async () => {
    [server, browser] = await Promise.all([StreetServer.open(), launchBrowser()]);
    await server.joinElsewhere('person-1');
    const [row] = await server.test.rows<{ id: string }>('select id from person where account_id = $1', [
      server.account('person-1').id,
    ]);
    person = row?.id ?? '';
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  const pages = () =>
    [
      ['today', '/desk/today'],
      ['arriving', '/desk/today/arriving'],
      ['register', '/desk/register'],
      ['new', '/desk/register/new'],
      ['file', `/desk/persons/${person}`],
      ['edit', `/desk/persons/${person}/edit`],
      ['duplicates', '/desk/register/duplicates'],
      ['cards', '/desk/cards'],
    ] as const;

  async function look(opened: WatchedPage, name: string): Promise<void> {
    const { page, picture } = opened;
    expect(await sticksOut(page), `${name} sticks out`).toBe(false);
    expect(await seriousFindings(page), name).toEqual([]);
    const { height } = page.viewportSize() ?? wide;
    const whole = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width: page.viewportSize()?.width ?? 0, height: whole });
    await picture(`desk-register-${name}`);
    await page.setViewportSize({ width: page.viewportSize()?.width ?? 0, height });
  }

  it.each([
    ['narrow', narrow, 'coordinator-jianshe', 'zh-CN'],
    ['wide', wide, 'office', 'zh-CN'],
    ['wide-en', wide, 'coordinator-jianshe', 'en'],
  ] as const)('shows each page whole and in order, %s', async (size, viewport, reference, locale) => {
    const opened = await openDeskPage(browser, server, reference, { viewport, locale });
    for (const [name, path] of pages()) {
      if (name === 'new' && reference === 'office') continue;
      await opened.page.goto(server.address + path);
      await look(opened, `${name}-${size}`);
    }
    expect(opened.troubles).toEqual([]);
    await opened.context.close();
  });

  it('is worked by keyboard alone: registered, found, corrected, and cards printed', async () => {
    const opened = await openDeskPage(browser, server, 'coordinator-jianshe', { viewport: wide });
    const { page } = opened;
    await page.goto(`${server.address}/desk/register/new`);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip');
    await page.keyboard.press('Enter');
    await tabTo('#register-name');
    await page.keyboard.type('<b>钱</b>&"多');
    await tabTo('#register-releasedOn');
    await page.locator('#register-releasedOn').fill('2026-01-02');
    await page.keyboard.press('Enter');
    await page.getByText('登记好了').waitFor();
    await look(opened, 'registered');
    await tabTo('a.button-main');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/desk\/persons\//);
    await page.goto(`${server.address}/desk/register`);
    await tabTo('#search-wanted');
    await page.keyboard.type('<b>钱</b>&"多');
    await page.keyboard.press('Enter');
    await page.getByText('找到 1 位').waitFor();
    expect(await page.locator('.table b').count()).toBe(0);
    await look(opened, 'found');
    await page.goto(`${server.address}/desk/cards`);
    await tabTo('.form-make button');
    await page.keyboard.press('Enter');
    await page.locator('.joining-card').first().waitFor();
    await look(opened, 'sheet');
    // A4 at 96 dots an inch, as it comes out of the printer.
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 794, height: 1123 });
    await opened.picture('desk-register-sheet-printed');
    const paper = await page.locator('body').innerText();
    expect(paper).not.toMatch(/林小满|陈望舒|钱/);
    expect(paper).toMatch(/便民服务/);
    expect(opened.troubles).toEqual([]);
    await opened.context.close();

    async function tabTo(selector: string): Promise<void> {
      for (let presses = 0; presses < 60; presses += 1) {
        if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) === true, selector)) return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`${selector} cannot be reached by keyboard`);
    }
  });
});
