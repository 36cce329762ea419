/** What a coordinator has at the desk, in a browser: by keyboard alone, on a phone and on an office screen. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { browserPath, launchBrowser } from '../support/browser.ts';
import { narrow, openDeskPage, seriousFindings, sticksOut, wide } from '../support/deskPage.ts';
import { StreetServer } from '../support/streetServer.ts';

const once = browserPath !== undefined && inject('postgresUrl') === undefined;
const screens = [
  ['narrow', narrow],
  ['wide', wide],
] as const;

describe.runIf(once)('teams, visits, workers and records in a browser', { timeout: 120_000 }, () => {
  let server: StreetServer;
  let browser: Browser;
  let visit = '';
  beforeAll(async () => {
    [server, browser] = await Promise.all([StreetServer.open(), launchBrowser()]);
    // As of the demo's own clock: late, today, to come, and what must be soon.
    for (const [reference, kind, days] of [
      ['person-1', 'regular', -2],
      ['person-2', 'must', 0],
      ['person-3', 'regular', 2],
      ['person-4', 'must', -1],
      ['person-1', 'must', 0],
      ['person-3', 'must', 0],
      ['person-4', 'regular', 0],
      ['person-2', 'regular', 0],
    ] as const)
      await server.test.rows(
        `insert into visit (id, person_id, kind, slot, urgent, opens_on, due_on, provisional, state, created_at, version)
          select gen_random_uuid(), p.id, $2, 'test ' || $3, $2 = 'must' and $3 = '0', clock_now()::date - 9, (clock_now() at time zone 'Asia/Shanghai')::date + $3::int,
            false, 'due', clock_now(), 1
          from person p join account a on a.id = p.account_id where a.reference = $1`,
        [reference, kind, String(days)],
      );
    await server.test.rows(
      `insert into task (id, kind, area_id, person_id, slot, state, created_at, version)
        select gen_random_uuid(), 'call', p.area_id, p.id, 'unread:1', 'open', clock_now(), 1
        from person p join account a on a.id = p.account_id where a.reference = 'person-2'`,
    );
    await server.test.rows("update membership set state = 'proposed' where account_id = $1", [
      server.account('helper-2').id,
    ]);
    const [row] = await server.test.rows<{ id: string }>("select id from visit where kind = 'must' and urgent limit 1");
    visit = row?.id ?? '';
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  const places = (): readonly (readonly [string, string])[] => [
    ['teams', '/desk/teams'],
    ['helper', `/desk/teams/${server.account('helper-1').id}`],
    ['team', `/desk/teams/people/${server.account('person-2').id}`],
    ['unhelped', '/desk/teams/unhelped'],
    ['visits', '/desk/visits'],
    ['visit', `/desk/visits/${visit}`],
    ['workers', '/desk/workers'],
    ['worker', `/desk/workers/${server.account('helper-1').id}`],
    ['undelivered', '/desk/undelivered'],
    ['calls', '/desk/calls'],
    ['records', '/desk/records'],
    ['looks', `/desk/persons/${server.account('person-2').id}/looks`],
    ['read', `/desk/workers/${server.account('coordinator-jianshe').id}/looks`],
  ];

  it.each(screens)('are legible, reachable and quiet on a %s screen, in both languages', async (name, viewport) => {
    for (const locale of ['zh-CN', 'en'] as const) {
      const opened = await openDeskPage(browser, server, 'coordinator-jianshe', { viewport, locale });
      const { page, context, troubles, picture } = opened;
      for (const [place, path] of places()) {
        await page.goto(server.address + path);
        expect(await seriousFindings(page), place).toEqual([]);
        expect(await sticksOut(page), `${place} ${name} ${locale}`).toBe(false);
        if (locale === 'zh-CN' || place === 'visits') await picture(`desk-${place}-${name}-${locale}`);
      }
      expect(troubles).toEqual([]);
      await context.close();
    }
  });

  it.each(screens)('are legible in the dark and at twice the size on a %s screen', async (_, { width, height }) => {
    const viewport = { width: Math.max(320, width / 2), height: height / 2 };
    const opened = await openDeskPage(browser, server, 'coordinator-jianshe', { viewport, colorScheme: 'dark' });
    for (const [place, path] of places()) {
      await opened.page.goto(server.address + path);
      expect(await seriousFindings(opened.page), place).toEqual([]);
      expect(await sticksOut(opened.page), place).toBe(false);
    }
    await opened.page.goto(`${server.address}/desk/visits`);
    await opened.picture(`desk-visits-dark-${width}`);
    await opened.context.close();
  });

  /** Moves on by the tabulator until what has the focus fits. */
  async function tabTo(page: Page, fits: string): Promise<void> {
    for (let presses = 0; presses < 120; presses += 1) {
      await page.keyboard.press('Tab');
      if (await page.evaluate((selector) => document.activeElement?.matches(selector) === true, fits)) return;
    }
    throw new Error(`the keyboard does not reach ${fits}`);
  }

  it.each(screens)('let an absence be arranged and ended by keyboard alone on a %s screen', async (name, viewport) => {
    const { page, context, troubles, picture } = await openDeskPage(browser, server, 'coordinator-jianshe', {
      viewport,
    });
    await page.goto(`${server.address}/desk/teams`);
    await tabTo(page, `tbody a[href$="${server.account('helper-1').id}"]`);
    await page.keyboard.press('Enter');
    await page.locator('#cover-until').waitFor();
    await tabTo(page, '#cover-until');
    const day = await page.locator('#cover-from').inputValue();
    await page.locator('#cover-until').fill(day);
    await tabTo(page, '.form-cover button');
    await page.keyboard.press('Enter');
    await page.locator('.notice-done').waitFor();
    await picture(`desk-absence-${name}`);
    await tabTo(page, '.form-endAbsence button');
    await page.keyboard.press('Enter');
    await page.locator('.notice-done', { hasText: '回来了' }).waitFor();
    expect(await page.locator('.form-endAbsence').count()).toBe(0);
    expect(troubles).toEqual([]);
    await context.close();
  });

  it('move a visit by keyboard alone', async () => {
    const { page, context, troubles } = await openDeskPage(browser, server, 'coordinator-jianshe');
    await page.goto(`${server.address}/desk/visits`);
    await tabTo(page, '.month a');
    await page.keyboard.press('Enter');
    await page.locator('#reschedule-day').waitFor();
    const [row] = await server.test.rows<{ day: string }>('select (clock_now()::date + 3)::text as day');
    await page.locator('#reschedule-day').fill(row?.day ?? '');
    await tabTo(page, '.form-reschedule button');
    await page.keyboard.press('Enter');
    await page.locator('.notice-done').waitFor();
    expect(troubles).toEqual([]);
    await context.close();
  });
});
