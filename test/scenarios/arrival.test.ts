import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { locales } from '../../src/i18n/locale.ts';
import { said } from '../support/person.ts';
import { type Phone, Town } from '../support/town.ts';

/** 报到: three small questions, a receipt, and those around the person know. */
describe.each(locales)('the arrival, in %s', (locale) => {
  let town: Town;
  let person: Phone;
  let helper: Phone;
  let coordinator: Phone;

  beforeAll(async () => {
    town = await Town.open();
    helper = await town.joined('helper-1', locale);
    coordinator = await town.joined('coordinator-jianshe', locale);
    person = await town.joined('person-1', locale);
  });
  afterAll(() => town.close());

  it('asks one thing at a time, with a way back and a human each time', async () => {
    await person.choose('checkIn');
    for (const expected of ['arrival:where.family', 'arrival:where.rented', 'arrival:where.nowhere'] as const)
      person.expectLast(said(locale, expected));
    for (const number of ['9 ', '0 ']) person.expectLast(`[${number}`);
    await person.choose('staying:nowhere');
    person.expectLast('0000-5550158');
    await person.say('9');
    person.expectLast(said(locale, 'arrival:where.rented'));
    await person.choose('staying:nowhere');
    await person.say(locale === 'en' ? 'my number is 138-0000' : '号码是 138-0000');
    person.expectLast(said(locale, 'arrival:needs'));
  });

  it('shows what was said, to be changed by one tap', async () => {
    const homeless = said(locale, 'visits:need.noHome');
    person.expectLast(`✓ ${homeless}`);
    await person.choose('basicNeed:noHome');
    expect(person.text).not.toContain(`✓ ${homeless}`);
    await person.choose('basicNeed:noHome');
    await person.choose('basicNeed:noWork');
    person.expectLast(`✓ ${said(locale, 'visits:need.noWork')}`);
    expect(await town.rows('select id from need')).toEqual([]);
  });

  it('ends with a receipt: number, what to bring, where, by when, and the request for each need', async () => {
    await person.choose('basicNeeds');
    const [arrival] = await town.rows<{ number: string; due_on: string }>(
      'select a.number, a.due_on::text from arrival a join person p on p.id = a.person_id where a.reported_at is not null',
    );
    person.expectLast(arrival?.number ?? '?');
    person.expectLast(locale === 'en' ? 'September 28' : '9月28日前');
    person.expectLast('0000-5550121');
    await person.find('kind:transitionalStay');
    await person.find('kind:jobSearch');
  });

  it('keeps the words and the number sealed, and plans what follows', async () => {
    const [row] = await town.rows<{ staying: string; phone: string; id: string; key: string; arrival: string }>(
      `select r.staying, a.phone, a.id, a.key, r.id as arrival from arrival r join person p on p.id = r.person_id
        join account a on a.id = p.account_id where r.reported_at is not null`,
    );
    const owner = { id: row?.id ?? '', key: row?.key ?? '' };
    expect(await town.vault.open(owner, `arrival.staying:${row?.arrival}`, row?.staying ?? '')).toBe(
      '{"option":"nowhere"}',
    );
    expect(await town.vault.open(owner, `account.phone:${row?.id}`, row?.phone ?? '')).toBe('1380000');
    const [file] = await town.rows(
      `select next_check_in_on::text as next, visit_every_months as months, visit_review_on::text as review
        from person where account_id = $1`,
      [owner.id],
    );
    expect(file).toEqual({ next: '2026-10-21', months: 1, review: '2026-12-21' });
    expect(await town.rows("select kind, slot, due_on::text as due, state from visit where state = 'due'")).toEqual([
      { kind: 'regular', slot: '2026-09-28', due: '2026-09-28', state: 'due' },
    ]);
    expect(await town.rows('select kind, ends_on::text as ends from need order by kind')).toEqual([
      { kind: 'noHome', ends: '2027-03-21' },
      { kind: 'noWork', ends: '2027-03-21' },
    ]);
  });

  it('is told to the helpers and the coordinators, in one message each', async () => {
    for (const phone of [helper, coordinator]) {
      const told = phone.messages.filter(({ text }) => text.includes(said(locale, 'arrival:told', { name: '周念安' })));
      expect(told).toHaveLength(1);
    }
    await helper.choose('helpedPerson');
    helper.expectLast('1380000');
  });

  it('is asked for once: 报到 again shows the receipt and the next day', async () => {
    await person.say(locale === 'en' ? 'check in' : '报到');
    const [arrival] = await town.rows<{ number: string }>('select number from arrival where reported_at is not null');
    person.expectLast(arrival?.number ?? '?');
    person.expectLast(locale === 'en' ? 'October 21' : '10月21日');
    await person.find('feel:well');
    expect(await town.rows("select id from audit where action = 'arrivalReported'")).toHaveLength(1);
  });

  it('leads with one tap to the request for a need', async () => {
    await person.choose('kind:jobSearch');
    expect(person.text).toContain(said(locale, 'kinds:jobSearch.questions.work.ask' as never));
    expect(town.complaints).toEqual([]);
  });
});

describe('an arrival in other words', () => {
  let town: Town;
  let person: Phone;

  beforeEach(async () => {
    town = await Town.open();
    person = await town.joined('person-2');
    return () => town.close();
  });

  it('takes where somebody stays as they write it, and keeps the phone on file', async () => {
    await person.say('我来报到');
    await person.say('你好');
    person.expectLast('您现在住哪儿');
    await person.say('借住在表哥家，柳堤路');
    person.expectLast('0000-5550159');
    await person.say('可以');
    await person.choose('basicNeeds');
    person.expectLast('报到好了');
    const [row] = await town.rows<{ staying: string; key: string; id: string; arrival: string; months: number }>(
      `select r.staying, a.key, a.id, r.id as arrival, p.visit_every_months as months from arrival r
        join person p on p.id = r.person_id join account a on a.id = p.account_id where r.reported_at is not null`,
    );
    const owner = { id: row?.id ?? '', key: row?.key ?? '' };
    expect(await town.vault.open(owner, `arrival.staying:${row?.arrival}`, row?.staying ?? '')).toContain('表哥家');
    expect(row?.months).toBe(6);
    expect(await town.rows('select id from need')).toEqual([]);
    const clear = await town.rows<{ all: string }>('select row_to_json(o)::text as all from outbox o');
    expect(clear.filter(({ all }) => all.includes('表哥家'))).toEqual([]);
  });

  it('says that only a number is asked for, and the way on, where the words are about something else', async () => {
    await person.choose('checkIn');
    await person.choose('staying:family');
    await person.say('我想申请低保');
    person.expectLast(said('zh-CN', 'arrival:phoneOnly'));
    expect(person.text).not.toContain(said('zh-CN', 'arrival:phoneUnclear'));
  });

  it.each(['1234', '41010119900101123456', '我忘了'])(
    'asks again kindly for a number that cannot be one: %s',
    async (text) => {
      await person.choose('checkIn');
      await person.choose('staying:family');
      await person.say(text);
      person.expectLast('0000-5550159');
      await person.say('138 0000 0001');
      person.expectLast('下面有没有您缺的');
    },
  );

  it('goes on without a number for who has none', async () => {
    await person.choose('checkIn');
    await person.choose('staying:family');
    await person.say('没有');
    person.expectLast('接着往下走');
    await person.choose('noPhone');
    person.expectLast('下面有没有您缺的');
  });

  it('shows the numbers for whoever writes of hunger, and goes on where they were', async () => {
    await person.choose('checkIn');
    await person.say('没地方住，睡桥洞');
    person.expectLast('12345');
    await person.choose('crisisNo');
    person.expectLast('您现在住哪儿');
    await person.say('没地方住，睡桥洞');
    person.expectLast('0000-5550159');
    expect(await town.rows('select id from referral')).toEqual([]);
  });

  it('does not hold a day that is over against anybody', async () => {
    town.setClock(new Date('2026-10-12T02:00:00Z'));
    await person.choose('checkIn');
    await person.choose('staying:family');
    await person.choose('keepPhone');
    await person.choose('basicNeeds');
    person.expectLast('方便的时候带到');
    expect(person.text).not.toMatch(/晚|逾|迟/);
  });
});
