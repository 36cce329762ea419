import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locales } from '../../src/i18n/locale.ts';
import { ask, beginning, said, tapLabel, typeNumberOf } from '../support/person.ts';
import { type Phone, Town } from '../support/town.ts';

/** 帮忙: for who cannot get a paper, or was refused. */
describe.each(locales)('asking for help with a request, in %s', (locale) => {
  let town: Town;
  let person: Phone;
  let staff: Phone;
  const text = (key: Parameters<typeof said>[1], values = {}) => said(locale, key, values);
  const help = locale === 'en' ? 'Help!' : '帮忙。';

  beforeAll(async () => {
    town = await Town.open();
    staff = await town.joined('staff-human-resources', locale);
    person = await town.joined('person-1', locale);
  });
  afterAll(() => town.close());

  async function stuck(action: 'askPaper' | 'refuse'): Promise<void> {
    // Of two at the same instant neither came later.
    town.setClock(new Date(town.now.getTime() + 60_000));
    await ask(town, person, 'training');
    await tapLabel(staff, text('queue:claim'));
    await tapLabel(staff, text(`queue:${action}`));
    await staff.say('户口本');
    if (action === 'refuse') await staff.say('下个月再来');
    await tapLabel(staff, text('composing:send'));
  }

  it('with nothing to help with, asks what it is about', async () => {
    await person.say('/menu');
    await person.say(help);
    expect(person.text).toContain(text('help:group'));
  });

  it.each(['askPaper', 'refuse'] as const)(
    'after %s, is one word from the menu, and the department hears it once',
    async (action) => {
      await stuck(action);
      expect(person.text).toContain('户口本');
      if (action === 'refuse') expect(person.text).toContain('下个月再来');
      else expect(person.text).toMatch(/市民路6号|6 Shimin Road/);
      const heard = staff.messages.length;
      for (const words of [help, '帮', '/menu', help]) await person.say(words);
      expect(person.text).toContain(beginning(locale, 'station:helpComes'));
      expect(person.text).toContain('0000-5550104');
      expect(staff.messages.length).toBe(heard + 1);
      expect(staff.text).toContain(text('kinds:training.name'));
      const events = await town.rows("select 1 from referral_event where kind = 'helpAsked'");
      expect(events).toHaveLength(action === 'askPaper' ? 1 : 2);
    },
  );

  it('is the button too, and works while writing to the department', async () => {
    await stuck('askPaper');
    await tapLabel(person, text('matters:write'));
    const heard = staff.messages.length;
    await person.say(help);
    expect(person.text).toContain(beginning(locale, 'station:helpComes'));
    expect(staff.messages.length).toBe(heard + 1);
    await stuck('refuse');
    await typeNumberOf(person, text('matters:needHelp'));
    expect(person.text).toContain(beginning(locale, 'station:helpComes'));
  });

  it('weeks later is about something new', async () => {
    await stuck('refuse');
    town.setClock(new Date('2026-10-20T02:00:00Z'));
    await person.say(help);
    expect(person.text).toContain(text('help:group'));
  });
});
