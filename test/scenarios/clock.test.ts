import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Phone, Town } from '../support/town.ts';

/** Beijing time, as people read it. */
const at = (text: string) => new Date(`${text.replace(' ', 'T')}:00+08:00`);

/** What the clock makes of silence: it is the office that is late, never the person. The town begins on Monday 21 September 2026. */
describe('silence', () => {
  let town: Town;
  let person: Phone;
  let staff: Phone;
  let coordinator: Phone;

  beforeEach(async () => {
    town = await Town.open();
    staff = await town.joined('staff-human-resources');
    coordinator = await town.joined('coordinator-jianshe');
    person = await town.joined('person-1');
  });
  afterEach(() => town.close());

  async function ask(...kind: string[]): Promise<void> {
    await person.say('/menu');
    for (const action of ['help', ...kind]) await person.choose(action);
    while ((await offers(person, 'firstOption')) && !person.text.includes('可以吗')) await person.choose('firstOption');
    await person.choose('confirm');
  }

  async function offers(phone: Phone, action: string): Promise<boolean> {
    const found = await phone.find(action).catch(() => undefined);
    return found?.message === phone.last;
  }

  const askTraining = () => ask('group:work', 'kind:training');
  const told = (phone: Phone, word: string) => phone.messages.filter(({ text }) => text.includes(word)).length;

  it('of a department is noticed after one working day, and told the coordinator after two', async () => {
    await askTraining();
    await town.tickAt(at('2026-09-22 16:59'));
    expect(told(staff, '还没有人回第一句话')).toBe(0);
    await town.tickAt(at('2026-09-22 17:00'));
    expect(told(staff, '还没有人回第一句话')).toBe(1);
    expect(told(coordinator, '一直没有回音')).toBe(0);
    await town.tickAt(at('2026-09-23 17:00'));
    expect(told(staff, '还没有人回第一句话')).toBe(1);
    expect(told(coordinator, '一直没有回音')).toBe(1);
    expect(told(person, '抱歉')).toBe(0);
  });

  it('is counted over the holiday, not in it', async () => {
    town.setClock(at('2026-09-30 10:00'));
    await askTraining();
    for (const day of ['01', '05', '07']) await town.tickAt(at(`2026-10-${day} 17:30`));
    expect(told(staff, '还没有人回第一句话')).toBe(0);
    await town.tickAt(at('2026-10-08 17:00'));
    expect(told(staff, '还没有人回第一句话')).toBe(1);
  });

  it('ends with the first word, and nobody is reminded', async () => {
    await askTraining();
    await staff.choose('claim');
    await town.tickAt(at('2026-09-25 10:00'));
    expect(told(staff, '还没有人回第一句话')).toBe(0);
    expect(told(coordinator, '一直没有回音')).toBe(0);
  });

  it('past the expected day brings the person an apology with a new day, and the department a nudge, each time once', async () => {
    await askTraining();
    await staff.choose('claim');
    person.expectLast('预计9月29日前答复');
    await town.tickAt(at('2026-09-29 16:00'));
    expect(told(person, '服务消息')).toBe(0);
    await town.tickAt(at('2026-09-30 09:00'));
    await person.choose('unfold');
    person.expectLast(/抱歉，您的“学门技术”比预计慢，我们已催办，新的时间是10月\d+日/);
    expect(told(staff, '过了答复期限')).toBe(1);
    await town.tickAt(at('2026-09-30 09:30'));
    expect(told(staff, '过了答复期限')).toBe(1);
    await town.tickAt(at('2026-10-20 09:30'));
    expect(told(staff, '过了答复期限')).toBe(2);
    const moves = await town.rows("select 1 from referral_event where kind = 'expectedDayMoved'");
    expect(moves).toHaveLength(2);
  });

  it('while a paper is awaited is nobody’s delay, and the days go on afterwards', async () => {
    await askTraining();
    await staff.choose('claim');
    await staff.choose('askPaper');
    await staff.say('毕业证');
    await staff.choose('confirm');
    await town.tickAt(at('2026-09-30 10:00'));
    expect(told(staff, '过了答复期限')).toBe(0);
    await staff.choose('paperReceived');
    const [referral] = await town.rows<{ expected_on: string }>('select expected_on::text from referral');
    // Six working days passed (25 September is a holiday); after the 29th come 30 September, then 8, 9, 10, 12, 13 October.
    expect(referral?.expected_on).toBe('2026-10-13');
    await town.tickAt(at('2026-10-14 09:00'));
    expect(told(staff, '过了答复期限')).toBe(1);
  });

  it.each(['withdrawn', 'answered', 'passed on'])('of what was %s means nothing any more', async (how) => {
    await askTraining();
    if (how === 'withdrawn') for (const action of ['matter', 'withdraw', 'confirm']) await person.choose(action);
    if (how === 'answered') {
      for (const action of ['claim', 'answer']) await staff.choose(action);
      await staff.say('好的');
      await staff.choose('confirm');
    }
    if (how === 'passed on') {
      await staff.choose('sendBack');
      await staff.say('不归我们管');
      await staff.choose('confirm');
    }
    await town.tickAt(at('2026-10-20 10:00'));
    for (const word of ['还没有人回第一句话', '过了答复期限']) expect(told(staff, word)).toBe(0);
  });

  it('of an urgent matter is noticed after two office hours, then told after one more', async () => {
    const rescue = await town.joined('staff-rescue');
    await ask('group:livelihood', 'kind:emergencyRelief');
    await town.tickAt(at('2026-09-21 11:59'));
    expect(told(rescue, '还没有人回第一句话')).toBe(0);
    await town.tickAt(at('2026-09-21 12:00'));
    expect(told(rescue, '还没有人回第一句话')).toBe(1);
    await town.tickAt(at('2026-09-21 14:00'));
    expect(told(coordinator, '一直没有回音')).toBe(1);
  });

  it('is kept in quiet hours, but for answers and urgent matters', async () => {
    const rescue = await town.joined('staff-rescue');
    town.setClock(at('2026-09-21 21:00'));
    await askTraining();
    person.expectLast('已收到');
    expect(told(staff, '新的请求')).toBe(0);
    await ask('group:livelihood', 'kind:emergencyRelief');
    expect(told(rescue, '新的请求')).toBe(1);
    await town.tickAt(at('2026-09-22 07:59'));
    expect(told(staff, '新的请求')).toBe(0);
    await town.tickAt(at('2026-09-22 08:00'));
    expect(told(staff, '新的请求')).toBe(1);
  });

  it('is noticed once, however many ticks come at once, or late', async () => {
    await askTraining();
    town.setClock(at('2026-09-23 18:00'));
    const done = await Promise.all(Array.from({ length: 5 }, () => town.tick()));
    await town.settle();
    // Two deadlines; and after five the day's summaries of the station and of the office.
    expect(done.reduce((sum, count) => sum + count, 0)).toBe(4);
    expect(told(staff, '还没有人回第一句话')).toBe(1);
    expect(told(coordinator, '一直没有回音')).toBe(1);
    expect(await town.tick()).toBe(0);
    expect(town.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
