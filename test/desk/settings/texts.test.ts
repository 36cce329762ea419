import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeskBrowser } from '../../support/deskBrowser.ts';
import { ask } from '../../support/person.ts';
import { CountingDatabase, Town } from '../../support/town.ts';
import { areaOf, becomes, departmentOf } from './support.ts';

describe('what people read of a department', () => {
  let town: Town;
  let office: DeskBrowser;
  let page: string;

  beforeAll(async () => {
    town = await Town.open();
    office = await DeskBrowser.signedIn(town, 'office');
    page = `/desk/settings/departments/${await departmentOf(town, '归宁区人社局')}`;
  });
  afterAll(async () => {
    expect(town.complaints).toEqual([]);
    await town.close();
  });

  it('is what the office set, in the next message, as it was typed', async () => {
    await office.open(page);
    await office.send('department', {
      name: '人社<b>局</b>一楼',
      nameEnglish: '',
      hours: '8:30-12:00，13:30-17:30',
      everyDay: 'yes',
    });
    expect(office.notice).toContain('已保存');
    expect(office.page.querySelector('h1')?.text).toBe('人社<b>局</b>一楼');
    expect(office.text).toContain('名称：归宁区人社局 / Guining District Human Resources');
    const person = await town.joined('person-1');
    await ask(town, person, 'training');
    expect(person.messages.some(({ text }) => text.includes('交给人社<b>局</b>一楼'))).toBe(true);
    expect(await town.rows("select office_hours from department where kind = 'humanResources'")).toEqual([
      {
        office_hours: {
          periods: [
            { from: '08:30', to: '12:00' },
            { from: '13:30', to: '17:30' },
          ],
          everyDay: true,
        },
      },
    ]);
  });

  it('has no word that gives people away, a phone that is one, and hours that can be', async () => {
    await office.open(page);
    for (const [fields, reason] of [
      [{ name: '刑释人员服务处' }, '居民不该看到的字眼'],
      [{ addressEnglish: '帮 教 中心' }, '居民不该看到的字眼'],
      [{ name: '' }, '请填写这一项'],
      [{ dutyPhone: 'call me' }, '请写电话号码'],
      [{ hours: '12:00-09:00' }, '按先后'],
      [{ hours: '09:00-12:00, 11:00-17:00' }, '按先后'],
      [{ hours: '25:00-26:00' }, '按先后'],
      [{ hours: '' }, '按先后'],
    ] as const) {
      await office.send('department', fields);
      expect(office.status).toBe(400);
      expect(office.text).toContain(reason);
    }
  });

  it('is shown and not set to who coordinates, and not there for whom it does not concern', async () => {
    const station = await town.rows<{ id: string }>(
      "select id from department where kind = 'station' and area_id = $1::uuid",
      [await areaOf(town, '建设路街道')],
    );
    const coordinator = await DeskBrowser.signedIn(town, 'coordinator-jianshe');
    await coordinator.open(`/desk/settings/departments/${station[0]?.id}`);
    expect(coordinator.status).toBe(200);
    expect(coordinator.page.querySelectorAll('main form')).toEqual([]);
    const other = await DeskBrowser.signedIn(town, 'coordinator-hexi');
    await other.open(`/desk/settings/departments/${station[0]?.id}`);
    expect(other.status).toBe(404);
  });
});

describe('the calendar', () => {
  let town: Town;
  let office: DeskBrowser;

  beforeAll(async () => {
    town = await Town.open();
    office = await DeskBrowser.signedIn(town, 'office');
  });
  afterAll(async () => {
    expect(town.complaints).toEqual([]);
    await town.close();
  });

  const promised = () => town.rows<{ day: string }>('select expected_on::text as day from referral order by id');

  it('of a year is shown with what would change before it is saved; promised days stay, the next go by it', async () => {
    const person = await town.joined('person-1');
    await ask(town, person, 'training');
    expect(await promised()).toEqual([{ day: '2026-09-29' }]);
    await office.open('/desk/settings/calendar');
    await office.follow('2026');
    const typed = office.page.querySelector('textarea[name=holidays]')?.text ?? '';
    const workdays = office.page.querySelector('textarea[name=workdays]')?.text ?? '';
    const address = new URLSearchParams({ holidays: `${typed}\n2026-09-28~2026-09-29`, workdays });
    await office.open(`/desk/settings/calendar/2026?${address}`);
    expect(office.text).toContain('变成放假：2026-09-28~2026-09-29');
    expect(office.text).toMatch(/有1件没办完的申请已经答应了日期，其中1件正好/);
    await office.send('calendar', { note: '本地放假' });
    expect(office.notice).toContain('已经答应的日期不变');
    expect(await promised()).toEqual([{ day: '2026-09-29' }]);
    const away = town.replica(new CountingDatabase(town.database));
    const second = await town.joined('person-2');
    second.program = away;
    await ask(town, second, 'training');
    const days = (await promised()).map(({ day }) => day).sort();
    expect(days[0]).toBe('2026-09-29');
    expect(days[1]).toBe('2026-10-08');
    await office.open('/desk/settings/calendar/2026');
    expect(office.text).toContain('说明：本地放假');
    await office.send('bringBack', { back: '0' });
    const third = await town.joined('person-3');
    await ask(town, third, 'training');
    expect((await promised()).filter(({ day }) => day === '2026-09-29')).toHaveLength(2);
  });

  it('gets a year that is announced, with the checks of the command', async () => {
    await office.open('/desk/settings/calendar');
    await office.send('year', { year: '2027' });
    expect(office.path).toBe('/desk/settings/calendar/2027');
    for (const [fields, reason] of [
      [{ holidays: '2027-01-01', workdays: '2026-12-26' }, '有一天不在这一年里'],
      [{ holidays: '2027-01-01', workdays: '2027-01-01' }, '既放假又上班'],
      [{ holidays: '2027-01-01', workdays: '2027-01-04' }, '应当是周末'],
      [{ holidays: '2027-01-01 2027-01-01', workdays: '' }, '写了两次'],
      [{ holidays: 'soon', workdays: '' }, '有一行看不懂'],
      [{ holidays: '2027-01-03~2027-01-01', workdays: '' }, '有一行看不懂'],
      [{ holidays: '', workdays: '2027-01-02' }, '请填放假的日子'],
    ] as const) {
      await office.open(`/desk/settings/calendar/2027?${new URLSearchParams(fields)}`);
      expect(office.text).toContain(reason);
      expect(office.offers('calendar')).toBe(false);
    }
    const fields = { holidays: '2027-01-01~2027-01-03', workdays: '2027-01-09' };
    await office.open(`/desk/settings/calendar/2027?${new URLSearchParams(fields)}`);
    expect(office.text).toContain('新的一年：放假3天，调休上班1天');
    await office.send('calendar');
    expect(office.notice).toContain('已保存2027年的日历');
    expect(await town.rows('select holidays, workdays from calendar_year where year = 2027')).toEqual([
      { holidays: ['2027-01-01', '2027-01-02', '2027-01-03'], workdays: ['2027-01-09'] },
    ]);
    const body = new FormData();
    for (const [name, value] of Object.entries({
      act: 'calendar',
      form: crypto.randomUUID(),
      version: '1',
      holidays: '2026-01-01',
      workdays: '',
    }))
      body.append(name, value);
    await office.post('/desk/settings/calendar/2027', body);
    expect(office.notice).toContain('有一天不在这一年里');
  });

  it('is everybody’s: an office below sees it and does not set it', async () => {
    await becomes(town, 'coordinator-hexi', 'office', '河西街道');
    const below = await DeskBrowser.signedIn(town, 'coordinator-hexi');
    await below.open('/desk/settings/calendar/2026');
    expect(below.status).toBe(200);
    expect(below.page.querySelectorAll('main form')).toEqual([]);
    const body = new FormData();
    for (const [name, value] of Object.entries({
      act: 'calendar',
      form: crypto.randomUUID(),
      version: '2',
      holidays: '2026-01-01',
      workdays: '',
    }))
      body.append(name, value);
    await below.post('/desk/settings/calendar/2026', body);
    expect(below.page.querySelector('.notice-refused')).not.toBeNull();
    expect(await town.rows("select max(version) as last from setting_version where subject = '2026'")).toEqual([
      { last: 2 },
    ]);
    await below.open('/desk/settings/calendar/2031');
    expect(below.status).toBe(404);
  });
});

describe('the check-in interval', () => {
  let town: Town;
  beforeAll(async () => {
    town = await Town.open();
  });
  afterAll(() => town.close());

  it('holds for who is registered from now on, in the area and below', async () => {
    const office = await DeskBrowser.signedIn(town, 'office');
    await office.open(`/desk/settings/check-ins?area=${await areaOf(town, '建设路街道')}`);
    await office.send('months', { months: '3' });
    expect(office.notice).toContain('已保存');
    expect(office.text).toContain('建设路街道现在：每3个月一次');
    const coordinator = await town.joined('coordinator-jianshe');
    await coordinator.say('/menu');
    await coordinator.choose('register');
    await coordinator.say('新来的人');
    await coordinator.choose('registerDay');
    for (let asked = 0; asked < 2; asked += 1) await coordinator.choose('registerNone');
    await coordinator.choose('registerConfirm');
    const months = await town.rows<{ months: number; count: number }>(
      'select check_in_every_months as months, count(*)::int as count from person group by 1 order by 1',
    );
    expect(months).toEqual([
      { months: 1, count: 8 },
      { months: 3, count: 1 },
    ]);
    await office.send('months', { months: '9' });
    expect(office.status).toBe(400);
    await office.send('clear');
    expect(office.text).toContain('每1个月一次');
  });
});
