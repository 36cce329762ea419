/** Teams at the desk: who helps whom, with what load; and both sides told in their chats. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeskBrowser } from '../../support/deskBrowser.ts';
import { type Phone, Town } from '../../support/town.ts';

describe('teams at the desk', () => {
  let town: Town;
  let person: Phone;
  let other: Phone;
  let leaving: Phone;
  let coming: Phone;
  let desk: DeskBrowser;
  beforeAll(async () => {
    town = await Town.open();
    leaving = await town.joined('helper-1');
    coming = await town.joined('helper-2');
    person = await town.joined('person-2');
    other = await town.joined('person-3');
    desk = await DeskBrowser.signedIn(town, 'coordinator-jianshe');
  });
  afterAll(async () => {
    expect(town.complaints).toEqual([]);
    await town.close();
  });
  const team = (reference: string) => `/desk/teams/people/${town.account(reference).id}`;

  it('lists the helpers of the area with their load, in few statements, and nobody else', async () => {
    town.database.statements = [];
    await desk.open('/desk/teams');
    expect(town.database.statements.length).toBeLessThan(10);
    expect(
      desk.page.querySelectorAll('tbody tr').map((row) =>
        row.structuredText
          .split('\n')
          .map((cell) => cell.trim())
          .filter(Boolean),
      ),
    ).toEqual([
      ['刘青禾', '3', '0', '0'],
      ['王暖阳', '2', '0', '0'],
    ]);
    await desk.follow('刘青禾');
    expect(desk.status).toBe(200);
    for (const name of ['周念安', '林小满', '赵春生']) desk.expectText(name);
    expect(desk.text).not.toContain('陈望舒');
  });

  it('adds a helper, and both sides are introduced', async () => {
    await desk.open(team('person-2'));
    await desk.send('setHelper', { helper: town.account('helper-2').id });
    await town.settle();
    expect(desk.notice).toContain('王暖阳从现在起联系林小满');
    person.expectLast('以后由王暖阳跟您联系');
    coming.expectLast('您现在是林小满的联系人了');
    expect(desk.page.querySelectorAll('tbody tr').length).toBe(2);
  });

  it('puts somebody in another’s place, and takes somebody away', async () => {
    await desk.open(team('person-3'));
    const [member] = desk.page
      .querySelectorAll('select[name=instead] option')
      .filter((option) => option.structuredText === '王暖阳');
    await desk.send('setHelper', { helper: town.account('helper-1').id, instead: member?.getAttribute('value') ?? '' });
    await town.settle();
    other.expectLast('以后由刘青禾跟您联系');
    leaving.expectLast('您现在是陈望舒的联系人了');
    await desk.send('removeHelper');
    await town.settle();
    other.expectLast('刘青禾以后不再联系您了');
    desk.expectText('还没有联系人');
    await desk.open('/desk/teams/unhelped');
    desk.expectText('陈望舒');
  });

  it('asks the person first where a volunteer is chosen', async () => {
    const volunteer = town.account('helper-1').id;
    await town.rows("update membership set role = 'volunteer' where account_id = $1", [volunteer]);
    await desk.open(team('person-3'));
    await desk.send('setHelper', { helper: volunteer });
    await town.settle();
    expect(desk.notice).toContain('本人同意之前');
    desk.expectText('等本人同意');
    other.expectLast('刘青禾是志愿者');
    leaving.expectLast('对方说好，我再告诉您是谁');
    expect(leaving.text).not.toContain('陈望舒');
    await other.choose('volunteerYes');
    leaving.expectLast('您现在是陈望舒的联系人了');
    await town.rows("update membership set role = 'helper' where account_id = $1", [volunteer]);
  });

  it('agrees how often there is a visit and a check-in', async () => {
    await desk.open(team('person-2'));
    await desk.send('agreeVisits', { months: '1' });
    expect(desk.notice).toContain('改好了');
    await desk.send('agreeCheckIns', { months: '3' });
    await desk.send('agreeCheckIns', { months: '7' });
    expect(desk.status).toBe(400);
    const agreed = await town.rows(
      'select visit_every_months, check_in_every_months from person where account_id = $1',
      [town.account('person-2').id],
    );
    expect(agreed).toEqual([{ visit_every_months: 1, check_in_every_months: 3 }]);
  });

  it('is not there for another area, which looks like what does not exist', async () => {
    const hexi = await DeskBrowser.signedIn(town, 'coordinator-hexi');
    const missing = '0199e1a5-0000-4000-8000-000000000009';
    for (const path of ['/desk/teams/', '/desk/teams/people/']) {
      const known = town.account(path.endsWith('people/') ? 'person-2' : 'helper-1').id;
      await hexi.open(path + known);
      const foreign = hexi.text;
      expect(hexi.status).toBe(404);
      await hexi.open(path + missing);
      expect(hexi.text).toBe(foreign);
    }
    const form = new FormData();
    for (const [name, value] of Object.entries({
      act: 'setHelper',
      form: crypto.randomUUID(),
      helper: town.account('helper-3').id,
      instead: '',
    }))
      form.append(name, value);
    const before = await town.rows('select id from team_member');
    await hexi.post(team('person-2'), form);
    expect(hexi.status).toBe(404);
    expect(await town.rows('select id from team_member')).toEqual(before);
    const staff = await DeskBrowser.signedIn(town, 'staff-tax');
    await staff.open('/desk/teams');
    expect(staff.status).toBe(404);
  });
});
