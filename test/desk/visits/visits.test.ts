/** The month's visits at the desk: how each stands, whom it is narrowed down to, and what the station does about one. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeskBrowser } from '../../support/deskBrowser.ts';
import { type Phone, Town } from '../../support/town.ts';

const visitsOf = `insert into visit (id, person_id, kind, slot, urgent, opens_on, due_on, provisional, state, created_at, version)
  select gen_random_uuid(), p.id, $2, $3, $4::text::boolean, '2026-09-01', $5::text::date, false, 'due', '2026-09-01T02:00:00Z', 1
  from person p join account a on a.id = p.account_id where a.reference = $1`;

describe('visits at the desk', () => {
  let town: Town;
  let helper: Phone;
  let desk: DeskBrowser;
  beforeAll(async () => {
    town = await Town.open();
    helper = await town.joined('helper-1');
    for (const [person, kind, urgent, dueOn] of [
      ['person-1', 'regular', 'false', '2026-09-18'],
      ['person-2', 'must', 'true', '2026-09-21'],
      ['person-3', 'regular', 'false', '2026-09-28'],
      ['person-4', 'must', 'false', '2026-09-17'],
      ['person-5', 'regular', 'false', '2026-09-18'],
    ] as const)
      await town.rows(visitsOf, [person, kind, `slot-${person}`, urgent, dueOn]);
    desk = await DeskBrowser.signedIn(town, 'coordinator-jianshe');
  });
  afterAll(async () => {
    expect(town.complaints).toEqual([]);
    await town.close();
  });
  const idOf = async (reference: string) => {
    const [row] = await town.rows<{ id: string }>(
      'select v.id from visit v join person p on p.id = v.person_id join account a on a.id = p.account_id where a.reference = $1',
      [reference],
    );
    return row?.id ?? '';
  };
  const cell = (day: string) =>
    desk.page
      .querySelectorAll('td')
      .find((td) => td.querySelector('.month-date')?.structuredText.startsWith(day) === true)
      ?.structuredText.replaceAll(/\s+/g, ' ') ?? '';

  it('stand on their day, each with its state in words and a shortened name', async () => {
    town.database.statements = [];
    await desk.open('/desk/visits');
    expect(town.database.statements.length).toBeLessThan(10);
    expect(cell('9月18日')).toContain('已过 周＊＊');
    expect(cell('今天')).toContain('急 林＊＊');
    expect(cell('9月28日')).toContain('到期 陈＊＊');
    expect(cell('9月17日')).toContain('必访 已过 赵＊＊');
    expect(desk.text).not.toContain('郑');
    expect(desk.text).not.toContain('周念安');
    await desk.open('/desk/visits?month=2026-08');
    desk.expectText('这个月没有走访');
  });

  it('are narrowed down to one helper, and to nothing by somebody else’s', async () => {
    await desk.open(`/desk/visits?month=2026-09&helper=${town.account('helper-2').id}`);
    desk.expectText('周＊＊');
    desk.expectText('陈＊＊');
    expect(desk.text).not.toContain('林＊＊');
    await desk.open(`/desk/visits?month=2026-09&helper=${town.account('helper-3').id}`);
    desk.expectText('这个月没有走访');
    await desk.open('/desk/visits?month=nonsense&helper=nonsense&day=nonsense');
    expect(desk.status).toBe(200);
  });

  it('open to the person, the helpers and the state, and the helper is reminded once a day', async () => {
    await desk.open(`/desk/visits/${await idOf('person-4')}`);
    for (const words of ['赵春生', '刘青禾', '必访 已过', '9月17日']) desk.expectText(words);
    await desk.send('nudge');
    await town.settle();
    helper.expectLast('服务站提醒：您有 3 次走访过了日子');
    expect(desk.offers('nudge')).toBe(false);
  });

  it('are moved by the station, but not to a day that does not fit', async () => {
    await desk.open(`/desk/visits/${await idOf('person-1')}`);
    await desk.send('reschedule', { day: '2026-09-20' });
    expect(desk.notice).toContain('请选今天以后的日子');
    await desk.send('reschedule', { day: '2026-09-30', reason: 'helperBusy' });
    expect(desk.notice).toBe('改到9月30日了。');
    desk.expectText('改到9月30日：我这边有事');
    await desk.open('/desk/visits');
    expect(cell('9月30日')).toContain('到期 周＊＊');
    expect(cell('今天')).toContain('改期 周＊＊');
  });

  it('are logged by the station where the helper cannot, met or not', async () => {
    await desk.open(`/desk/visits/${await idOf('person-4')}`);
    await desk.send('log', { on: '2026-09-22' });
    expect(desk.notice).toContain('日子不能晚于今天');
    await desk.send('log', { on: '2026-09-20', how: 'home', outcome: 'notHome' });
    expect(desk.notice).toContain('再试一次');
    await desk.send('log', { on: '2026-09-21', how: 'phone', outcome: 'met', needs: 'money' });
    expect(desk.notice).toContain('记好了');
    desk.expectText('办好了');
    expect(desk.offers('log')).toBe(false);
    const [by] = await town.rows<{ reference: string }>(
      "select a.reference from visit_record r join account a on a.id = r.by_account where r.outcome = 'met'",
    );
    expect(by?.reference).toBe('coordinator-jianshe');
    expect(await town.rows("select kind from need where kind = 'money'")).toHaveLength(1);
  });

  it('of another area are not there, and nothing is done about them', async () => {
    const foreign = await idOf('person-5');
    await desk.open(`/desk/visits/${foreign}`);
    const words = desk.text;
    expect(desk.status).toBe(404);
    await desk.open('/desk/visits/0199e1a5-0000-4000-8000-000000000009');
    expect(desk.text).toBe(words);
    const sent = async (visit: string) => {
      const form = new FormData();
      const fields = { act: 'log', form: crypto.randomUUID(), on: '2026-09-21', how: 'home', outcome: 'met' };
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      await desk.post(`/desk/visits/${visit}`, form);
      return [desk.status, desk.text];
    };
    expect(await sent(foreign)).toEqual(await sent('0199e1a5-0000-4000-8000-000000000009'));
    expect(await town.rows("select id from visit where state = 'done'")).toHaveLength(1);
  });

  it('that are many on one day go on a page of their own', async () => {
    for (let count = 0; count < 6; count += 1)
      await town.rows(visitsOf, ['person-3', 'must', `slot-${count}`, 'false', '2026-09-29']);
    await desk.open('/desk/visits');
    await desk.follow('这天还有 2 次');
    expect(desk.page.querySelectorAll('.plain li').length).toBe(6);
  });
});
