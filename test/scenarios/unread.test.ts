import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkCodeOf, type Phone, Town } from '../support/town.ts';
import { WebPhone } from '../support/webPhone.ts';

const at = (text: string) => new Date(`${text.replace(' ', 'T')}:00+08:00`);

/** A closed page cannot ring: what stays unread on the web chat becomes a call to make, once. */
describe('a message on the web chat', () => {
  let town: Town;
  let station: Phone;
  let foreign: Phone;
  let training: Phone;
  let rescue: Phone;

  beforeAll(async () => {
    town = await Town.open();
    // A clerk of the station, who is no coordinator.
    station = await town.joined('staff-jianshe-station');
    foreign = await town.joined('coordinator-hexi');
    training = await town.joined('staff-human-resources');
    rescue = await town.joined('staff-rescue');
  });
  afterAll(() => town.close());

  async function onWeb(reference: string): Promise<WebPhone> {
    const web = new WebPhone(town.program);
    await web.join(linkCodeOf(town.account(reference)));
    await web.choose('consentYes');
    return web;
  }

  async function ask(web: WebPhone, ...kind: string[]): Promise<void> {
    await web.choose('help');
    for (const action of kind) await web.choose(action);
    while (!(await web.text()).includes('可以吗')) await web.choose('firstOption');
    await web.choose('confirm');
  }

  const asked = (name: string) =>
    station.messages.filter(({ text }) => text === `${name}有消息一直没看到，请打个电话。`);
  const calls = (reference: string) =>
    town.rows<{ state: string }>(
      'select t.state from task t join person p on p.id = t.person_id where p.account_id = $1 order by t.created_at',
      [town.account(reference).id],
    );

  it('that stays unread for 24 hours is a call with the phone number, for the station’s clerks too', async () => {
    const name = town.account('person-1').name;
    town.setClock(at('2026-09-21 10:00'));
    await ask(await onWeb('person-1'), 'group:work', 'kind:training');
    await training.choose('claim');
    await town.tickAt(at('2026-09-22 09:59'));
    expect(asked(name)).toEqual([]);
    await town.tickAt(at('2026-09-22 10:00'));
    expect(asked(name)).toHaveLength(1);
    await station.choose('calls');
    await station.choose('call');
    station.expectLast(`请给${name}打电话：0000-5550158。`);
    await foreign.say('/menu');
    await foreign.choose('calls');
    foreign.expectLast('没有要打的电话');
  });

  it('is called for once, whatever else stays unread until the call is made', async () => {
    const name = town.account('person-1').name;
    await training.choose('ask');
    await training.say('您哪天方便？');
    await training.choose('confirm');
    const done = await Promise.all(Array.from({ length: 5 }, () => town.tick()));
    expect(done).toEqual([0, 0, 0, 0, 0]);
    await town.tickAt(at('2026-09-23 10:30'));
    expect(asked(name)).toHaveLength(1);
    expect(await calls('person-1')).toEqual([{ state: 'open' }]);
    await station.choose('calledReached');
    expect(await calls('person-1')).toEqual([{ state: 'done' }]);
    await town.tickAt(at('2026-09-23 11:00'));
    expect(asked(name)).toHaveLength(1);
  });

  it('that comes after the call was made is called for anew', async () => {
    const name = town.account('person-1').name;
    await training.choose('answer');
    await training.say('带身份证来');
    await training.choose('confirm');
    town.setClock(at('2026-09-24 11:00'));
    await Promise.all(Array.from({ length: 5 }, () => town.tick()));
    await town.settle();
    expect(asked(name)).toHaveLength(2);
    expect(await calls('person-1')).toEqual([{ state: 'done' }, { state: 'open' }]);
  });

  it('that was read is not called for, nor what answered the person themselves', async () => {
    town.setClock(at('2026-09-28 10:00'));
    const web = await onWeb('person-2');
    await ask(web, 'group:work', 'kind:training');
    await training.choose('claim');
    const { cursor } = await web.list();
    expect((await web.post('/chat/read', { upTo: cursor })).status).toBe(204);
    await web.say('/menu');
    await town.tickAt(at('2026-09-29 16:00'));
    expect(await calls('person-2')).toEqual([]);
  });

  it('about an urgent matter is called for after an hour, at night too', async () => {
    const name = town.account('person-3').name;
    town.setClock(at('2026-09-28 21:30'));
    const web = await onWeb('person-3');
    await ask(web, 'group:livelihood', 'kind:emergencyRelief');
    await rescue.choose('claim');
    await town.tickAt(at('2026-09-28 22:29'));
    expect(asked(name)).toEqual([]);
    await town.tickAt(at('2026-09-28 22:30'));
    expect(asked(name)).toHaveLength(1);
  });

  it('that is not urgent is called for in the morning', async () => {
    const name = town.account('person-4').name;
    town.setClock(at('2026-09-28 19:30'));
    const web = await onWeb('person-4');
    await ask(web, 'group:work', 'kind:training');
    await training.choose('claim');
    await town.tickAt(at('2026-09-29 20:30'));
    expect(await calls('person-4')).toEqual([{ state: 'open' }]);
    expect(asked(name)).toEqual([]);
    await town.tickAt(at('2026-09-30 08:00'));
    expect(asked(name)).toHaveLength(1);
  });
});
