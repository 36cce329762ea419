import readXlsxFile from 'read-excel-file/universal';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unzip } from '../../../src/people/import/unzip.ts';
import { DeskBrowser } from '../../support/deskBrowser.ts';
import { openStepUp } from '../../support/stepUp.ts';
import { Town } from '../../support/town.ts';

const quarter = 'kind=quarter&day=2026-09-21';

/** Rows as they would have come about over the summer, counted by hand in the tests below. */
async function aSummer(town: Town): Promise<void> {
  const desk = await DeskBrowser.signedIn(town, 'coordinator-jianshe');
  await desk.open('/desk/import');
  const names = [...'甲乙丙丁戊己庚辛壬癸子丑寅卯'];
  const lines = names.map((name) => `居民${name},2026-09-01,2026-09-10`);
  await desk.send('check', { file: new File([['姓名,回来日期,报到日期', ...lines].join('\n')], 'a.csv') });
  await desk.send('confirm');
  while (desk.page.querySelector('[data-again]') !== null) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    await desk.open(desk.path);
  }
  await town.rows(`create temporary table came as select p.id, p.area_id, p.account_id, row_number() over (order by r.number) as place
    from person p join arrival r on r.person_id = p.id where r.due_on = '2026-09-10'`);
  await town.rows(
    `update arrival r set reported_at = '2026-09-09T16:30:00Z' from came c where c.id = r.person_id and c.place <= 8`,
  );
  // Nine visits were due: five in time, two late, two not made; and one that was cancelled, and one that is not due yet.
  await town.rows(`insert into visit (id, person_id, kind, slot, urgent, opens_on, due_on, provisional, state, settled_by, created_at)
    select gen_random_uuid(), id, 'regular', 's', false, '2026-08-01', case when place = 11 then '2026-09-28'::date else '2026-08-15' end, false,
      case when place <= 7 then 'done' when place = 10 then 'cancelled' else 'due' end, gen_random_uuid(), now() from came where place <= 11`);
  await town.rows(`insert into visit_record (id, person_id, visit_id, by_account, outcome, happened_on, needs, at)
    select v.settled_by, v.person_id, v.id, v.person_id, 'met', case when c.place <= 5 then '2026-08-15'::date else '2026-08-16' end, '[]', now()
      from visit v join came c on c.id = v.person_id where v.state = 'done'`);
  // Seven, six and two requests.
  await town.rows(`create temporary table asked as select gen_random_uuid() as id, c.id as person, c.area_id, c.account_id, n as place,
      case when n <= 7 then 'training' when n <= 13 then 'allowance' else 'housing' end as kind
    from generate_series(1, 15) n join came c on c.place = (n - 1) % 14 + 1`);
  await town.rows(`insert into referral (id, number, person_id, area_id, department_id, kind, state, urgent, filed_by, answers, expected_on, provisional, first_word_at, created_at)
    select a.id, '900-000-' || lpad(a.place::text, 3, '0'), a.person, a.area_id, (select id from department limit 1), a.kind, 'answered', false, a.account_id, '', '2026-08-20', false,
      case when a.place <= 13 then '2026-08-12T02:00:00Z'::timestamptz end, '2026-08-10T17:00:00Z' from asked a`);
  const event = (position: number, kind: string, at: string, where: string) =>
    town.rows(
      `insert into referral_event (id, referral_id, position, kind, at, data) select gen_random_uuid(), id, ${position}, '${kind}', '${at}', '{}' from asked where ${where}`,
    );
  await event(2, 'departmentReminded', '2026-08-11T10:00:00Z', 'place between 8 and 13');
  await event(3, 'expectedDayMoved', '2026-08-21T10:00:00Z', 'place between 8 and 12');
  await event(4, 'answered', '2026-08-22T10:00:00Z', 'place <= 12');
  await event(4, 'refused', '2026-08-18T10:00:00Z', 'place = 13');
  await event(5, 'answered', '2026-08-25T10:00:00Z', 'place <= 3');
}

/** A table of the page by its caption: its rows, each by its first cell. */
function tableOf(desk: DeskBrowser, caption: string): Record<string, string[]> {
  const found = desk.page.querySelectorAll('table').find((table) => table.querySelector('caption')?.text === caption);
  const rows = found?.querySelectorAll('tbody tr') ?? [];
  return Object.fromEntries(
    rows.map((row) => {
      const [head = '', ...cells] = row.querySelectorAll('th, td').map((cell) => cell.structuredText.trim());
      return [head, cells];
    }),
  );
}

describe('the statistics of a summer', () => {
  let town: Town;
  let office: DeskBrowser;
  beforeAll(async () => {
    town = await Town.open();
    await aSummer(town);
    office = await DeskBrowser.signedIn(town, 'office');
    await office.open(`/desk/statistics?${quarter}`);
  });
  afterAll(async () => {
    expect(town.complaints).toEqual([]);
    await town.close();
  });

  it('are what a hand counts', () => {
    expect(office.status).toBe(200);
    expect(office.text).toContain('归宁区（演示） 2026-07-01 至 2026-09-30');
    expect(office.text).toContain('上一期：2026-04-01 至 2026-06-30');
    expect(tableOf(office, '主要数字')).toEqual({
      新登记: ['22', '', '', '0', '', '+22'],
      应报到: ['14', '8', '57%', '0', '', '+14'],
      '在档，有小组': ['22', '7', '32%', '0', '', '+22'],
      '在档，半年内走访过': ['22', '7', '32%', '0', '', '+22'],
      '在档，两项都有': ['22', '0', '0%', '0', '', '+22'],
      到期的定期走访: ['9', '＊', '＊', '0', '', '+9'],
      到期的必访: ['0', '0', '', '0', '', '0'],
      求助事项: ['15', '', '', '0', '', '+15'],
      首次答复: ['13', '7', '54%', '0', '', '+13'],
      办理答复: ['13', '8', '62%', '0', '', '+13'],
      未通过: ['＊', '', '', '0', '', '＊'],
    });
  });

  it('hide small cells, and as much more as a sum would give away', () => {
    // Two for housing; six for allowances go with them, else fifteen less thirteen were two.
    expect(tableOf(office, '求助事项，按种类')).toEqual({
      学门技术: ['7', '0'],
      低保申请: ['＊', '0'],
      住房: ['＊', '0'],
    });
    expect(tableOf(office, '未通过，按种类')).toEqual({ 低保申请: ['＊', '0'] });
    // Four in the one street, so the other's eighteen of twenty-two are hidden too; zero is shown.
    expect(tableOf(office, '按区域')).toEqual({
      建设路街道: ['＊', '＊', '14', '15'],
      河西街道: ['＊', '＊', '0', '0'],
    });
    expect(tableOf(office, '按月份')).toEqual({
      '2026-07': ['0', '0'],
      '2026-08': ['0', '15'],
      '2026-09': ['22', '0'],
    });
  });

  it('open each number to as many rows as it says', async () => {
    const links = office.page.querySelectorAll('table a');
    expect(links.length).toBe(19);
    for (const link of links) {
      const list = await DeskBrowser.signedIn(town, 'office');
      await list.open(link.getAttribute('href') ?? '');
      const name = link.getAttribute('aria-label');
      expect([name, list.status]).toEqual([name, 200]);
      const rows = list.page.querySelectorAll('tbody tr');
      expect([name, rows.length]).toEqual([name, Number(link.text)]);
    }
  });

  it('list people by masked names, and keep who looked', async () => {
    const before = await town.rows("select id from audit where action = 'listed' and reason = 'file'");
    await office.open(`/desk/statistics/list?${quarter}&cell=now.arrivals.miss`);
    expect(office.text).toContain('居＊＊');
    expect(office.text).not.toContain('居民');
    const after = await town.rows<{ actor: string; fields: string[] }>(
      "select actor, fields from audit where action = 'listed' and reason = 'file' order by id desc",
    );
    expect(after.length).toBe(before.length + 6);
    expect(after[0]).toMatchObject({ actor: town.account('office').id, fields: ['arrival', 'name'] });
  });

  it('have no list for a number that is not shown, nor for one that there is not', async () => {
    for (const cell of [
      'now.requests.kind.housing',
      'now.requests.kind.allowance',
      'now.refused.all',
      'now.regularVisits.hit',
      'now.registered.area.x',
      '',
      '__proto__',
    ]) {
      await office.open(`/desk/statistics/list?${quarter}&cell=${cell}`);
      expect([cell, office.status]).toEqual([cell, 404]);
    }
  });

  it('go over many pages, each row once', async () => {
    await town.rows(`insert into referral (id, number, person_id, area_id, department_id, kind, state, urgent, filed_by, answers, expected_on, provisional, created_at)
      select gen_random_uuid(), '800-000-' || lpad(n::text, 3, '0'), p.id, p.area_id, (select id from department limit 1), 'mediation', 'new', false, p.account_id, '', '2025-02-20', false,
        '2025-02-01T04:00:00Z'::timestamptz + n % 7 * interval '1 day' from generate_series(1, 120) n, (select * from person limit 1) p`);
    await office.open('/desk/statistics/list?kind=month&day=2025-02-01&cell=now.requests.all');
    expect(office.text).toContain('共 120 条');
    const seen: string[] = [];
    for (let page = 0; page < 9; page += 1) {
      seen.push(...office.page.querySelectorAll('tbody tr').map((row) => row.querySelector('th')?.text ?? ''));
      const next = office.page.querySelector('a[rel=next]')?.getAttribute('href');
      if (next === undefined) break;
      await office.open(next.replaceAll('&amp;', '&'));
    }
    expect([seen.length, new Set(seen).size]).toEqual([120, 120]);
  });

  it('are a coordinator’s for their own area, and nobody else’s', async () => {
    const coordinator = await DeskBrowser.signedIn(town, 'coordinator-jianshe');
    await coordinator.open(`/desk/statistics?${quarter}`);
    expect(coordinator.text).toContain('建设路街道 2026-07-01');
    expect(tableOf(coordinator, '主要数字').新登记?.[0]).toBe('18');
    const [areas] = await town.rows<{ hexi: string; guining: string }>(
      "select (select id from area where name->>'en' = 'Hexi Street') as hexi, (select id from area where parent_id is null) as guining",
    );
    await openStepUp(town);
    for (const area of [areas?.hexi, areas?.guining, '0199e1a5-0000-4000-8000-000000000009', 'x'])
      for (const path of ['', '/list', '/export.xlsx']) {
        await coordinator.open(`/desk/statistics${path}?${quarter}&area=${area}&cell=now.registered.all`);
        expect([area, path, coordinator.status]).toEqual([area, path, 404]);
      }
    for (const reference of ['staff-human-resources', 'staff-jianshe-station']) {
      const staff = await DeskBrowser.signedIn(town, reference);
      for (const path of ['', '/list', '/export.xlsx']) {
        await staff.open(`/desk/statistics${path}?${quarter}`);
        expect([path, staff.status]).toEqual([path, 404]);
      }
    }
  });

  it('are refused by the database itself to who only claims the area', async () => {
    const [area] = await town.rows<{ id: string }>("select id from area where name->>'en' = 'Hexi Street'");
    const request = (actor: string) =>
      JSON.stringify({
        actor,
        area: area?.id,
        today: '2026-09-21',
        measures: ['registered'],
        measure: 'registered',
        since: '2026-07-01',
        until: '2026-10-01',
        periods: [{ name: 'now', since: '2026-07-01', until: '2026-10-01' }],
      });
    const read = async (reference: string) => {
      const asked = [request(town.account(reference).id)];
      const [numbers] = await town.database.query<{ found: unknown }>(
        'select desk_statistics($1::jsonb) as found',
        asked,
      );
      const [items] = await town.database.query<{ found: unknown[] }>(
        'select desk_statistics_items($1::jsonb) as found',
        asked,
      );
      return [numbers?.found === null ? null : 'numbers', items?.found.length];
    };
    expect(await read('coordinator-hexi')).toEqual(['numbers', 4]);
    for (const reference of ['coordinator-jianshe', 'staff-tax', 'helper-3', 'person-5'])
      expect([reference, ...(await read(reference))]).toEqual([reference, null, 0]);
  });

  it('can be taken along as a sheet with the same numbers, in which nothing runs', async () => {
    await town.rows('update desk_session set stepped_up_until = $1', [
      new Date(town.now.getTime() + 300_000).toISOString(),
    ]);
    await office.open(`/desk/statistics?${quarter}`);
    const shown = tableOf(office, '主要数字');
    await office.open(office.link('导出').replaceAll('&amp;', '&'));
    const content = await office.response.arrayBuffer();
    expect(office.response.headers.get('content-disposition')).toContain('.xlsx');
    const sheets = await readXlsxFile(content);
    expect(sheets.map(({ sheet }) => sheet)).toEqual([
      '主要数字',
      '求助事项，按种类',
      '未通过，按种类',
      '按区域',
      '按月份',
      '说明',
    ]);
    const rows = (sheets[0]?.data ?? []).slice(1);
    for (const [head, now, good] of rows) {
      const [nowShown = '', goodShown = ''] = shown[String(head)] ?? [];
      expect([head, String(now), String(good ?? '')]).toEqual([head, nowShown, goodShown]);
      expect(typeof now).toBe(nowShown === '＊' ? 'string' : 'number');
    }
    const unzipped = await unzip(new Uint8Array(content), () => true, { bytes: 10_000_000, entries: 100 });
    if ('problem' in unzipped) throw new Error(unzipped.problem);
    for (const [name, bytes] of unzipped.files)
      expect([name, new TextDecoder().decode(bytes).includes('<f>')]).toEqual([name, false]);
  });

  it('take any address for a period, and a nonsensical one for the quarter that lasts', async () => {
    for (const query of [
      'kind=month&day=2026-02-31',
      'kind=free&first=2026-09-20&last=2026-01-01',
      'kind=x',
      'kind=free',
      'day=%00',
    ]) {
      await office.open(`/desk/statistics?${query}`);
      expect([query, office.status]).toEqual([query, 200]);
    }
    await office.open('/desk/statistics?kind=free&first=2026-09-01&last=2026-09-21');
    expect(office.text).toContain('2026-09-01 至 2026-09-21');
    expect(tableOf(office, '主要数字').新登记?.[0]).toBe('22');
  });
});
