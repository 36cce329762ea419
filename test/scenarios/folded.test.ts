import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locales } from '../../src/i18n/locale.ts';
import { said } from '../support/person.ts';
import { type Phone, Town } from '../support/town.ts';

/** What a person did not just ask for gives nothing away on a screen that others may see. */
describe.each(locales)('news for a phone that lies on a table, in %s', (locale) => {
  let town: Town;
  let person: Phone;
  let staff: Phone;
  const answerText = locale === 'en' ? 'The course starts on Monday.' : '下周一开班。';
  const answered = locale === 'en' ? 'answers your request' : '答复：';

  beforeAll(async () => {
    town = await Town.open();
    staff = await town.joined('staff-human-resources', locale);
    person = await town.joined('person-1', locale);
  });
  afterAll(() => town.close());

  async function askAndClaim(): Promise<void> {
    await person.say('/menu');
    await person.choose('help');
    await person.choose('group:work');
    await person.choose('kind:training');
    while (!/May we\?|可以吗/.test(person.text)) await person.choose('firstOption');
    await person.choose('confirm');
    await staff.choose('claim');
  }

  async function answer(): Promise<void> {
    await staff.choose('answer');
    await staff.say(answerText);
    await staff.choose('confirm');
  }

  it('comes plainly while the person is writing', async () => {
    await askAndClaim();
    await answer();
    expect(person.text).toContain(answered);
  });

  it('comes as a notice later, and opens by its button or by 1, in any order with a form', async () => {
    await askAndClaim();
    town.setClock(new Date(town.now.getTime() + 3_600_000));
    await answer();
    const [station] = await town.rows<{ name: Record<string, string>; phone: string }>(
      "select d.name, d.duty_phone as phone from department d join person p on p.area_id = d.area_id join account a on a.id = p.account_id where d.kind = 'station' and a.id = $1",
      [town.account('person-1').id],
    );
    const notice = { station: station?.name[locale] ?? '', phone: station?.phone ?? '' };
    expect(person.last.text).toBe(said(locale, 'common:folded', notice));
    expect(person.last.text).not.toContain(answerText);
    expect(person.last.choices).toHaveLength(1);
    await person.choose('unfold');
    expect(person.text).toContain(answerText);
    await person.chooseByNumber('helpedYes');
    const helped = await town.rows('select id from referral where helped');
    expect(helped).toHaveLength(1);
  });

  it('leaves the numbers of an open form alone, and 1 opens it elsewhere', async () => {
    await askAndClaim();
    await person.choose('help');
    await person.choose('group:work');
    await person.choose('kind:training');
    town.setClock(new Date(town.now.getTime() + 3_600_000));
    await answer();
    const questions = person.messages.length;
    await person.say('1');
    expect(person.messages).toHaveLength(questions + 1);
    expect(person.text).not.toContain(answerText);
    const { message } = await person.find('unfold');
    await person.choose('unfold');
    expect(message.text).toContain(answerText);
    await person.say('1');
    expect(person.text).toMatch(/May we\?|可以吗/);
    await person.say('/menu');
    await askAndClaim();
    town.setClock(new Date(town.now.getTime() + 3_600_000));
    await answer();
    await person.say('1');
    expect(person.text).toContain(answerText);
  });
});
