import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locales } from '../../src/i18n/locale.ts';
import { ask, labelsOf, said, tapLabel } from '../support/person.ts';
import { monday, type Phone, Town } from '../support/town.ts';

/** What a department has to do: unclaimed or mine, urgent and earliest due first. */
describe.each(locales)('the queue of a department, in %s', (locale) => {
  let town: Town;
  let staff: Phone;
  let colleague: Phone;
  let people: Phone[];
  const names = ['person-1', 'person-2', 'person-3', 'person-4', 'person-5'];

  beforeAll(async () => {
    town = await Town.open();
    staff = await town.joined('staff-human-resources', locale);
    colleague = await town.joined('staff-human-resources-2', locale);
    people = [];
    for (const reference of names) people.push(await town.joined(reference, locale));
  });
  afterAll(() => town.close());

  const nameOf = (index: number) => town.account(names[index] ?? '').name;
  const phoneOf = (index: number) => {
    const phone = people[index];
    if (phone === undefined) throw new Error('nobody there');
    return phone;
  };
  /** Whose requests the queue shows, in its order. */
  const shown = () =>
    labelsOf(staff.last).flatMap((label) =>
      names.map((_, index) => index).filter((index) => label.includes(nameOf(index))),
    );

  it('is empty before anybody asks', async () => {
    await staff.say('/queue');
    staff.expectLast(said(locale, 'queue:empty'));
  });

  it('puts the earliest deadline first, whatever was asked for first', async () => {
    // Ten working days, then five, then ten asked for a day later.
    await ask(town, phoneOf(0), 'socialInsurance');
    await ask(town, phoneOf(1), 'training');
    town.setClock(new Date(monday.getTime() + 86_400_000));
    await ask(town, phoneOf(2), 'formerEmployer');
    await staff.say('/queue');
    expect(shown()).toEqual([1, 0, 2]);
    staff.expectLast(said(locale, 'queue:stateNew'));
  });

  it('keeps what I claimed and hides what a colleague did', async () => {
    await staff.choose('open');
    await staff.choose('claim');
    await colleague.say('/queue');
    await colleague.choose('open');
    await colleague.choose('claim');
    await staff.say('/queue');
    expect(shown()).toEqual([1, 2]);
    staff.expectLast(said(locale, 'queue:stateMine'));
    await colleague.say('/queue');
    expect(colleague.text).not.toContain(nameOf(1));
  });

  it('is left by what was answered', async () => {
    await staff.choose('open');
    await staff.choose('answer');
    await staff.say('好');
    await staff.choose('confirm');
    await staff.say('/queue');
    expect(shown()).toEqual([2]);
  });

  it('shows urgent requests first', async () => {
    const health = await town.joined('staff-health', locale);
    await ask(town, phoneOf(3), 'health');
    await health.say('/queue');
    health.expectLast(nameOf(3));
    await town.rows(
      "update referral set department_id = (select id from department where kind = 'humanResources') where urgent",
    );
    await staff.say('/queue');
    expect(shown()).toEqual([3, 2]);
    // Nobody of its former department sees it any more.
    await health.say('/queue');
    health.expectLast(said(locale, 'queue:empty'));
  });

  it('is turned page by page, each request once', async () => {
    for (let count = 0; count < 13; count += 1) await ask(town, phoneOf(4), 'workers', `第${count}件`);
    const union = await town.joined('staff-workers', locale);
    await union.say('/queue');
    const pages = [];
    for (;;) {
      pages.push(union.last.choices.filter(({ text }) => text.includes(nameOf(4))).length);
      if (!labelsOf(union.last).includes(said(locale, 'common:more'))) break;
      await tapLabel(union, said(locale, 'common:more'));
    }
    const opened = await town.rows(
      "select distinct c->'action'->>'referral' from outbox o, jsonb_array_elements(o.choices) c where o.screen and c->'action'->>'do' = 'open' and o.account_id = $1",
      [town.account('staff-workers').id],
    );
    expect(pages).toEqual([7, 6]);
    expect(opened).toHaveLength(13);
  });

  it('is nothing to a person, a helper or an office', async () => {
    const helper = await town.joined('helper-1', locale);
    const office = await town.joined('office', locale);
    for (const phone of [phoneOf(0), helper, office]) {
      await phone.say('/queue');
      expect(labelsOf(phone.last)).not.toContain(said(locale, 'queue:claim'));
      await expect(phone.find('open')).rejects.toThrow();
    }
  });
});
