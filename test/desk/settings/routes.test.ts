import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeskBrowser } from '../../support/deskBrowser.ts';
import { ask, fillForm } from '../../support/person.ts';
import { CountingDatabase, type Phone, Town } from '../../support/town.ts';
import { areaOf, becomes, departmentOf } from './support.ts';

describe('where requests go', () => {
  let town: Town;
  let person: Phone;
  let office: DeskBrowser;
  let jianshe: string;
  let guining: string;
  let page: string;

  beforeAll(async () => {
    town = await Town.open();
    person = await town.joined('person-1');
    office = await DeskBrowser.signedIn(town, 'office');
    jianshe = await areaOf(town, '建设路街道');
    guining = await areaOf(town, '归宁区（演示）');
    page = `/desk/settings/routes/${jianshe}/training`;
  });
  afterAll(async () => {
    expect(town.complaints).toEqual([]);
    await town.close();
  });

  /** The last request of somebody: to whom it went, and by when it is answered. */
  async function requestOf(reference: string): Promise<{ name: string; day: string } | undefined> {
    const [row] = await town.rows<{ name: string; day: string }>(
      `select d.name->>'zh-CN' as name, r.expected_on::text as day from referral r
        join department d on d.id = r.department_id join person p on p.id = r.person_id where p.account_id = $1::uuid`,
      [town.account(reference).id],
    );
    return row;
  }

  it('are shown with the reason, for every kind', async () => {
    await office.open(`/desk/settings/routes?area=${jianshe}`);
    expect(office.status).toBe(200);
    expect(office.page.querySelectorAll('tbody tr')).toHaveLength(25);
    expect(office.text).toContain('归宁区人社局');
    expect(office.text).toContain('按通常的去向');
    expect(office.text).not.toContain('本地区设定');
  });

  it('are set for an area: the next request goes there, the old one stays, and who coordinates there is told', async () => {
    const coordinator = await town.joined('coordinator-jianshe');
    const other = await town.joined('coordinator-hexi');
    const before = other.messages.length;
    await ask(town, person, 'training');
    await office.open(page);
    await office.send('route', { department: await departmentOf(town, '建设路街道社会事务办'), note: '街道自己办班' });
    await town.settle();
    expect(office.notice).toMatch(/已保存。新提交的“学门技术”交给.*；已经提交的不变。/);
    coordinator.expectLast('办公室改了去向：“学门技术”的新申请');
    expect(other.messages).toHaveLength(before);
    await ask(town, await town.joined('person-2'), 'training');
    expect((await requestOf('person-1'))?.name).toBe('归宁区人社局');
    expect((await requestOf('person-2'))?.name).toBe('建设路街道社会事务办');
    await office.open(`/desk/settings/routes?area=${jianshe}`);
    expect(office.text).toContain('本地区设定');
  });

  it('hold on another replica with the very next update', async () => {
    const away = town.replica(new CountingDatabase(town.database));
    const third = await town.joined('person-3');
    third.program = away;
    await fillForm(third, 'jobSearch', '');
    await office.open(`/desk/settings/routes/${guining}/jobSearch`);
    await office.send('route', { department: await departmentOf(town, '归宁区人社局') });
    expect(office.notice).toContain('已保存');
    await third.choose('confirm');
    expect((await requestOf('person-3'))?.name).toBe('归宁区人社局');
  });

  it('are kept as versions: who, when, from what to what; and are brought back', async () => {
    await office.open(page);
    expect(office.text).toContain('第1版');
    expect(office.text).toContain('没有单独设定');
    expect(office.text).toContain('说明：街道自己办班');
    await office.send('bringBack', { back: '0' });
    expect(office.notice).toContain('交给归宁区人社局');
    expect(office.text).toContain('用回了最初的');
    expect(await town.rows('select * from route where area_id = $1::uuid', [jianshe])).toEqual([]);
    await office.send('bringBack', { back: '1' });
    expect(office.text).toContain('用回了第1版');
    const versions = await town.rows<{ version: number; brought_back: number | null; changed_by: string }>(
      "select version, brought_back, changed_by from setting_version where setting = 'route' and subject = 'training' order by version",
    );
    const by = town.account('office').id;
    expect(versions).toEqual([
      { version: 1, brought_back: null, changed_by: by },
      { version: 2, brought_back: 0, changed_by: by },
      { version: 3, brought_back: 1, changed_by: by },
    ]);
    await expect(town.rows("update setting_version set note = 'x'")).rejects.toThrow(/only come in/);
    await expect(town.rows('delete from setting_version')).rejects.toThrow(/only come in/);
    const audited = await town.rows(
      "select actor from audit where action = 'routeSet' and subject_id in (select id from setting_version where subject = 'training')",
    );
    expect(audited).toHaveLength(3);
  });

  it('changed by two at once are changed by the first: the second is told by whom, and how it is now', async () => {
    const first = await DeskBrowser.signedIn(town, 'office');
    const second = await DeskBrowser.signedIn(town, 'office', 'en');
    await first.open(`/desk/settings/routes/${guining}/farmland`);
    await second.open(`/desk/settings/routes/${guining}/farmland`);
    await first.send('route', { department: await departmentOf(town, '归宁区民政局') });
    await second.send('route', { department: await departmentOf(town, '归宁区税务局') });
    expect(second.notice).toMatch(/^Not saved: after you opened this page, .+ changed this/);
    expect(second.notice).toContain('Guining District Civil Affairs Bureau');
    await second.send('route', { department: await departmentOf(town, '归宁区税务局') });
    expect(second.notice).toContain('Saved');
    const racing = await Promise.all(
      ['归宁区民政局', '归宁区教育局', '归宁区住房保障中心'].map(async (name) => {
        const desk = await DeskBrowser.signedIn(town, 'office');
        await desk.open(`/desk/settings/routes/${guining}/taxRelief`);
        return { desk, department: await departmentOf(town, name) };
      }),
    );
    await Promise.all(racing.map(({ desk, department }) => desk.send('route', { department })));
    expect(racing.filter(({ desk }) => desk.notice.startsWith('已保存'))).toHaveLength(1);
    expect(racing.filter(({ desk }) => desk.notice.startsWith('没有保存'))).toHaveLength(2);
  });

  it('lead only to departments within reach, and to the police only what is theirs', async () => {
    await office.open(`/desk/settings/routes/${jianshe}/mediation`);
    const offered = office.page.querySelectorAll('select[name=department] option').map((option) => option.text);
    expect(offered.some((name) => name.includes('河西'))).toBe(false);
    expect(offered.some((name) => name.includes('派出所'))).toBe(false);
    await office.send('route', { department: await departmentOf(town, '归宁派出所') });
    expect(office.notice).toContain('这个部门接不了');
    const [hexi] = await town.rows<{ id: string }>(
      "select id from department where kind = 'station' and area_id = $1::uuid",
      [await areaOf(town, '河西街道')],
    );
    await office.send('route', { department: hexi?.id ?? '' });
    expect(office.notice).toContain('这个部门接不了');
    await office.send('route', { department: 'x' });
    expect(office.status).toBe(400);
  });

  it('and the days of an answer: new promises go by them, promised days stay, urgent kinds have none', async () => {
    const before = await requestOf('person-1');
    await office.open(page);
    await office.send('days', { count: '0' });
    expect(office.status).toBe(400);
    expect(office.text).toContain('请填1到90之间的数');
    await office.send('days', { count: '1' });
    expect(office.notice).toContain('已经答应的日期不变');
    await ask(town, await town.joined('person-4'), 'training');
    expect((await requestOf('person-4'))?.day).toBe('2026-09-22');
    expect(before?.day).toBe('2026-09-29');
    expect(await requestOf('person-1')).toEqual(before);
    await office.open(`/desk/settings/routes/${jianshe}/health`);
    expect(office.offers('days')).toBe(false);
    expect(office.text).toContain('急事当天答复');
  });

  it('are only seen by who coordinates, and are not there for anybody else', async () => {
    const coordinator = await DeskBrowser.signedIn(town, 'coordinator-jianshe');
    await coordinator.open(page);
    expect(coordinator.status).toBe(200);
    expect(coordinator.page.querySelectorAll('main form')).toHaveLength(0);
    const body = new FormData();
    for (const [name, value] of [
      ['act', 'clearRoute'],
      ['form', '0199e1a5-0000-4000-8000-0000000000a1'],
      ['version', '3'],
    ] as const)
      body.append(name, value);
    await coordinator.post(page, body);
    expect(coordinator.status).toBe(404);
    const missing = await DeskBrowser.signedIn(town, 'coordinator-jianshe');
    await missing.open('/desk/settings/routes/0199e1a5-0000-4000-8000-000000000009/training');
    for (const path of [
      `/desk/settings/routes/${await areaOf(town, '河西街道')}/training`,
      `/desk/settings/routes/${guining}/training`,
      `/desk/settings/routes?area=${guining}`,
    ]) {
      await coordinator.open(path);
      expect(coordinator.status).toBe(404);
      expect(coordinator.text).toBe(missing.text);
    }
    const staff = await DeskBrowser.signedIn(town, 'staff-tax');
    for (const path of ['', '/routes', '/departments', '/calendar', '/questions', '/check-ins']) {
      await staff.open(`/desk/settings${path}`);
      expect(staff.status).toBe(404);
    }
    expect(staff.page.querySelectorAll('a[href^="/desk/settings"]')).toEqual([]);
  });

  it('of one area are not set by the office of another', async () => {
    await becomes(town, 'coordinator-hexi', 'office', '河西街道');
    const foreign = await DeskBrowser.signedIn(town, 'coordinator-hexi');
    await foreign.open('/desk/settings/routes');
    expect(foreign.status).toBe(200);
    const body = () => {
      const made = new FormData();
      made.append('act', 'clearRoute');
      made.append('form', crypto.randomUUID());
      made.append('version', '3');
      return made;
    };
    const before = await town.rows('select count(*)::int as count from setting_version');
    await foreign.post(page, body());
    expect(foreign.status).toBe(404);
    await foreign.open('/desk/settings/calendar/2026');
    expect(foreign.page.querySelectorAll('main form')).toHaveLength(0);
    expect(await town.rows('select count(*)::int as count from setting_version')).toEqual(before);
    // What the step refuses the database would refuse as well.
    await expect(
      town.rows(
        `select set_config('guitu.actor', $1, false), write_settings(jsonb_build_array(jsonb_build_object('id', gen_random_uuid(),
          'setting', 'route', 'area_id', $2::text, 'subject', 'training', 'version', 4, 'changed_by', $1::text, 'changed_at', now())))`,
        [town.account('coordinator-hexi').id, jianshe],
      ),
    ).rejects.toThrow(/only an office/);
  });
});
