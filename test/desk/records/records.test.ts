/** Records at the desk: how long what is kept, what goes soon, and who read what. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locales } from '../../../src/i18n/locale.ts';
import { textOf } from '../../../src/i18n/texts.ts';
import { type KeptName, kept } from '../../../src/retention/keepTimes.ts';
import { DeskBrowser } from '../../support/deskBrowser.ts';
import { type Phone, Town } from '../../support/town.ts';

describe('records at the desk', () => {
  let town: Town;
  let person: Phone;
  let desk: DeskBrowser;
  beforeAll(async () => {
    town = await Town.open();
    person = await town.joined('person-2');
    desk = await DeskBrowser.signedIn(town, 'coordinator-jianshe');
  });
  afterAll(async () => {
    expect(town.complaints).toEqual([]);
    await town.close();
  });
  const rows = (browser: DeskBrowser = desk) =>
    browser.page
      .querySelectorAll('tbody tr')
      .map((row) => row.querySelectorAll('th, td').map((cell) => cell.structuredText));
  const looks = (reference: string) => `/desk/persons/${town.account(reference).id}/looks`;

  it.each(locales)('say for all that is kept how long and why, in %s', async (locale) => {
    const reader = await DeskBrowser.signedIn(town, 'coordinator-jianshe', locale);
    await reader.open('/desk/records');
    const names = Object.keys(kept) as KeptName[];
    expect(rows(reader).map(([what]) => what)).toEqual(
      names.map((name) => textOf(locale, `deskRecords:keep.${name}.what`)),
    );
    for (const [place, name] of names.entries()) {
      const { time } = kept[name];
      expect(rows(reader)[place]?.[1]).toMatch(time === null ? /\S/ : new RegExp(`^${time.count}`));
    }
  });

  it('count what goes within 30 days, of one’s own area alone, and say when something last went', async () => {
    for (const [reference, ended] of [
      ['person-2', '2025-10-10T00:00:00Z'],
      ['person-3', '2026-08-01T00:00:00Z'],
      ['person-5', '2025-10-10T00:00:00Z'],
    ] as const)
      await town.rows(
        `insert into need (id, person_id, kind, stated_by, stated_at, ends_on, ended_at, version)
          select gen_random_uuid(), p.id, 'money', p.account_id, $2, '2025-10-01', $2, 1
          from person p join account a on a.id = p.account_id where a.reference = $1`,
        [reference, ended],
      );
    town.database.statements = [];
    await desk.open('/desk/records');
    expect(town.database.statements.length).toBeLessThan(10);
    expect(rows()[Object.keys(kept).indexOf('need')]?.[4]).toBe('1');
    desk.expectText('还没有清理过');
    await town.tickAt(new Date('2026-10-20T19:10:00Z'));
    desk = await DeskBrowser.signedIn(town, 'coordinator-jianshe');
    await desk.open('/desk/records');
    expect(rows()[Object.keys(kept).indexOf('need')]?.[4]).toBe('0');
    expect(desk.text).toMatch(/上次清理：.*03:10/);
  });

  it('tell who saw what of one person, with what was read at the desk just now, and that this was read', async () => {
    await desk.open(`/desk/teams/people/${town.account('person-2').id}`);
    town.database.statements = [];
    await desk.open(looks('person-2'));
    expect(town.database.statements.length).toBeLessThan(10);
    expect(rows()[0]?.slice(1)).toEqual([
      '韩清和',
      '建设路便民服务站，服务站工作人员',
      '打开看',
      '姓名、走访情况、联系人、多久一次',
      '管理档案',
    ]);
    await desk.open(looks('person-2'));
    expect(rows()[0]?.[4]).toContain('谁看过');
    await person.say('/menu');
    for (const action of ['myHelpers', 'whoLooked']) await person.choose(action);
    person.expectLast('谁看过您的信息');
  });

  it('tell what one worker read, of the asker’s area alone', async () => {
    const office = await DeskBrowser.signedIn(town, 'office');
    await office.open(looks('person-5'));
    await office.open(looks('person-2'));
    const path = `/desk/workers/${town.account('office').id}/looks`;
    const hexi = await DeskBrowser.signedIn(town, 'coordinator-hexi');
    await hexi.open(`/desk/teams/people/${town.account('person-5').id}`);
    await desk.open(`/desk/workers/${town.account('coordinator-jianshe').id}/looks`);
    expect(desk.text).toContain('林小满');
    expect(desk.text).not.toContain('郑南雁');
    await office.open(`/desk/workers/${town.account('coordinator-hexi').id}/looks`);
    expect(office.text).toContain('郑南雁');
    // The office works above the area, not in it.
    await desk.open(path);
    expect(desk.status).toBe(404);
  });

  it('are not there for another area, which looks like what does not exist', async () => {
    for (const [foreign, missing] of [
      [looks('person-5'), '/desk/persons/0199e1a5-0000-4000-8000-000000000009/looks'],
      [
        `/desk/workers/${town.account('coordinator-hexi').id}/looks`,
        '/desk/workers/0199e1a5-0000-4000-8000-000000000009/looks',
      ],
    ] as const) {
      await desk.open(foreign);
      const words = desk.text;
      expect(desk.status).toBe(404);
      await desk.open(missing);
      expect(desk.text).toBe(words);
    }
    const staff = await DeskBrowser.signedIn(town, 'staff-tax');
    await staff.open(looks('person-2'));
    expect(staff.status).toBe(404);
  });

  it('go on a further page where there are many, by what the last one ended with', async () => {
    await town.rows(
      `insert into audit (at, actor, action, person_id, fields, reason)
        select timestamptz '2026-08-01T00:00:00Z' - n * interval '1 day', $1, 'shown', p.id, '["phone"]', 'call'
        from generate_series(1, 250) n, person p join account a on a.id = p.account_id where a.reference = 'person-3'`,
      [town.account('helper-2').id],
    );
    await desk.open(looks('person-3'));
    const first = rows().length;
    expect(first).toBeLessThanOrEqual(200);
    await desk.follow('下一页');
    expect(rows().length).toBeGreaterThan(40);
    expect(rows()[0]?.[1]).toBe('王暖阳');
  });
});
