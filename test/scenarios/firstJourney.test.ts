import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locales } from '../../src/i18n/locale.ts';
import { Town } from '../support/town.ts';

/** The main job, from the link to "it helped": a person asks, the right department answers. */
describe.each(locales)('a request from a phone to the department and back, in %s', (locale) => {
  let town: Town;
  beforeAll(async () => {
    town = await Town.open();
  });
  afterAll(() => town.close());

  it('goes through every hand and comes back', async () => {
    const staff = await town.joined('staff-human-resources', locale);
    const person = await town.joined('person-1', locale);
    await person.choose('help');
    await person.choose('group:work');
    await person.choose('kind:training');
    while (!/May we\?|可以吗/.test(person.text)) await person.choose('firstOption');
    console.log(person.text);
    await person.choose('confirm');
    console.log(person.text);
    console.log(staff.text);
    await staff.choose('claim');
    console.log(staff.text);
    await staff.choose('answer');
    await staff.say('下周一上午九点到市民路6号报名，带身份证。');
    console.log(staff.text);
    await staff.choose('confirm');
    console.log(person.text);
    await person.choose('helpedYes');
    console.log(person.text);
    console.log(town.logged);
    const [referral] = await town.rows<{ state: string; helped: boolean }>('select state, helped from referral');
    expect(referral).toEqual({ state: 'closed', helped: true });
  });
});
