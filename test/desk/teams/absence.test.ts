/** A helper is away: somebody stands in, both are told, and so is each person; it ends by itself. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeskBrowser } from '../../support/deskBrowser.ts';
import { type Phone, Town } from '../../support/town.ts';

const tuesdayMorning = new Date('2026-09-22T01:00:00Z');
const wednesdayMorning = new Date('2026-09-23T01:00:00Z');

async function openTown() {
  const town = await Town.open();
  const helper = await town.joined('helper-1');
  const substitute = await town.joined('helper-2');
  const person = await town.joined('person-2');
  const coordinator = await town.joined('coordinator-jianshe');
  const desk = await DeskBrowser.signedIn(town, 'coordinator-jianshe');
  await town.rows(
    `insert into visit (id, person_id, kind, slot, urgent, opens_on, due_on, provisional, state, created_at, version)
      select gen_random_uuid(), p.id, 'must', 'trigger:' || p.id, false, '2026-09-21', '2026-09-23', false, 'due', '2026-09-21T02:00:00Z', 1
      from person p join account a on a.id = p.account_id where a.reference in ('person-2', 'person-4')`,
  );
  return { town, helper, substitute, person, coordinator, desk };
}

describe('an absence that the coordinator arranges', () => {
  let town: Town;
  let helper: Phone;
  let substitute: Phone;
  let person: Phone;
  let coordinator: Phone;
  let desk: DeskBrowser;
  beforeAll(async () => {
    ({ town, helper, substitute, person, coordinator, desk } = await openTown());
  });
  afterAll(async () => {
    expect(town.complaints).toEqual([]);
    await town.close();
  });
  const page = () => `/desk/teams/${town.account('helper-1').id}`;
  /** The clock has moved on: whoever was in is out by now. */
  const openAgain = async () => {
    desk = await DeskBrowser.signedIn(town, 'coordinator-jianshe');
    await desk.open(page());
  };

  it('is refused with days that do not fit, and with somebody from elsewhere', async () => {
    await desk.open(page());
    const before = await town.rows('select id from absence');
    await desk.send('cover', { until: '2026-09-20' });
    expect(desk.notice).toContain('日子不对');
    await desk.send('cover', { from: '2026-09-20', until: '2026-09-25' });
    expect(desk.notice).toContain('日子不对');
    await desk.send('cover', { until: '2026-09-22', substitute: town.account('helper-3').id });
    expect(desk.notice).toContain('选的人不在这里');
    await desk.send('cover', { until: 'soon' });
    expect(desk.status).toBe(400);
    expect(await town.rows('select id from absence')).toEqual(before);
  });

  it('tells the helper, who stands in, and each person, who may decline', async () => {
    await desk.send('cover', { until: '2026-09-22', substitute: town.account('helper-2').id });
    await town.settle();
    expect(desk.notice).toContain('刘青禾离开到9月22日为止');
    helper.expectLast('服务站记下您今天起离开');
    substitute.expectLast('刘青禾离开到9月22日为止');
    // Of three people one is the substitute's already.
    substitute.expectLast('一共 2 位');
    person.expectLast('刘青禾要离开几天，到9月22日为止由王暖阳跟您联系');
    expect(await person.find('declineHelper')).toBeDefined();
    await desk.open('/desk/teams');
    desk.expectText('离开到9月22日');
  });

  it('brings the visits into the list of who stands in, and the station gets none', async () => {
    await town.tickAt(tuesdayMorning);
    substitute.expectLast('林小满');
    substitute.expectLast('赵春生');
    expect(helper.text).not.toContain('早上好');
    expect(coordinator.messages.some(({ text }) => text.includes('早上好'))).toBe(false);
  });

  it('is divided, and what nobody took over comes to the station', async () => {
    await openAgain();
    await desk.send('cover', {
      until: '2026-09-23',
      substitute: '',
      [`apart-${town.account('person-2').id}`]: town.account('helper-2').id,
    });
    await town.settle();
    const rows = await town.rows(
      `select a.reference from team_member t join person p on p.id = t.person_id join account a on a.id = p.account_id
        where t.substitute_for is not null and t.until is null`,
    );
    expect(rows).toEqual([{ reference: 'person-2' }]);
    await town.tickAt(wednesdayMorning);
    substitute.expectLast('林小满');
    expect(substitute.text).not.toContain('赵春生');
    coordinator.expectLast('赵春生');
    expect(coordinator.text).not.toContain('林小满');
  });

  it('may be declined by the person, who then keeps the helper they had', async () => {
    await person.choose('declineHelper');
    await town.settle();
    substitute.expectLast('林小满换了联系人');
    const rows = await town.rows('select state from team_member where substitute_for is not null and until is null');
    expect(rows).toEqual([]);
  });

  it('ends with its last day, and the list is the helper’s again', async () => {
    await town.tickAt(new Date('2026-09-24T01:00:00Z'));
    expect(helper.messages.some(({ text }) => text.includes('欢迎回来'))).toBe(true);
    helper.expectLast('早上好');
    await openAgain();
    expect(desk.offers('endAbsence')).toBe(false);
  });

  it('is planned ahead, begins by itself on its day, and ends where they do not go after all', async () => {
    await desk.send('cover', { from: '2026-09-28', until: '2026-09-29', substitute: town.account('helper-2').id });
    expect(desk.notice).toContain('到那天自动开始');
    const substitutes = () =>
      town.rows('select id from team_member where substitute_for is not null and until is null');
    expect(await substitutes()).toHaveLength(0);
    await town.tickAt(new Date('2026-09-28T01:00:00Z'));
    expect(await substitutes()).toHaveLength(2);
    await person.choose('unfold');
    person.expectLast('到9月29日为止由王暖阳跟您联系');
    await openAgain();
    await desk.send('endAbsence');
    await town.settle();
    helper.expectLast('服务站记下您回来了');
    expect(await substitutes()).toHaveLength(0);
  });

  it('is nothing that a coordinator of another area can arrange', async () => {
    const hexi = await DeskBrowser.signedIn(town, 'coordinator-hexi');
    const form = new FormData();
    const fields = { act: 'cover', form: crypto.randomUUID(), from: '2026-09-28', until: '2026-09-29', substitute: '' };
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    await hexi.post(page(), form);
    expect(hexi.status).toBe(404);
    expect(await town.rows('select id from absence where ended_at is null')).toEqual([]);
  });
});
