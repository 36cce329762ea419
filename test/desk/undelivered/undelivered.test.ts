/** What did not arrive, at the desk: for whom and of what kind; sent again it reaches the chat; and calls to make. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeskBrowser } from '../../support/deskBrowser.ts';
import { type Phone, Town } from '../../support/town.ts';

describe('what did not arrive, at the desk', () => {
  let town: Town;
  let person: Phone;
  let desk: DeskBrowser;
  beforeAll(async () => {
    town = await Town.open();
    person = await town.joined('person-2');
    desk = await DeskBrowser.signedIn(town, 'coordinator-jianshe');
  });
  afterAll(() => town.close());

  it('is listed without its words, not for others, and reaches the chat when it is sent again', async () => {
    const { chats } = town.telegram.bot;
    chats.delete(person.id);
    await desk.open(`/desk/teams/people/${town.account('person-2').id}`);
    await desk.send('setHelper', { helper: town.account('helper-2').id });
    await town.settle();
    chats.set(person.id, person.chat);
    town.database.statements = [];
    await desk.open('/desk/undelivered');
    expect(town.database.statements.length).toBeLessThan(10);
    desk.expectText('林小满');
    desk.expectText('通知');
    expect(desk.text).not.toContain('王暖阳');
    const hexi = await DeskBrowser.signedIn(town, 'coordinator-hexi');
    await hexi.open('/desk/undelivered');
    hexi.expectText('没有送不到的消息');
    await desk.send('resend');
    await town.settle();
    expect(desk.notice).toContain('已经再发给林小满了');
    person.expectLast('以后由王暖阳跟您联系');
    desk.expectText('没有送不到的消息');
  });

  it('of another area cannot be sent again', async () => {
    const { chats } = town.telegram.bot;
    chats.delete(person.id);
    await desk.open(`/desk/teams/people/${town.account('person-2').id}`);
    await desk.send('removeHelper');
    await town.settle();
    chats.set(person.id, person.chat);
    const [letter] = await town.rows<{ id: string }>("select id from outbox where state = 'dead'");
    const hexi = await DeskBrowser.signedIn(town, 'coordinator-hexi');
    const sent = async (message: string) => {
      const form = new FormData();
      for (const [name, value] of Object.entries({ act: 'resend', form: crypto.randomUUID(), message }))
        form.append(name, value);
      await hexi.post('/desk/undelivered', form);
      return [hexi.status, hexi.text];
    };
    expect(await sent(letter?.id ?? '')).toEqual(await sent('0199e1a5-0000-4000-8000-000000000009'));
    expect(await town.rows("select id from outbox where state = 'dead'")).toHaveLength(1);
  });

  it('becomes a call, which stands until somebody was reached', async () => {
    await town.rows(
      `insert into task (id, kind, area_id, person_id, slot, state, created_at, version)
        select gen_random_uuid(), 'call', p.area_id, p.id, 'unread:1', 'open', '2026-09-21T01:00:00Z', 1
        from person p join account a on a.id = p.account_id where a.reference = 'person-2'`,
    );
    const clerk = await DeskBrowser.signedIn(town, 'staff-jianshe-station');
    for (const browser of [desk, clerk]) {
      await browser.open('/desk/calls');
      await browser.follow('林小满');
      browser.expectText('0000-5550159');
    }
    const [task] = await town.rows<{ id: string }>('select id from task');
    const tax = await DeskBrowser.signedIn(town, 'staff-tax');
    await tax.open(`/desk/calls/${task?.id}`);
    expect(tax.status).toBe(404);
    await clerk.send('called', { outcome: 'missed' });
    expect(clerk.notice).toContain('还留在名单里');
    await desk.send('called', { outcome: 'reached' });
    expect(desk.notice).toContain('记下了');
    await desk.open('/desk/calls');
    desk.expectText('没有要打的电话');
    const seen = await town.rows<{ actor: string }>(
      "select distinct actor from audit where reason = 'call' and fields @> '[\"phone\"]' order by actor",
    );
    expect(seen).toHaveLength(2);
  });
});
