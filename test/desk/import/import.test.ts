import { readSheet } from 'read-excel-file/universal';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/db/database.ts';
import { writeXlsx } from '../../../src/sheets/writeSheets.ts';
import { DeskBrowser } from '../../support/deskBrowser.ts';
import { Town } from '../../support/town.ts';
import { isOnWorker } from '../../support/worker/workerProgram.ts';

const csv = (...lines: string[]) => new File([lines.join('\r\n')], '名单.csv', { type: 'text/csv' });
const headings = '姓名,手机,回来日期,证明上的报到日期,所属站点';

async function countsOf(town: Town): Promise<Record<string, number>> {
  const [row] = await town.rows<Record<string, number>>(
    'select (select count(*)::int from account) as account, (select count(*)::int from person) as person, (select count(*)::int from arrival) as arrival, (select count(*)::int from enrolment) as enrolment',
  );
  return row ?? {};
}

/** Follows the page that reloads by itself until there is nothing more to wait for. */
async function waited(desk: DeskBrowser): Promise<void> {
  for (let count = 0; count < 2000 && desk.page.querySelector('[data-again]') !== null; count += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    await desk.open(desk.path);
  }
}

describe('a list that a coordinator brings', () => {
  let town: Town;
  let desk: DeskBrowser;
  beforeAll(async () => {
    town = await Town.open();
    desk = await DeskBrowser.signedIn(town, 'coordinator-jianshe');
  });
  afterAll(async () => {
    expect(town.complaints).toEqual([]);
    await town.close();
  });

  const check = async (file: File) => {
    await desk.open('/desk/import');
    return desk.send('check', { file });
  };

  it('can be made from the template, whose example is left out', async () => {
    await desk.open('/desk/import');
    for (const path of [desk.link('.xlsx'), desk.link('.csv')]) {
      await desk.open(path);
      expect(desk.response.headers.get('content-disposition')).toMatch(
        /^attachment; filename="[\w.-]+"; filename\*=UTF-8''%/,
      );
      const file = new File([await desk.response.arrayBuffer()], path);
      await check(file);
      expect(desk.notice).toBe('列名下面一个人也没有。');
    }
    const english = await DeskBrowser.signedIn(town, 'coordinator-jianshe', 'en');
    await english.open('/desk/import/template.xlsx');
    const [first] = await readSheet(await english.response.arrayBuffer());
    expect(first).toEqual(['Name', 'Phone', 'Came home on', 'Report by (on the paper)', 'Station']);
  });

  it('with one bad cell registers nobody, and names the cell', async () => {
    const before = await countsOf(town);
    await check(csv(headings, '张三,13800138000,2026-09-01,,', '李四,12,2026年13月1日,,火星街道'));
    expect(desk.status).toBe(200);
    expect(desk.text).toContain('有 3 处要改');
    for (const words of ['B3', 'C3', 'E3', '2026年13月1日', '火星街道', '您负责的站点的公开名称：建设路街道'])
      expect(desk.text).toContain(words);
    expect(desk.offers('confirm')).toBe(false);
    expect(await countsOf(town)).toEqual(before);
    expect(await town.rows('select id from import_row')).toEqual([]);
  });

  it('says which columns it drops, and keeps nothing of them', async () => {
    await check(csv('姓名,民族,回来日期,罪名,刑期,备注', '张三,某族,2026-09-01,某某,九年,看看'));
    desk.expectText(/已丢弃，没有保存 这里从不记录民族/);
    desk.expectText(/已丢弃，没有保存 这里从不记录过去的案情/);
    expect(desk.text).toContain('没有读：这里不需要');
    const [row] = await town.rows<{ id: string; body: string; batch: string; account: string; key: string }>(
      'select r.id, r.body, a.id as account, a.key from import_row r join import_batch b on b.id = r.batch_id join account a on a.id = b.account_id',
    );
    if (row === undefined) throw new Error('no row was kept');
    const body = await town.vault.open({ id: row.account, key: row.key }, `import_row.body:${row.id}`, row.body);
    expect(Object.keys(JSON.parse(body)).sort()).toEqual(['area', 'line', 'name', 'paperDay', 'phone', 'releasedOn']);
    expect(body).not.toMatch(/某|九年|看看/);
    await desk.send('drop');
    expect(desk.text).toContain('名单已经删除');
    expect(await town.rows('select id from import_row')).toEqual([]);
  });

  it('registers as the chat does, but for the card, and once however often it is confirmed', async () => {
    const before = await countsOf(town);
    await check(csv(headings, '新一,13800138001,2026-09-01,2026-09-10,建设路街道', '新二,,2026-09-20,,'));
    expect(desk.text).toContain('可以登记 2 人');
    expect(desk.text).toContain('新一');
    const page = desk.path;
    const again = await DeskBrowser.signedIn(town, 'coordinator-jianshe');
    await again.open(page);
    await desk.send('confirm');
    await again.send('confirm');
    await waited(desk);
    expect(desk.text).toContain('已登记 2 人');
    await again.open(page);
    await waited(again);
    const after = await countsOf(town);
    expect(after).toEqual({
      account: (before.account ?? 0) + 2,
      person: (before.person ?? 0) + 2,
      arrival: (before.arrival ?? 0) + 2,
      enrolment: before.enrolment,
    });
    const rows = await town.rows<{
      name: string;
      id: string;
      key: string;
      due_on: string;
      state: string;
      until: string;
      hash: string;
    }>(
      `select a.id, a.key, a.name, r.due_on::text, p.state, p.helped_until::text as until, a.name_hash as hash
         from account a join person p on p.account_id = a.id join arrival r on r.person_id = p.id
         where not exists (select 1 from enrolment e where e.account_id = a.id) order by p.released_on`,
    );
    const opened = await Promise.all(
      rows.map(async (row) => [
        await town.vault.open(row, `account.name:${row.id}`, row.name),
        row.due_on,
        row.state,
        row.until,
      ]),
    );
    expect(opened).toEqual([
      ['新一', '2026-09-10', 'registered', '2031-09-01'],
      ['新二', '2026-09-27', 'registered', '2031-09-20'],
    ]);
    const audited = await town.rows<{ action: string; count: number }>(
      "select action, count(*)::int as count from audit where action like '%mport%' or action = 'personRegistered' group by action order by action",
    );
    expect(audited).toEqual([
      { action: 'importConfirmed', count: 1 },
      { action: 'importDropped', count: 1 },
      { action: 'importStaged', count: 3 },
      { action: 'peopleImported', count: 1 },
      { action: 'personRegistered', count: 2 },
    ]);
  });

  it('is found in the chat, where a card is made for who came in with it', async () => {
    const phone = await town.joined('coordinator-jianshe');
    await phone.choose('roster');
    phone.expectLast('新二');
  });

  it('shows who looks like somebody, and skips them unless they are ticked', async () => {
    const known = town.account('person-1').name;
    await check(
      csv(
        headings,
        `${known},0000-5550158,2026-09-01,,`,
        `${known},13900000001,2026-09-01,,`,
        '新三,13900000002,2026-09-01,,',
        '新四,13900000002,2026-09-01,,',
      ),
    );
    expect(desk.text).toContain(`第 2 行 ${known}：建设路街道已经登记过姓名、电话都一样的人`);
    expect(desk.text).toContain('第 5 行 新四：和第 4 行电话一样');
    const boxes = desk.page.querySelectorAll('input[name=anyway]');
    expect(boxes.map((box) => [box.getAttribute('value'), box.hasAttribute('checked')])).toEqual([
      ['2', false],
      ['5', false],
      ['3', true],
    ]);
    const before = await countsOf(town);
    await desk.send('confirm');
    await waited(desk);
    expect(desk.text).toContain('已登记 2 人');
    expect(desk.text).toContain('跳过了 2 行');
    expect((await countsOf(town)).person).toBe((before.person ?? 0) + 2);
  });

  it('says of somebody elsewhere no more than that they are there', async () => {
    const elsewhere = town.account('person-5').name;
    await check(csv(headings, `${elsewhere},0000-5550162,2026-09-01,,`, `${elsewhere},,2026-09-01,,`));
    expect(desk.text).toContain('别的地方已经登记过姓名、电话都一样的人');
    expect(desk.text).not.toContain('河西');
    expect(desk.page.querySelectorAll('input[name=anyway]').length).toBe(2);
    await desk.send('drop');
  });

  it('goes nowhere but to one’s own stations', async () => {
    await check(csv(headings, '张三,,2026-09-01,,河西街道'));
    expect(desk.text).toContain('E2');
    expect(desk.text).not.toContain('河西街道街道');
    expect(desk.offers('confirm')).toBe(false);
  });

  it('is there for its coordinator alone', async () => {
    await check(csv(headings, '张三,,2026-09-01,,'));
    const page = desk.path;
    const other = await DeskBrowser.signedIn(town, 'coordinator-hexi');
    const missing = await DeskBrowser.signedIn(town, 'coordinator-hexi');
    await other.open(page);
    await missing.open('/desk/import/0199e1a5-0000-4000-8000-000000000009');
    expect([other.status, other.text]).toEqual([404, missing.text]);
    for (const reference of ['staff-human-resources', 'office']) {
      const wrong = await DeskBrowser.signedIn(town, reference);
      for (const path of ['/desk/import', '/desk/import/template.xlsx', page]) {
        await wrong.open(path);
        expect([reference, path, wrong.status]).toEqual([reference, path, 404]);
      }
    }
    const stranger = new DeskBrowser(town.program);
    await stranger.open('/desk/import');
    expect(stranger.status).toBe(403);
    await desk.open(page);
    await desk.send('drop');
  });

  it.each([
    ['an old file', new File([Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0])], 'a.xls'), '旧格式'],
    ['no sheet at all', new File([Uint8Array.from([0x89, 0x50, 0, 0])], 'a.png'), '没有看懂'],
    ['no headings', csv('a,b', '1,2'), '没有找到列名'],
  ])('is refused kindly where it cannot be read: %s', async (_name, file, words) => {
    await check(file);
    expect(desk.notice).toContain(words);
  });

  it('asks for a file where none was chosen', async () => {
    await desk.open('/desk/import');
    await desk.send('check', { file: new File([], '') });
    expect(desk.status).toBe(400);
    expect(desk.text).toContain('请选一个文件。');
  });

  it('shows what was typed as text, wherever it stands', async () => {
    const spell = '<img src=x onerror=alert(1)>';
    await check(new File([`姓名,回来日期,"${spell}"\r\n${spell.replace('1', 'x')},2026-09-01,x`], `${spell}.csv`));
    expect(desk.page.querySelector('main img')).toBeNull();
    expect(desk.text).toContain(spell);
    expect(desk.text).toContain(spell.replace('1', 'x'));
    await desk.send('drop');
    await desk.open('/desk/import');
    expect(desk.page.querySelector('main img')).toBeNull();
  });
});

/** Lets everything through until the one statement that registers, and then breaks off, as often as is said. */
function breakingAt(database: Database, sign: string, times: number): Database {
  let left = times;
  return {
    query: (text, parameters) => {
      if (left > 0 && JSON.stringify(parameters ?? []).includes(sign)) {
        left -= 1;
        return database.query('select 1 / 0');
      }
      return database.query(text, parameters);
    },
    execute: (script) => database.execute(script),
    close: () => database.close(),
  };
}

describe('registering a list that is broken off', () => {
  let town: Town;
  beforeAll(async () => {
    town = await Town.open();
  });
  afterAll(() => town.close());

  // What breaks here is the process's own way to the database.
  it.skipIf(isOnWorker())('leaves nothing behind, and can be gone on with', async () => {
    const before = await countsOf(town);
    const desk = await DeskBrowser.signedIn(town, 'coordinator-jianshe');
    const cookies = [...desk.cookies];
    const broken = new DeskBrowser(town.replica(breakingAt(town.database, 'peopleImported', 1)));
    for (const [name, value] of cookies) broken.cookies.set(name, value);
    await broken.open('/desk/import');
    await broken.send('check', { file: csv(headings, '新一,,2026-09-01,,', '新二,,2026-09-01,,') });
    await broken.send('confirm');
    await waited(broken);
    expect(broken.text).toContain('还没有登记任何人');
    expect(await countsOf(town)).toEqual(before);
    await broken.send('goOn');
    await waited(broken);
    expect(broken.text).toContain('已登记 2 人');
    expect((await countsOf(town)).person).toBe((before.person ?? 0) + 2);
  });

  it('is written as one: a row that cannot be takes all others with it', async () => {
    const before = await countsOf(town);
    const desk = await DeskBrowser.signedIn(town, 'coordinator-jianshe');
    await town.rows(
      'create function refuse_fourth() returns trigger language plpgsql as $$ begin if (select count(*) from person) >= (select count(*) from arrival) + 3 then raise unique_violation; end if; return new; end $$',
    );
    await town.rows('create trigger refuse before insert on arrival for each row execute function refuse_fourth()');
    await desk.open('/desk/import');
    await desk.send('check', {
      file: csv(headings, '甲,,2026-09-01,,', '乙,,2026-09-01,,', '丙,,2026-09-01,,', '丁,,2026-09-01,,'),
    });
    await desk.send('confirm');
    await waited(desk);
    expect(desk.text).toContain('还没有登记任何人');
    expect(await countsOf(town)).toEqual(before);
    await town.rows('drop trigger refuse on arrival');
    await desk.send('goOn');
    await waited(desk);
    expect(desk.text).toContain('已登记 4 人');
  });

  it('shows that it stands still when its process is gone, and goes on in another', async () => {
    const desk = await DeskBrowser.signedIn(town, 'coordinator-jianshe');
    await desk.open('/desk/import');
    await desk.send('check', { file: csv(headings, '戊,,2026-09-01,,') });
    // Confirmed by a process that is then killed: nobody works on it.
    await town.rows(
      "update import_batch set state = 'confirmed', attempted_at = $1, version = version + 1 where state = 'ready'",
      [new Date(town.now.getTime() - 61_000).toISOString()],
    );
    await desk.open(desk.path);
    expect(desk.text).toContain('停在 0 / 1 行');
    await desk.send('goOn');
    await waited(desk);
    expect(desk.text).toContain('已登记 1 人');
  });

  it('refuses who no longer coordinates the station when it comes to be written', async () => {
    const desk = await DeskBrowser.signedIn(town, 'coordinator-jianshe');
    await desk.open('/desk/import');
    await desk.send('check', { file: csv(headings, '己,,2026-09-01,,') });
    const before = await countsOf(town);
    await town.rows("update membership set state = 'ended' where account_id = $1", [
      town.account('coordinator-jianshe').id,
    ]);
    const page = desk.path;
    await desk.send('confirm');
    expect(desk.status).toBe(403);
    expect(await countsOf(town)).toEqual(before);
    await desk.open(page);
    expect(desk.status).toBe(403);
  });
});

describe('a list that nobody confirms', () => {
  it('is gone in the first small hours after a day, with all its rows', async () => {
    const town = await Town.open();
    const desk = await DeskBrowser.signedIn(town, 'coordinator-jianshe');
    await desk.open('/desk/import');
    await desk.send('check', { file: csv(headings, '庚,,2026-09-01,,', '辛,,2026-09-01,,') });
    await town.tickAt(new Date('2026-09-21T19:30:00Z'));
    expect((await town.rows('select id from import_row')).length).toBe(2);
    await town.tickAt(new Date('2026-09-22T19:30:00Z'));
    expect(await town.rows('select id from import_row')).toEqual([]);
    expect(await town.rows('select id from import_batch')).toEqual([]);
    await town.close();
  });
});

describe('five thousand rows', () => {
  it('are registered in one go, while the page says how far it is', async () => {
    const town = await Town.open();
    const desk = await DeskBrowser.signedIn(town, 'coordinator-jianshe');
    const rows = Array.from({ length: 5000 }, (_, place) => [
      `居民${[...String(place)].map((digit) => '零一二三四五六七八九'[Number(digit)]).join('')}`,
      13_000_000_000 + place,
      { day: '2026-09-01' },
      null,
      '建设路街道',
    ]);
    const content = await writeXlsx([{ name: '名单', rows: [headings.split(','), ...rows], widths: [] }]);
    await desk.open('/desk/import');
    const began = performance.now();
    await desk.send('check', { file: new File([content], '名单.xlsx') });
    expect(desk.text).toContain('可以登记 5000 人');
    const checked = performance.now();
    await desk.send('confirm');
    // The town waits for all that a Worker does after its answer, so there is no progress to be seen.
    if (!isOnWorker()) expect(desk.text).toContain('全部准备好以后一次写入');
    const seen = new Set<string>();
    while (desk.page.querySelector('[data-again]') !== null) {
      seen.add(desk.page.querySelector('progress')?.getAttribute('value') ?? '');
      await new Promise((resolve) => setTimeout(resolve, 10));
      await desk.open(desk.path);
    }
    expect(desk.text).toContain('已登记 5000 人');
    console.info(
      `checked in ${Math.round(checked - began)} ms, registered in ${Math.round(performance.now() - checked)} ms`,
    );
    if (!isOnWorker()) expect(seen.size).toBeGreaterThan(1);
    const [count] = await town.rows("select count(*)::int as people from person where released_on = '2026-09-01'");
    expect(count).toEqual({ people: 5000 });
    expect(await town.rows('select id from import_row')).toEqual([]);
    expect(town.complaints).toEqual([]);
    await town.close();
  });
});
