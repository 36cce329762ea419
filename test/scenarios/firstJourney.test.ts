import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locales } from '../../src/i18n/locale.ts';
import { type Phone, Town } from '../support/town.ts';

const words = {
  'zh-CN': {
    passOn: [
      '要把“学门技术”这件事转给归宁区人社局',
      '姓名：周念安',
      '电话：0000-5550158',
      '想学的：做饭',
      '方便的时间：白天',
    ],
    receipt: /^已收到，编号\d{3}-\d{3}-\d{3}，交给归宁区人社局。预计9月29日前答复。/,
    arrived: '新的请求：学门技术',
    claimed: '已受理，由您来办。',
    taken: '您的“学门技术”，归宁区人社局已经接手',
    answerText: '下周一上午九点到市民路6号报名，带身份证。',
    answered: '您的“学门技术”，归宁区人社局答复：',
    thanks: '太好了，谢谢您告诉我们。',
  },
  en: {
    passOn: [
      'We would pass “learning a trade” on to',
      'Name: 周念安',
      'Phone: 0000-5550158',
      'To learn: Cooking',
      'Good times: Daytime',
    ],
    receipt: /^We have it: number \d{3}-\d{3}-\d{3}, passed to Guining District.*September 29/s,
    arrived: 'New request: learning a trade',
    claimed: 'Claimed. It is yours now.',
    taken: 'has taken up your request “learning a trade”',
    answerText: 'Please register on Monday at nine, 6 Shimin Road; bring your identity card.',
    answered: 'answers your request “learning a trade”:',
    thanks: 'Good to hear. Thank you for telling us.',
  },
} as const;

/** The main job, from the link to "it helped": a person asks, the right department answers. */
describe.each(locales)('a request from a phone to the department and back, in %s', (locale) => {
  const expected = words[locale];
  let town: Town;
  let person: Phone;
  let staff: Phone;

  beforeAll(async () => {
    town = await Town.open();
    staff = await town.joined('staff-human-resources', locale);
    person = await town.joined('person-1', locale);
  });
  afterAll(() => town.close());

  it('shows exactly what would go to whom, and passes it on after the yes', async () => {
    for (const action of ['help', 'group:work', 'kind:training', 'firstOption', 'firstOption'])
      await person.choose(action);
    for (const said of expected.passOn) person.expectLast(said);
    expect(await town.rows('select id from referral')).toHaveLength(0);
    await person.choose('confirm');
    person.expectLast(expected.receipt);
  });

  it('reaches the department with what was agreed, and one of them takes it up', async () => {
    staff.expectLast(expected.arrived);
    for (const shared of expected.passOn.slice(1)) staff.expectLast(shared);
    await staff.choose('claim');
    staff.expectLast(expected.claimed);
    person.expectLast(expected.taken);
  });

  it('comes back as an answer that was shown before it went', async () => {
    await staff.choose('answer');
    await staff.say(expected.answerText);
    staff.expectLast(expected.answerText);
    await staff.choose('confirm');
    person.expectLast(expected.answered);
    person.expectLast(expected.answerText);
  });

  it('ends when the person says that it helped', async () => {
    await person.choose('helpedYes');
    person.expectLast(expected.thanks);
    const [referral] = await town.rows<{ state: string; helped: boolean }>('select state, helped from referral');
    expect(referral).toEqual({ state: 'closed', helped: true });
    const events = await town.rows<{ kind: string; position: number }>(
      'select kind, position from referral_event order by position',
    );
    expect(events.map(({ kind }) => kind)).toEqual(['requested', 'claimed', 'answered', 'helpedSaid']);
    expect(events.map(({ position }) => position)).toEqual([1, 2, 3, 4]);
    expect(town.complaints).toEqual([]);
  });
});
