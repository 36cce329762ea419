/** Staff's day in a browser, by keyboard alone, on a phone's and on an office's screen. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { browserPath, launchBrowser } from '../../support/browser.ts';
import { narrow, openDeskPage, seriousFindings, sticksOut, wide } from '../../support/deskPage.ts';
import { hostileWords } from '../../support/hostileWords.ts';
import { StreetServer } from '../../support/streetServer.ts';
import { WebPhone } from '../../support/webPhone.ts';

const once = browserPath !== undefined && inject('postgresUrl') === undefined;

/** Goes on with Tab until the element in focus is this one. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let steps = 0; steps < 120; steps += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) === true, selector)) return;
  }
  throw new Error(`Tab does not lead to ${selector}`);
}

/** Presses Enter, and waits for the page that comes. */
async function enter(page: Page, key: 'Enter' | 'Space' = 'Enter'): Promise<void> {
  await Promise.all([page.waitForNavigation(), page.keyboard.press(key)]);
}

describe.runIf(once)('staff in a browser', { timeout: 240_000 }, () => {
  let server: StreetServer;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([StreetServer.open(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  async function asked(reference: string): Promise<WebPhone> {
    const person = new WebPhone(server.program);
    await person.join(new URL(server.link(reference)).hash.slice(1));
    await person.choose('consentYes');
    for (const action of ['help', 'group:work', 'kind:formerEmployer']) await person.choose(action);
    await person.say(`旧厂 ${hostileWords[0]}`);
    for (const action of ['firstOption', 'confirm']) await person.choose(action);
    return person;
  }

  it.each([
    ['360', narrow, 'person-1'],
    ['1280', wide, 'person-2'],
  ] as const)('claims, asks, answers and closes at %s px', async (name, viewport, reference) => {
    const person = await asked(reference);
    const { page, context, troubles, picture } = await openDeskPage(browser, server, 'staff-human-resources', {
      viewport,
    });
    const { origin } = new URL(server.address);
    const check = async (what: string) => {
      await picture(`staff-${name}-${what}`);
      expect(await seriousFindings(page)).toEqual([]);
      expect(await sticksOut(page), what).toBe(false);
    };
    await page.goto(`${origin}/desk/queue`);
    await check('queue');
    await tabTo(page, 'tbody a');
    await enter(page);
    await check('new');
    await tabTo(page, '.form-claim button');
    await enter(page);
    expect(await page.locator('.notice').innerText()).toBe('已受理，由您来办。');
    await check('claimed');
    await tabTo(page, '#look-text');
    await page.keyboard.type('请周二上午来报名。');
    await tabTo(page, '.form-look > button');
    await enter(page);
    expect(await page.locator('.preview').innerText()).toContain('请周二上午来报名。');
    await check('preview');
    await tabTo(page, '.form-change button');
    await enter(page);
    expect(await page.locator('#look-text').inputValue()).toBe('请周二上午来报名。');
    await tabTo(page, '.form-look > button');
    await enter(page);
    await tabTo(page, '.form-send button');
    await enter(page);
    expect(await page.locator('.notice').innerText()).toBe('已发给本人。');
    expect(await person.text()).toContain('请周二上午来报名。');
    await check('answered');
    for (const purpose of ['ask', 'askPaper']) {
      await tabTo(page, `a[href="?do=${purpose}"]`);
      await enter(page);
      await check(purpose);
    }
    await tabTo(page, '.form-close button');
    await enter(page);
    await check('closed');
    expect(troubles).toEqual([]);
    await context.close();
  });

  it.each([
    ['360', narrow],
    ['1280', wide],
  ] as const)('keeps templates, says who stands in, and receives somebody at %s px', async (name, viewport) => {
    const { page, context, troubles, picture } = await openDeskPage(browser, server, 'staff-human-resources', {
      viewport,
    });
    const check = async (what: string) => {
      await picture(`staff-${name}-${what}`);
      expect(await seriousFindings(page)).toEqual([]);
      expect(await sticksOut(page), what).toBe(false);
    };
    const { origin } = new URL(server.address);
    await page.goto(`${origin}/desk/templates`);
    await tabTo(page, '#add-title');
    await page.keyboard.type(`报名 ${name}`);
    await tabTo(page, '#add-text');
    await page.keyboard.type('请带身份证来报名。');
    await tabTo(page, '.form-add > button');
    await enter(page);
    await check('templates');
    await tabTo(page, 'tbody a');
    await enter(page);
    await check('template');
    await page.goto(`${origin}/desk/away`);
    await check('away');
    await page.goto(`${origin}/desk/queue?number=000`);
    await check('none');
    expect(troubles).toEqual([]);
    await context.close();

    const counter = await openDeskPage(browser, server, 'staff-jianshe-station', { viewport });
    const desk = counter.page;
    await desk.goto(`${origin}/desk/reception`);
    await tabTo(desk, '#findName-name');
    await desk.keyboard.type('周念安');
    await tabTo(desk, '#findName-phone');
    await desk.keyboard.type('0000-5550158');
    await enter(desk);
    await tabTo(desk, '#kind');
    await desk.keyboard.press('ArrowDown');
    await tabTo(desk, '.button');
    await enter(desk);
    await counter.picture(`staff-${name}-reception`);
    expect(await seriousFindings(desk)).toEqual([]);
    expect(await sticksOut(desk)).toBe(false);
    for (const box of await desk.locator('.form-look select').all()) {
      await tabTo(desk, `#${escaped((await box.getAttribute('id')) ?? '')}`);
      await desk.keyboard.press('ArrowDown');
    }
    await tabTo(desk, '.form-look > button');
    await enter(desk);
    await counter.picture(`staff-${name}-readOut`);
    expect(await seriousFindings(desk)).toEqual([]);
    await tabTo(desk, '#file-spoken');
    await desk.keyboard.press('Space');
    await tabTo(desk, '.form-file > button');
    await enter(desk);
    expect(await desk.locator('.notice').innerText()).toContain('已收到，编号');
    await counter.picture(`staff-${name}-filed`);
    expect(counter.troubles).toEqual([]);
    await counter.context.close();
  });

  it('shows what is new by itself, and fills the box with a template', async () => {
    const { page, context, troubles } = await openDeskPage(browser, server, 'staff-human-resources-2');
    const { origin } = new URL(server.address);
    await page.clock.install();
    await page.goto(`${origin}/desk/queue`);
    const before = await page.locator('tbody tr').count();
    await asked('person-3');
    await page.clock.fastForward(16_000);
    await expect.poll(() => page.locator('tbody tr').count(), { timeout: 20_000 }).toBe(before + 1);
    await page.locator('tbody a').last().click();
    await page.locator('.form-claim button').click();
    await page.locator('#template').selectOption({ index: 1 });
    expect(await page.locator('#look-text').inputValue()).toBe('请带身份证来报名。');
    expect(troubles).toEqual([]);
    await context.close();
  });

  it('is readable in the dark, at twice the size, and in English', async () => {
    await asked('person-4');
    const { page, context, troubles, picture } = await openDeskPage(browser, server, 'staff-human-resources', {
      viewport: { width: 640, height: 450 },
      colorScheme: 'dark',
      locale: 'en',
    });
    await page.goto(`${new URL(server.address).origin}/desk/queue`);
    await picture('staff-dark-queue');
    expect(await seriousFindings(page)).toEqual([]);
    expect(await sticksOut(page)).toBe(false);
    await page.locator('tbody a').first().click();
    await page.locator('.form-claim button').click();
    await picture('staff-dark-request');
    expect(await seriousFindings(page)).toEqual([]);
    expect(await sticksOut(page)).toBe(false);
    expect(troubles).toEqual([]);
    await context.close();
  });
});

function escaped(id: string): string {
  return id.replaceAll('.', '\\.');
}
