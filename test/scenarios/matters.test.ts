import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { locales } from '../../src/i18n/locale.ts';
import { ask, beginning, labelsOf, said, tapLabel, typeNumberOf } from '../support/person.ts';
import { monday, type Phone, Town } from '../support/town.ts';

const kind = 'training';

/** 我的事项: where each request stands, and what the person can do about it. */
describe.each(locales)('the requests of a person, in %s', (locale) => {
  let town: Town;
  let person: Phone;
  let staff: Phone;
  let referral: string;
  const text = (key: Parameters<typeof said>[1], values = {}) => said(locale, key, values);
  const department = locale === 'en' ? 'Guining District Human Resources and Social Security Bureau' : '归宁区人社局';
  const name = text(`kinds:${kind}.name`);

  beforeAll(async () => {
    town = await Town.open();
    staff = await town.joined('staff-human-resources', locale);
    person = await town.joined('person-1', locale);
  });
  afterAll(() => town.close());
  let minutes = 0;
  beforeEach(async () => {
    minutes += 1;
    town.setClock(new Date(monday.getTime() + minutes * 60_000));
    referral = await ask(town, person, kind);
  });

  async function staffDoes(action: 'answer' | 'ask' | 'askPaper' | 'refuse', ...words: string[]): Promise<void> {
    await tapLabel(staff, text(`queue:${action}`));
    for (const each of words) await staff.say(each);
    await tapLabel(staff, text('composing:send'));
  }

  async function state(): Promise<{ state: string; helped: boolean | null; events: string[] }> {
    const [row] = await town.rows<{ state: string; helped: boolean | null; events: string[] }>(
      `select state, helped, (select jsonb_agg(kind order by position) from referral_event where referral_id = r.id) as events
       from referral r where id = $1`,
      [referral],
    );
    if (row === undefined) throw new Error('the request is gone');
    return row;
  }

  async function numberOf(): Promise<string> {
    const [row] = await town.rows<{ number: string }>('select number from referral where id = $1', [referral]);
    return row?.number ?? '';
  }

  async function open(): Promise<void> {
    await person.say('/menu');
    await tapLabel(person, text('menu:matters'));
    await person.say('1');
  }

  const date = () => text('format:by', { date: text('format:day', { month: '9', monthName: 'September', day: '29' }) });
  const stateText = (key: 'new' | 'claimed' | 'waitingForPerson' | 'answered' | 'closed' | 'withdrawn' | 'refused') =>
    text(`matters:state.${key}`, { department, address, date: date(), phone: '0000-5550104' });
  const address =
    locale === 'en' ? 'Government Service Hall, floor 2, 6 Shimin Road, Guining' : '归宁区市民路6号政务大厅2层';

  it('are listed and opened in plain words in every state', async () => {
    const claim = () => tapLabel(staff, text('queue:claim'));
    const states: [Parameters<typeof stateText>[0], () => Promise<unknown>][] = [
      ['new', async () => {}],
      ['claimed', claim],
      ['waitingForPerson', () => staffDoes('askPaper', '户口本')],
      ['claimed', () => tapLabel(staff, text('queue:paperReceived'))],
      ['answered', () => staffDoes('answer', '下周一来')],
      ['closed', () => tapLabel(person, text('matters:helpedYes'))],
    ];
    for (const [expected, go] of states) {
      await go();
      await person.say('/menu');
      await tapLabel(person, text('menu:matters'));
      const open = !['closed', 'withdrawn', 'refused'].includes(expected);
      const listed = `${name} · ${text(`matters:short.${expected}`)}`;
      expect(labelsOf(person.last)).toContain(listed);
      if (open) expect(labelsOf(person.last)[0]).toBe(listed);
      await tapLabel(person, listed);
      expect(person.last.text).toContain(stateText(expected));
      expect(person.last.text).toContain(beginning(locale, 'matters:title'));
    }
    expect(person.last.text).toContain(text('matters:lastWords', { words: '下周一来' }));
    expect((await state()).state).toBe('closed');
  });

  it('can be added to: the department reads exactly that, before and after claiming', async () => {
    await open();
    await tapLabel(person, text('matters:write'));
    expect(person.text).toContain(department);
    await person.say('我有电工证\n  2019年考的');
    expect(staff.text).toContain(text('queue:words', { words: '我有电工证\n  2019年考的' }));
    await person.say('还有驾照');
    expect(staff.text).toContain('还有驾照');
    await tapLabel(staff, text('queue:open'));
    await tapLabel(staff, text('queue:claim'));
    await person.say('谢谢');
    expect(staff.text).toContain(text('queue:words', { words: '谢谢' }));
    expect((await state()).events).toEqual(['requested', 'personWrote', 'personWrote', 'claimed', 'personWrote']);
  });

  it('can be withdrawn after one more question, and asked for again', async () => {
    await open();
    await tapLabel(person, text('matters:withdraw'));
    expect(person.last.text).toBe(text('matters:withdrawAsk', { kind: name }));
    await person.say(locale === 'en' ? 'no' : '不');
    expect(person.text).toContain(stateText('new'));
    const shown = person.last;
    await tapLabel(person, text('matters:withdraw'));
    await person.say('1');
    expect(person.text).toContain(text('matters:withdrawn', { kind: name }));
    expect(staff.text).toContain(
      text('queue:withdrawn', { name: town.account('person-1').name, kind: name, number: await numberOf() }),
    );
    expect((await state()).state).toBe('withdrawn');
    // Buttons from before say where it stands now.
    for (const index of [0, 1]) {
      await person.tap(shown, index);
      expect(person.last.text).toContain(text('common:movedOn'));
      expect(person.last.text).toContain(stateText('withdrawn'));
    }
    await tapLabel(person, text('matters:again'));
    expect(person.text).toContain(text(`kinds:${kind}.questions.trade.ask`));
    expect((await state()).events).toEqual(['requested', 'withdrawn']);
  });

  it('can be opened again when an answer did not help: the days count anew, and the person can go on writing', async () => {
    await tapLabel(staff, text('queue:claim'));
    await staffDoes('answer', '已报名');
    town.setClock(new Date('2026-09-30T02:00:00Z'));
    await open();
    await tapLabel(person, text('matters:helpedNo'));
    expect(person.text).toContain(text('matters:sorryItDidNot'));
    expect(await state()).toMatchObject({ state: 'answered', helped: false });
    await typeNumberOf(person, text('matters:reopen'));
    const again = text('format:by', { date: text('format:day', { month: '10', monthName: 'October', day: '13' }) });
    expect(person.last.text).toBe(text('matters:reopened', { department, date: again }));
    await person.say('时间对不上');
    expect(staff.text).toContain('时间对不上');
    expect(await state()).toMatchObject({ state: 'claimed', helped: null });
    const [row] = await town.rows<{ day: string; timers: number }>(
      `select expected_on::text as day, (select count(*)::integer from timer t where t.subject_id = r.id and t.slot like '%:2026-10-13' and t.state = 'waiting') as timers
       from referral r where id = $1`,
      [referral],
    );
    expect(row).toEqual({ day: '2026-10-13', timers: 1 });
  });

  it('hear whether it helped once, however often it is tapped', async () => {
    await tapLabel(staff, text('queue:claim'));
    await staffDoes('answer', '已报名');
    const answer = person.last;
    const heard = staff.messages.length;
    await person.tap(answer, 0);
    await person.tap(answer, 0);
    await person.tap(answer, 0);
    expect(person.text).toContain(text('matters:gladItHelped'));
    expect(staff.messages.length).toBe(heard + 1);
    expect(await state()).toMatchObject({ state: 'closed', helped: true });
    // Changing one's mind is another word.
    await person.tap(answer, 1);
    expect(person.text).toContain(text('matters:sorryItDidNot'));
    expect(await state()).toMatchObject({ state: 'closed', helped: false });
  });

  it('show a question of the department, whose answer goes straight back', async () => {
    await tapLabel(staff, text('queue:claim'));
    await staffDoes('ask', '您会用电脑吗？');
    expect(person.text).toContain('您会用电脑吗？');
    await tapLabel(person, text('matters:write'));
    await person.say('会一点');
    expect(staff.text).toContain('会一点');
    await staffDoesAfterOpening('ask', '几点有空？');
    // Typed without tapping anything, while the conversation goes on.
    await person.say('下午');
    expect(staff.text).toContain('下午');
  });

  async function staffDoesAfterOpening(action: 'ask', words: string): Promise<void> {
    await tapLabel(staff, text('queue:open'));
    await staffDoes(action, words);
  }
});
