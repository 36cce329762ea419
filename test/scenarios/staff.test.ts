import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { demoOrganisation } from '../../src/commands/demo/demoOrganisation.ts';
import { locales } from '../../src/i18n/locale.ts';
import { fillForm, said } from '../support/person.ts';
import { type Phone, Town } from '../support/town.ts';

/** What those do who answer: the department's staff, in chat alone. */
describe.each(locales)('a request in the hands of the staff, in %s', (locale) => {
  let town: Town;
  let person: Phone;
  let staff: Phone;
  let colleague: Phone;

  beforeAll(async () => {
    town = await Town.open();
    staff = await town.joined('staff-human-resources', locale);
    colleague = await town.joined('staff-human-resources-2', locale);
    person = await town.joined('person-1', locale);
  });
  afterAll(() => town.close());
  beforeEach(async () => {
    await fillForm(person, 'training', '还没想好');
    await person.choose('confirm');
  });

  async function write(phone: Phone, action: string, ...texts: string[]): Promise<void> {
    await phone.choose(action);
    for (const text of texts) await phone.say(text);
    await phone.choose('confirm');
  }

  const newest = async () =>
    (
      await town.rows<{ state: string; claimed_by: string | null; department: string }>(
        "select r.state, r.claimed_by, d.kind as department from referral r join department d on d.id = r.department_id order by (select max(seq) from outbox where lines::text like '%' || r.number || '%') desc limit 1",
      )
    )[0];

  it('is claimed once, and the others hear by whom', async () => {
    const { message, index } = await colleague.find('claim');
    await staff.choose('claim');
    staff.expectLast(said(locale, 'queue:claimed'));
    await colleague.tap(message, index);
    colleague.expectLast(said(locale, 'queue:takenBy', { name: '苏明远' }));
    await expect(colleague.find('answer')).rejects.toThrow();
  });

  it('is asked about in both directions', async () => {
    await staff.choose('claim');
    await write(staff, 'ask', '您方便哪天来？');
    person.expectLast('您方便哪天来？');
    await person.choose('write');
    await person.say('星期三可以');
    staff.expectLast('星期三可以');
    expect(colleague.messages.some(({ text }) => text.includes('星期三可以'))).toBe(false);
  });

  it('waits for a paper that is named with where to bring it', async () => {
    await staff.choose('claim');
    await write(staff, 'askPaper', '毕业证');
    person.expectLast('毕业证');
    person.expectLast(locale === 'en' ? '6 Shimin Road' : '市民路6号');
    expect((await newest())?.state).toBe('waitingForPerson');
    await person.say(locale === 'en' ? 'help' : '帮忙');
    staff.expectLast(/帮忙|would like help/);
    await staff.choose('open');
    await staff.choose('paperReceived');
    expect((await newest())?.state).toBe('claimed');
    person.expectLast(/收到了|has arrived/);
  });

  it('is refused only with a reason and a next step, and can be looked at again', async () => {
    await staff.choose('claim');
    await write(staff, 'refuse', '这期班满了', '下个月五号再报名');
    person.expectLast('这期班满了');
    person.expectLast('下个月五号再报名');
    expect((await newest())?.state).toBe('refused');
    await person.choose('reopen');
    expect((await newest())?.state).toBe('claimed');
    staff.expectLast(/再看看|look again/);
  });

  it('goes on to another department with a reason, and leaves the first one’s sight', async () => {
    const housing = await town.joined('staff-housing', locale).catch(() => undefined);
    const { message, index } = await staff.find('claim');
    await staff.choose('passOn');
    const wanted = locale === 'en' ? 'Housing' : '住房';
    while (!staff.last.choices.some(({ text }) => text.includes(wanted))) await staff.choose('passOn');
    await staff.tap(
      staff.last,
      staff.last.choices.findIndex(({ text }) => text.includes(wanted)),
    );
    await staff.say('这件事归住房那边');
    await staff.choose('confirm');
    expect((await newest())?.department).toBe('housing');
    person.expectLast('这件事归住房那边');
    housing?.expectLast('这件事归住房那边');
    await staff.tap(message, index);
    staff.expectLast(said(locale, 'common:notYours'));
  });

  it('goes back to the station, and cannot be sent back from there', async () => {
    await write(staff, 'sendBack', '说不清归谁');
    expect((await newest())?.department).toBe('station');
  });

  it('is closed, and the person is asked whether it helped', async () => {
    await staff.choose('claim');
    await write(staff, 'close');
    expect((await newest())?.state).toBe('closed');
    await person.choose('helpedNo');
    staff.expectLast(/没帮上忙|did not help/);
  });

  it('that was taken back under one’s hands says so', async () => {
    await staff.choose('claim');
    await staff.choose('answer');
    await staff.say('马上就好');
    for (const action of ['matter', 'withdraw', 'confirm']) await person.choose(action);
    const { message, index } = await staff.find('confirm');
    await staff.tap(message, index);
    expect((await newest())?.state).toBe('withdrawn');
    expect(person.messages.some(({ text }) => text.includes('马上就好'))).toBe(false);
  });
});

describe('fifty who tap at once', () => {
  it('are one who wins, and forty-nine who are told', async () => {
    const organisation = demoOrganisation();
    const worker = organisation.workers.find(({ reference }) => reference === 'staff-human-resources');
    if (worker === undefined) throw new Error('the demo has staff for training');
    const crowd = Array.from({ length: 50 }, (_, index) => ({
      ...worker,
      reference: `crowd-${index}`,
      name: `经办${index}`,
    }));
    const town = await Town.open({ organisation: { ...organisation, workers: [...organisation.workers, ...crowd] } });
    try {
      await town.rows("update membership set state = 'approved', approved_by = 'test'");
      const phones = await Promise.all(crowd.map(({ reference }) => town.joined(reference)));
      const person = await town.joined('person-1');
      await fillForm(person, 'training', '还没想好');
      await person.choose('confirm');
      await Promise.all(phones.map((phone) => phone.choose('claim')));
      const won = phones.filter(({ text }) => text.includes('已受理，由您来办。'));
      const told = phones.filter(({ text }) => /经办\d+已经受理了/.test(text));
      expect([won.length, told.length]).toEqual([1, 49]);
      expect(await town.rows("select 1 from referral_event where kind = 'claimed'")).toHaveLength(1);
    } finally {
      await town.close();
    }
  });
});
