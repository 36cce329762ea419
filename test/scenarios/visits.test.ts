import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoOrganisation } from '../../src/commands/demo/demoOrganisation.ts';
import { locales } from '../../src/i18n/locale.ts';
import { tapLabel } from '../support/person.ts';
import { type Phone, Town } from '../support/town.ts';

/** Beijing time, as people read it. */
const at = (text: string) => new Date(`${text.replace(' ', 'T')}:00+08:00`);

/** The demo's district, where person-1 reported on Friday 18 September 2026. The town begins on Monday the 21st. */
async function openTown(): Promise<Town> {
  const demo = demoOrganisation();
  const people = demo.people.map((person) =>
    person.reference === 'person-1' ? { ...person, releasedOn: '2026-09-16', arrivedOn: '2026-09-18' } : person,
  );
  return Town.open({ demo: { ...demo, people } });
}

const words = {
  'zh-CN': { list: '早上好，这些人等您联系', item: '周念安 · 9月28日前', logged: '记好了。下次10月19日前。' },
  en: {
    list: 'Good morning. These people',
    item: '周念安 · September 28',
    logged: 'The next one is due by October 19.',
  },
} as const;

describe.each(locales)('a helper’s morning, in %s', (locale) => {
  const expected = words[locale];
  let town: Town;
  let helper: Phone;

  beforeEach(async () => {
    town = await openTown();
    helper = await town.joined('helper-1', locale);
  });
  afterEach(() => town.close());

  const lists = () => helper.messages.filter(({ text }) => text.includes(expected.list));

  it('begins with one list at half past eight of a working day', async () => {
    await town.tickAt(at('2026-09-22 08:29'));
    expect(lists()).toHaveLength(0);
    await town.tickAt(at('2026-09-22 08:30'));
    await town.tickAt(at('2026-09-22 08:31'));
    expect(lists()).toHaveLength(1);
    helper.expectLast(expected.item);
    await town.tickAt(at('2026-09-26 09:00'));
    expect(lists()).toHaveLength(1);
  });

  it('says why it came when somebody asks', async () => {
    await town.tickAt(at('2026-09-22 08:30'));
    await helper.say(locale === 'en' ? 'why?' : '为什么发给我？');
    helper.expectLast(locale === 'en' ? 'At half past eight on working days' : '每个工作日早上八点半');
  });

  it('comes late when the clock stood still, and once', async () => {
    await town.tickAt(at('2026-09-22 14:30'));
    await town.tickAt(at('2026-09-22 15:30'));
    expect(lists()).toHaveLength(1);
  });

  it('is a visit logged in three taps, and the next one planned', async () => {
    await town.tickAt(at('2026-09-22 08:30'));
    await helper.choose('visit');
    await helper.choose('logVisit');
    await helper.choose('how:home');
    await helper.choose('met');
    await helper.choose('needsSeen');
    helper.expectLast(expected.logged);
    await helper.say('精神不错，想找活干');
    const [record] = await town.rows<{ outcome: string; note: string }>('select outcome, note from visit_record');
    expect(record).toMatchObject({ outcome: 'met', note: expect.stringMatching(/^s1\./) });
    await town.tickAt(at('2026-09-23 08:30'));
    expect(lists()).toHaveLength(1);
  });
});

describe('a due visit', () => {
  let town: Town;
  let helper: Phone;

  beforeEach(async () => {
    town = await openTown();
    helper = await town.joined('helper-1');
  });
  afterEach(() => town.close());

  const open = async () => {
    await helper.choose('dueVisits');
    await helper.choose('visit');
  };
  const dueVisit = async () =>
    (
      await town.rows<{ due_on: string; state: string }>('select due_on::text, state from visit order by created_at')
    )[0];

  it('may be logged late, with the day tapped or typed', async () => {
    town.setClock(at('2026-09-24 10:00'));
    await open();
    await helper.choose('logVisit');
    await helper.choose('otherDay');
    await helper.say('大概上礼拜');
    helper.expectLast('没看懂这个日期');
    await helper.say('9月22日');
    helper.expectLast('怎么见的？（9月22日）');
    for (const action of ['how:phone', 'met', 'needSeen:noWork', 'needSeen:money', 'needsSeen'])
      await helper.choose(action);
    const [record] = await town.rows<{ happened_on: string; needs: string[] }>(
      'select happened_on::text, needs from visit_record',
    );
    expect(record).toEqual({ happened_on: '2026-09-22', needs: ['noWork', 'money'] });
    expect(await town.rows('select kind from need')).toHaveLength(2);
  });

  it('stays due when nobody was reached, two working days on', async () => {
    town.setClock(at('2026-09-25 10:00'));
    await open();
    await helper.choose('notReached');
    await helper.choose('notMet:noAnswer');
    helper.expectLast('9月29日前再试一次');
    expect(await dueVisit()).toEqual({ due_on: '2026-09-29', state: 'due' });
  });

  it('moves to another day with a reason', async () => {
    await open();
    await helper.choose('rescheduleVisit');
    await helper.choose('pickDay:2026-09-23');
    await helper.choose('whyLater:personAsked');
    helper.expectLast('改到9月23日了');
    expect(await dueVisit()).toEqual({ due_on: '2026-09-23', state: 'due' });
  });

  it('is logged once, however often the old button is tapped', async () => {
    await open();
    const { message, index } = await helper.find('logVisit');
    await helper.tap(message, index);
    for (const action of ['how:home', 'met', 'needsSeen']) await helper.choose(action);
    await helper.tap(message, index);
    helper.expectLast('这次联系已经记过了');
    expect(await town.rows('select id from visit_record')).toHaveLength(1);
  });

  it('is nobody else’s: not another helper’s, nor one’s who was taken off', async () => {
    await open();
    const { message, index } = await helper.find('logVisit');
    const other = await town.joined('helper-3');
    await other.choose('dueVisits');
    other.expectLast('这一周没有要联系的人');
    await town.rows("update team_member set until = now(), state = 'ended'");
    await helper.tap(message, index);
    helper.expectLast('这里没有找到');
    await helper.say('/menu');
    await helper.choose('dueVisits');
    helper.expectLast('这一周没有要联系的人');
  });
});

describe('上报', () => {
  let town: Town;
  let helper: Phone;
  let coordinator: Phone;

  beforeEach(async () => {
    town = await openTown();
    helper = await town.joined('helper-1');
    coordinator = await town.joined('coordinator-jianshe');
  });
  afterEach(() => town.close());

  const report = async (trigger: string, how: string) => {
    for (const action of ['dueVisits', 'myPeople']) await helper.choose(action);
    await tapLabel(helper, '周念安');
    for (const action of ['report', `triggerSeen:${trigger}`, how]) await helper.choose(action);
  };

  it('makes a visit within three working days', async () => {
    town.setClock(at('2026-09-30 10:00'));
    await report('family', 'reportUsual');
    helper.expectLast('10月10日前去看看');
    await town.tickAt(at('2026-10-08 08:30'));
    helper.expectLast('10月10日前');
    expect(coordinator.messages.at(-1)?.text).not.toContain('急事');
  });

  it('that is urgent is for today, and the coordinator knows at once', async () => {
    await report('hardship', 'reportUrgent');
    helper.expectLast('今天内去看看');
    coordinator.expectLast('报了一件急事：周念安，日子过不下去');
  });

  it('is settled by the visit', async () => {
    await report('surroundings', 'reportUsual');
    await helper.choose('dueVisits');
    await helper.choose('visit');
    for (const action of ['logVisit', 'how:home', 'met', 'needsSeen']) await helper.choose(action);
    expect(await town.rows("select id from visit where state = 'due' and kind = 'must'")).toEqual([]);
    expect(await town.rows('select id from trigger where ended_at is null')).toEqual([]);
  });
});

describe('a helper who is away', () => {
  let town: Town;
  let helper: Phone;

  beforeEach(async () => {
    town = await openTown();
    helper = await town.joined('helper-1');
  });
  afterEach(() => town.close());

  const lists = (phone: Phone) => phone.messages.filter(({ text }) => text.includes('早上好，这些人')).length;

  it('has the list go to whoever stands in, until they are back', async () => {
    const substitute = await town.joined('helper-2');
    await town.rows(
      "update team_member set until = now(), state = 'ended' where account_id = (select id from account where reference = 'helper-2')",
    );
    for (const action of ['dueVisits', 'away', 'pickDay:2026-09-22', 'standIn']) await helper.choose(action);
    substitute.expectLast('这几天请您替一下');
    await town.tickAt(at('2026-09-22 08:30'));
    expect([lists(helper), lists(substitute)]).toEqual([0, 1]);
    await town.tickAt(at('2026-09-23 08:30'));
    expect([lists(helper), lists(substitute)]).toEqual([1, 1]);
  });

  it('without a substitute has it go to the coordinator', async () => {
    const coordinator = await town.joined('coordinator-jianshe');
    await town.rows(
      "update team_member set until = now(), state = 'ended' where account_id <> (select id from account where reference = 'helper-1')",
    );
    for (const action of ['dueVisits', 'away', 'pickDay:2026-09-22', 'standIn:nobody']) await helper.choose(action);
    await town.tickAt(at('2026-09-22 08:30'));
    expect([lists(helper), lists(coordinator)]).toEqual([0, 1]);
    for (const action of ['visit', 'logVisit', 'how:phone', 'met', 'needsSeen']) await coordinator.choose(action);
    coordinator.expectLast('记好了');
  });

  it('who was taken off meanwhile does not get the list that waited', async () => {
    await town.post(town.telegram.blockedUpdate(helper.id));
    await town.tickAt(at('2026-09-22 08:30'));
    await town.rows("update team_member set until = now(), state = 'ended'");
    await town.post(town.telegram.unblockedUpdate(helper.id));
    await helper.say('/start');
    await town.settle();
    expect(lists(helper)).toBe(0);
  });
});

describe('beside somebody who has no phone', () => {
  let town: Town;
  let helper: Phone;
  let staff: Phone;

  beforeEach(async () => {
    town = await openTown();
    helper = await town.joined('helper-1');
    staff = await town.joined('staff-human-resources');
  });
  afterEach(() => town.close());

  const fileTraining = async () => {
    for (const action of ['dueVisits', 'visit', 'fileFor', 'groupFor:work', 'kindFor:training'])
      await helper.choose(action);
    await helper.choose('optionFor');
    await helper.say('周末');
    for (const said of ['请把下面念给周念安听', '转给归宁区人社局', '姓名：周念安', '周末']) helper.expectLast(said);
    await helper.choose('spokenYes');
  };

  it('a helper asks for help after a spoken yes, which is recorded with who heard it', async () => {
    await fileTraining();
    helper.expectLast('有回音会告诉您');
    staff.expectLast('新的请求：学门技术');
    const [consent] = await town.rows<{ fields: string[]; heard: string }>(
      "select c.fields, a.reference as heard from consent c join account a on a.id = c.spoken_to where c.purpose = 'passOn'",
    );
    expect(consent).toEqual({ fields: ['name', 'phone', 'trade', 'time'], heard: 'helper-1' });
  });

  it('the helper hears the answer, and the person finds it all when they join', async () => {
    await fileTraining();
    await staff.choose('claim');
    helper.expectLast('替周念安求助的事有回音');
    const person = await town.joined('person-1');
    expect(person.messages.some(({ text }) => text.includes('刘青禾按您说的'))).toBe(true);
  });

  it('nothing is passed on without the yes', async () => {
    for (const action of ['dueVisits', 'visit', 'fileFor', 'groupFor:work', 'kindFor:training', 'optionFor'])
      await helper.choose(action);
    await helper.say('周末');
    await helper.choose('leave');
    expect(await town.rows('select id from referral')).toEqual([]);
  });

  it('a helper who was taken off hears nothing more, not even what waited', async () => {
    await fileTraining();
    town.telegram.chat(helper.id);
    await town.rows("update team_member set until = now(), state = 'ended'");
    const before = helper.messages.length;
    await staff.choose('claim');
    expect(helper.messages).toHaveLength(before);
  });
});
