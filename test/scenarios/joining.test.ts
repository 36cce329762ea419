import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Locale, locales } from '../../src/i18n/locale.ts';
import { beginning, labelsOf, said, tapLabel } from '../support/person.ts';
import { linkCodeOf, type Phone, Town } from '../support/town.ts';

interface PersonRow {
  readonly state: string;
  readonly given: number;
  readonly withdrawn: number;
}

/** A person comes in: by link or by code, agreeing or not, in either language. */
describe.each(locales)('joining, in %s', (locale) => {
  let town: Town;
  beforeAll(async () => {
    town = await Town.open();
  });
  afterAll(() => town.close());

  const other: Locale = locale === 'en' ? 'zh-CN' : 'en';

  async function personOf(reference: string): Promise<PersonRow | undefined> {
    const rows = await town.rows<PersonRow>(
      `select p.state, (select count(*)::integer from consent c where c.person_id = p.id) as given,
        (select count(*)::integer from consent c where c.person_id = p.id and withdrawn_at is not null) as withdrawn
       from person p where p.account_id = $1`,
      [town.account(reference).id],
    );
    return rows[0];
  }

  function expectConsentQuestion(phone: Phone, reference: string): void {
    const { name, station } = town.account(reference);
    expect(phone.text).toContain(name);
    expect(phone.text).toContain(locale === 'en' ? 'Community Service Station' : '便民服务站');
    expect(station).toBeDefined();
    expect(labelsOf(phone.last).slice(0, 2)).toEqual([said(locale, 'joining:yes'), said(locale, 'joining:no')]);
  }

  it('by link: sees who this is and who sees what, and agrees', async () => {
    const phone = town.stranger(locale);
    await phone.say(`/start ${linkCodeOf(town.account('person-1'))}`);
    expectConsentQuestion(phone, 'person-1');
    expect(await personOf('person-1')).toEqual({ state: 'registered', given: 0, withdrawn: 0 });
    await phone.say('1');
    expect(phone.text).toContain(said(locale, 'joining:agreed'));
    expect(phone.text).toContain(said(locale, 'menu:person'));
    expect(await personOf('person-1')).toEqual({ state: 'agreed', given: 1, withdrawn: 0 });
    const [consent] = await town.rows('select purpose, department_id, fields from consent');
    expect(consent).toEqual({ purpose: 'contact', department_id: null, fields: [] });
  });

  it.each([
    ['in small letters', 'person-2', (code: string) => code.toLowerCase()],
    ['with spaces', 'person-3', (code: string) => ` ${[...code.replace('-', '')].join(' ')} `],
    ['in full width, with long dashes', 'person-4', (code: string) => fullWidth(code.replace('-', '——'))],
  ])('by the spoken code %s', async (_, reference, write) => {
    const phone = town.stranger(locale);
    await phone.say(write(town.account(reference).code));
    expectConsentQuestion(phone, reference);
    await phone.say(locale === 'en' ? 'Yes!' : '可以。');
    expect(await personOf(reference)).toMatchObject({ state: 'agreed' });
  });

  it('who does not agree is told where help is, gets nothing else, and may change their mind', async () => {
    const phone = town.stranger(locale);
    await phone.say(`/start ${linkCodeOf(town.account('person-5'))}`);
    await phone.say(locale === 'en' ? 'no thanks' : '先不用');
    const declined = phone.last;
    expect(declined.text).toContain('0000-5550124');
    expect(declined.text).toContain(locale === 'en' ? '16 Liudi Road' : '柳堤路16号');
    expect(await personOf('person-5')).toEqual({ state: 'declined', given: 0, withdrawn: 0 });
    for (const words of ['/menu', '0', '7', said(locale, 'menu:help'), '9', '/help', 'x', '好的']) {
      await phone.say(words);
      expect(phone.last.text, words).toBe(declined.text);
    }
    await town.post(town.telegram.voiceUpdate(phone.id));
    expect(phone.last.text).toBe(`${said(locale, 'common:unsupported.voice')}\n${declined.text}`);
    // The button of an older message is as good as a new one: it asks nothing but what it says.
    await phone.tap(declined, 0);
    expect(phone.text).toContain(said(locale, 'common:movedOn'));
    expect(phone.text).not.toContain(said(locale, 'menu:person'));
    await tapLabel(phone, said(locale, 'joining:changedMind'));
    expect(phone.text).toContain(said(locale, 'menu:person'));
    expect(await personOf('person-5')).toEqual({ state: 'agreed', given: 1, withdrawn: 0 });
  });

  it('gets no further than the question before answering it', async () => {
    const phone = town.stranger(locale);
    await phone.say(`/start ${linkCodeOf(town.account('person-6'))}`);
    const question = phone.last.text;
    for (const words of ['/menu', '/help', '9', '77', said(locale, 'menu:matters'), '/queue']) {
      await phone.say(words);
      expect(phone.last.text, words).toBe(question);
    }
    await phone.say('0');
    expect(phone.last.text).toBe(declinedText(phone, 'person-6'));
    expect(await personOf('person-6')).toMatchObject({ state: 'registered', given: 0 });
    await phone.say('/menu');
    await phone.say('1');
    expect(await personOf('person-6')).toMatchObject({ state: 'agreed', given: 1 });
  });

  function declinedText(phone: Phone, reference: string): string {
    const isHexi = town.account(reference).station?.en.startsWith('Hexi') === true;
    const address = phone.locale === 'en' ? '16 Liudi Road, Guining' : '归宁区柳堤路16号';
    expect(isHexi).toBe(true);
    return said(phone.locale, 'joining:declined', { address, phone: '0000-5550124' });
  }

  it('changes the language anywhere, and stays where they were', async () => {
    const phone = town.stranger(locale);
    await phone.say('?');
    expect(phone.text).toContain(beginning(locale, 'joining:stranger'));
    await tapLabel(phone, said(locale, 'common:otherLanguage'));
    expect(phone.text).toContain(beginning(other, 'joining:stranger'));
    await phone.say(locale === 'en' ? 'English' : '中文');
    await phone.say(`/start ${linkCodeOf(town.account('person-7'))}`);
    await tapLabel(phone, said(locale, 'common:otherLanguage'));
    expect(labelsOf(phone.last)[0]).toBe(said(other, 'joining:yes'));
    await phone.say('1');
    expect(phone.text).toContain(said(other, 'menu:person'));
    await tapLabel(phone, said(other, 'menu:help'));
    await tapLabel(phone, said(other, 'kinds:groups.work'));
    await tapLabel(phone, said(other, 'kinds:training.asSaid'));
    await phone.say('/language');
    expect(phone.text).toContain(said(locale, 'kinds:training.questions.trade.ask'));
    await phone.say('1');
    expect(phone.text).toContain(said(locale, 'kinds:training.questions.time.ask'));
    await phone.say('/menu');
    await phone.say(other === 'en' ? 'English' : '中文');
    expect(phone.text).toContain(said(other, 'menu:person'));
    const [account] = await town.rows<{ locale: string }>('select locale from account where id = $1', [
      town.account('person-7').id,
    ]);
    expect(account?.locale).toBe(other);
  });

  it('opens the same link again, and is already in', async () => {
    const phone = await town.joined('person-8', locale);
    await phone.say(`/start ${linkCodeOf(town.account('person-8'))}`);
    expect(phone.text).toContain(said(locale, 'joining:already'));
    expect(phone.text).toContain(said(locale, 'menu:person'));
    expect(town.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

function fullWidth(text: string): string {
  return text.replace(/[0-9A-Z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));
}
