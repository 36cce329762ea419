/** Lists that come in and numbers that go out, in a browser: by keyboard, on a phone and on an office screen. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { browserPath, launchBrowser } from '../support/browser.ts';
import { narrow, openDeskPage, seriousFindings, sticksOut, wide } from '../support/deskPage.ts';
import { StreetServer } from '../support/streetServer.ts';

const once = browserPath !== undefined && inject('postgresUrl') === undefined;
const screens = [
  ['narrow', narrow],
  ['wide', wide],
] as const;

const file = (name: string, lines: readonly string[]) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(`\uFEFF${lines.join('\r\n')}`),
});

describe.runIf(once)('lists and numbers at the desk, in a browser', { timeout: 90_000 }, () => {
  let server: StreetServer;
  let browser: Browser;
  let today: string;
  beforeAll(async () => {
    [server, browser] = await Promise.all([StreetServer.open(), launchBrowser()]);
    const [clock] = await server.test.rows<{ day: string }>(
      "select (clock_now() at time zone 'Asia/Shanghai')::date::text as day",
    );
    today = clock?.day ?? '';
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  it.each(screens)(
    'a list is sent, mended, looked through and registered by keyboard, on a %s screen',
    async (name, viewport) => {
      const { page, context, troubles, picture } = await openDeskPage(browser, server, 'coordinator-jianshe', {
        viewport,
      });
      const looksRight = async (shot: string) => {
        expect([shot, await seriousFindings(page)]).toEqual([shot, []]);
        expect([shot, await sticksOut(page)]).toEqual([shot, false]);
        await picture(`desk-${shot}-${name}`);
      };
      const check = async (lines: readonly string[]) => {
        await page.goto(`${server.address}/desk/import`);
        await page.locator('input[type=file]').setInputFiles(file('九月名单.csv', lines));
        await page.locator('form.form-check button').press('Enter');
        await page.waitForURL(/\/desk\/import\/[0-9a-f-]{36}$/);
      };
      await page.goto(`${server.address}/desk/import`);
      await looksRight('import');
      const headings = '姓名,手机,回来日期,证明上的报到日期,所属站点,民族,刑期,备注';
      await check([headings, `张三,1.38E+10,${today},,建设路街道,某,九年,x`, `李四,13800138001,昨天吧,,火星街道,某,,`]);
      await looksRight('import-unfit');
      const people = [...'赵钱孙李周吴郑王冯陈褚卫'].map(
        (family, place) =>
          `${family}${name === 'wide' ? '大' : '小'}${place === 3 ? '明' : '安'},1380013${name === 'wide' ? 1 : 2}${100 + place},${today},,,,,`,
      );
      await check([headings, ...people, `周念安,,${today},,,,,`]);
      await looksRight('import-ready');
      await page.locator('form.form-confirm button').press('Enter');
      await page.locator('text=已登记 12 人').waitFor();
      await looksRight('import-done');
      await page.goto(`${server.address}/desk/import`);
      await looksRight('import-recent');
      expect(troubles).toEqual([]);
      await context.close();
    },
  );

  it('says how far it is while a list is registered, and that it stopped', async () => {
    const { page, context, troubles, picture } = await openDeskPage(browser, server, 'coordinator-jianshe', {
      viewport: narrow,
    });
    await server.test.rows(
      "update import_batch set state = 'confirmed', total = 5000, prepared = 1250, attempted_at = null where id = (select id from import_batch where state = 'done' limit 1)",
    );
    const [batch] = await server.test.rows<{ id: string }>("select id from import_batch where state = 'confirmed'");
    await page.goto(`${server.address}/desk/import/${batch?.id}`);
    expect(await page.locator('progress').getAttribute('value')).toBe('1250');
    expect(await seriousFindings(page)).toEqual([]);
    await picture('desk-import-stopped-narrow');
    expect(troubles).toEqual([]);
    await context.close();
  });

  it.each(screens)('the numbers are read and opened, on a %s screen', async (name, viewport) => {
    await server.test.rows(`insert into referral (id, number, person_id, area_id, department_id, kind, state, urgent, filed_by, answers, expected_on, provisional, first_word_at, created_at)
      select gen_random_uuid(), '7${name === 'wide' ? 1 : 2}0-000-' || lpad(n::text, 3, '0'), p.id, p.area_id, (select id from department limit 1),
        (array['jobSearch', 'training', 'allowance', 'housing', 'socialInsurance', 'identityCard'])[1 + (n * n) % 11 % 6], 'answered', false, p.account_id, '', clock_now()::date, false, clock_now(),
        clock_now() - (n * 4 % 330) * interval '1 day' from generate_series(1, 90) n, (select * from person limit 1) p`);
    const { page, context, troubles, picture } = await openDeskPage(browser, server, 'office', { viewport });
    await page.goto(`${server.address}/desk/statistics?kind=year`);
    await page.locator('svg.chart').first().waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(await sticksOut(page)).toBe(false);
    await picture(`desk-statistics-${name}`);
    if (name === 'wide') {
      await page.emulateMedia({ media: 'print' });
      await picture('desk-statistics-print');
      await page.emulateMedia({ media: 'screen' });
    }
    await page.locator('table a').first().press('Enter');
    await page.waitForURL(/\/desk\/statistics\/list/);
    await page.locator('tbody tr').first().waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(await sticksOut(page)).toBe(false);
    await picture(`desk-statistics-list-${name}`);
    expect(troubles).toEqual([]);
    await context.close();
  });
});
