import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../support/person.ts';
import { type Phone, Town } from '../support/town.ts';

/** Beijing time, as people read it. */
const at = (text: string) => new Date(`${text.replace(' ', 'T')}:00+08:00`);

/** A deadline belongs to one stay in one queue: who passes on, comes back or starts over is measured anew. */
describe('the clock of a request that goes on its way', () => {
  let town: Town;
  let person: Phone;
  let staff: Phone;
  let coordinator: Phone;
  let rescue: Phone;

  beforeAll(async () => {
    town = await Town.open();
    staff = await town.joined('staff-human-resources');
    coordinator = await town.joined('coordinator-jianshe');
    rescue = await town.joined('staff-rescue');
    person = await town.joined('person-1');
  });
  afterAll(() => town.close());

  async function write(phone: Phone, action: string, text: string): Promise<void> {
    await phone.choose(action);
    await phone.say(text);
    await phone.choose('confirm');
  }

  /** What a chat was told about this request, in the order it was told. */
  async function told(phone: Phone, word: string, id: string): Promise<number> {
    const [row] = await town.rows<{ number: string }>('select number from referral where id = $1', [id]);
    return phone.messages.filter(({ text }) => text.includes(word) && text.includes(row?.number ?? '')).length;
  }

  const reminded = (id: string) => told(staff, '还没有人回第一句话', id);
  const nudged = (id: string) => told(staff, '过了答复期限', id);
  const expectedOn = async (id: string) =>
    (await town.rows<{ day: string }>('select expected_on::text as day from referral where id = $1', [id]))[0]?.day;

  async function passBackToTraining(): Promise<void> {
    await coordinator.choose('passOn');
    const index = () => coordinator.last.choices.findIndex(({ text }) => text.includes('人社局'));
    while (index() < 0) await coordinator.choose('passOn');
    await coordinator.tap(coordinator.last, index());
    await coordinator.say('还是归人社');
    await coordinator.choose('confirm');
  }

  it('that came back to a department has the days of its second stay there', async () => {
    town.setClock(at('2026-09-14 10:00'));
    const id = await ask(town, person, 'training');
    await write(staff, 'sendBack', '先问清楚');
    town.setClock(at('2026-09-15 10:00'));
    await passBackToTraining();
    await town.tickAt(at('2026-09-15 17:30'));
    expect(await reminded(id)).toBe(0);
    await town.tickAt(at('2026-09-16 16:59'));
    expect(await reminded(id)).toBe(0);
    await town.tickAt(at('2026-09-16 17:00'));
    expect(await reminded(id)).toBe(1);
    expect(await told(coordinator, '一直没有回音', id)).toBe(0);
    await town.tickAt(at('2026-09-17 17:00'));
    expect(await told(coordinator, '一直没有回音', id)).toBe(1);
    // The coordinator is given the number to call.
    expect(coordinator.messages.findLast(({ text }) => text.includes('一直没有回音'))?.text).toContain('0000-5550104');
    await staff.choose('claim');
    await write(staff, 'answer', '来报名');
  });

  it('is new to the next department, even when the last one had said its first word', async () => {
    town.setClock(at('2026-09-14 10:00'));
    const id = await ask(town, person, 'mediation');
    await coordinator.choose('claim');
    await passBackToTraining();
    expect(await expectedOn(id)).toBe('2026-09-28');
    await town.tickAt(at('2026-09-15 17:00'));
    expect(await reminded(id)).toBe(1);
    await staff.choose('claim');
    await write(staff, 'answer', '来报名');
  });

  it('that is opened again has new days, and is late again when they pass', async () => {
    town.setClock(at('2026-09-14 10:00'));
    const id = await ask(town, person, 'training');
    await staff.choose('claim');
    await staff.choose('refuse');
    await staff.say('名额满了');
    await staff.say('下月再来');
    await staff.choose('confirm');
    await town.tickAt(at('2026-09-28 10:00'));
    expect(await nudged(id)).toBe(0);
    await person.choose('reopen');
    expect(await expectedOn(id)).toBe('2026-10-10');
    person.expectLast('10月10日前');
    await town.tickAt(at('2026-10-12 08:59'));
    expect(await nudged(id)).toBe(0);
    await town.tickAt(at('2026-10-12 09:00'));
    expect(await nudged(id)).toBe(1);
    await write(staff, 'answer', '来报名');
  });

  it('that was paused when its day passed, and went on the same day, is late after all', async () => {
    town.setClock(at('2026-09-14 10:00'));
    const id = await ask(town, person, 'training');
    await staff.choose('claim');
    expect(await expectedOn(id)).toBe('2026-09-20');
    town.setClock(at('2026-09-21 08:30'));
    await write(staff, 'askPaper', '毕业证');
    await town.tickAt(at('2026-09-21 09:00'));
    expect(await nudged(id)).toBe(0);
    await staff.choose('paperReceived');
    expect(await expectedOn(id)).toBe('2026-09-20');
    await town.tickAt(at('2026-09-21 09:05'));
    expect(await nudged(id)).toBe(1);
    await write(staff, 'answer', '来报名');
  });

  it('apologises once for each day, however many ticks come at once', async () => {
    town.setClock(at('2026-09-14 10:00'));
    const id = await ask(town, person, 'training');
    await staff.choose('claim');
    const apologies = () =>
      town.rows("select 1 from referral_event where referral_id = $1 and kind = 'expectedDayMoved'", [id]);
    for (const [index, day] of ['2026-09-21 09:00', '2026-09-30 09:00'].entries()) {
      town.setClock(at(day));
      await Promise.all(Array.from({ length: 5 }, () => town.tick()));
      await town.settle();
      expect(await apologies()).toHaveLength(index + 1);
      expect(await nudged(id)).toBe(index + 1);
    }
    await write(staff, 'answer', '来报名');
  });

  it('is either reminded of or claimed when both happen at the same moment, and never half of each', async () => {
    town.setClock(at('2026-09-14 10:00'));
    const id = await ask(town, person, 'training');
    town.setClock(at('2026-09-15 17:00'));
    const { message, index } = await staff.find('claim');
    await Promise.all([town.tick(), staff.tap(message, index), town.tick()]);
    await town.tickAt(at('2026-09-15 17:01'));
    const events = await town.rows<{ kind: string; position: number }>(
      'select kind, position from referral_event where referral_id = $1 order by position',
      [id],
    );
    const kinds = events.map(({ kind }) => kind);
    expect(kinds).toContain('claimed');
    expect(events.map(({ position }) => position)).toEqual(kinds.map((_, place) => place + 1));
    expect(await reminded(id)).toBe(kinds.filter((kind) => kind === 'departmentReminded').length);
    expect((await town.rows<{ version: number }>('select version from referral where id = $1', [id]))[0]?.version).toBe(
      kinds.length,
    );
    await write(staff, 'answer', '来报名');
  });

  it('to a house that is open every day runs on a holiday and at night', async () => {
    town.setClock(at('2026-10-02 22:00'));
    const id = await ask(town, person, 'emergencyRelief');
    person.expectLast('今天内答复');
    const told = () => rescue.messages.filter(({ text }) => text.includes('还没有人回第一句话')).length;
    await town.tickAt(at('2026-10-02 23:59'));
    expect(told()).toBe(0);
    await town.tickAt(at('2026-10-03 00:00'));
    expect(told()).toBe(1);
    expect(await expectedOn(id)).not.toBe('2026-10-02');
  });
});
