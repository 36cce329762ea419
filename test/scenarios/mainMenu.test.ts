import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import catalogue from '../../src/i18n/catalogue.ts';
import { locales } from '../../src/i18n/locale.ts';
import { fillForm, labelsOf, said, tapLabel, typeNumberOf } from '../support/person.ts';
import { type Phone, Town } from '../support/town.ts';

/** The main menu and the words that work everywhere. */
describe.each(locales)('the main menu, in %s', (locale) => {
  let town: Town;
  let person: Phone;
  const text = (key: Parameters<typeof said>[1]) => said(locale, key);
  beforeAll(async () => {
    town = await Town.open();
    person = await town.joined('person-1', locale);
  });
  afterAll(() => town.close());
  beforeEach(async () => {
    await person.say('/menu');
  });

  /** What each choice leads to. */
  const leadsTo = {
    'menu:checkIn': 'arrival:where.family',
    'menu:help': 'help:group',
    'menu:matters': 'matters:none',
    'menu:myHelpers': 'helpers:title',
    'menu:myInformation': 'ownData:home',
    'menu:phone': 'phone:isFolded',
  } as const;
  const choices = Object.entries(leadsTo) as [keyof typeof leadsTo, (typeof leadsTo)[keyof typeof leadsTo]][];

  it('has six choices, the other language, and a human at 0', () => {
    expect(person.last.choices.map((choice) => choice.text)).toEqual([
      `1 ${text('menu:checkIn')}`,
      `2 ${text('menu:help')}`,
      `3 ${text('menu:matters')}`,
      `4 ${text('menu:myHelpers')}`,
      `5 ${text('menu:myInformation')}`,
      `6 ${text('menu:phone')}`,
      `7 ${text('common:otherLanguage')}`,
      `0 ${text('common:human')}`,
    ]);
  });

  it.each(choices)('%s is chosen by tap, by number, by a full-width number and by its name', async (choice, answer) => {
    const ways = [
      () => tapLabel(person, text(choice)),
      () => typeNumberOf(person, text(choice)),
      () => person.say(fullWidth(numberOf(text(choice)))),
      () => person.say(` ${numberOf(text(choice))} `),
      () => person.say(`${text(choice)}。`),
      () => person.say(text(choice).toUpperCase()),
    ];
    for (const choose of ways) {
      await person.say('/menu');
      await choose();
      expect(person.text).toContain(text(answer));
    }
  });

  function numberOf(label: string): string {
    return person.last.choices.find((choice) => choice.text.endsWith(` ${label}`))?.text.split(' ')[0] ?? '';
  }

  it('hands over to the station: what is written goes there', async () => {
    await person.say('/menu');
    await tapLabel(person, text('common:human'));
    expect(person.text).toContain('0000-5550121');
    expect(labelsOf(person.last)).toEqual([text('common:menu')]);
    const before = await countReferrals();
    await person.say(locale === 'en' ? 'I would like to see what is on file.' : '我想看看我的资料。');
    expect(await countReferrals()).toBe(before + 1);
    const [referral] = await town.rows('select kind, department_id is not null as routed from referral');
    expect(referral).toEqual({ kind: 'other', routed: true });
  });

  async function countReferrals(): Promise<number> {
    return (await town.rows('select id from referral')).length;
  }

  /** Places from which every command is tried. */
  const places: [string, () => Promise<unknown>][] = [
    ['the menu', async () => {}],
    ['the groups', () => tapLabel(person, text('menu:help'))],
    ['a question with options', () => fillTo('training')],
    ['a question in free text', () => fillTo('other')],
    ['“May we?”', () => fillForm(person, 'women', 'x')],
    ['writing to the station', () => person.say('0')],
    ['words not understood', () => person.say('blah blah')],
    ['hunger', () => person.say(locale === 'en' ? 'I am starving' : '我饿')],
    ['a photo just refused', () => town.post(town.telegram.photoUpdate(person.id))],
  ];

  async function fillTo(kind: 'training' | 'other'): Promise<void> {
    await tapLabel(person, text('menu:help'));
    await tapLabel(person, text(kind === 'training' ? 'kinds:groups.work' : 'kinds:groups.other'));
    await tapLabel(person, text(`kinds:${kind}.asSaid`));
  }

  it.each(places)('a human is reached from %s by 0 and by words', async (_, go) => {
    for (const word of ['0', '０。', catalogue[locale].keywords.human[0] ?? '']) {
      await person.say('/menu');
      await go();
      await person.say(word);
      expect(person.text, word).toContain('0000-5550121');
      expect(labelsOf(person.last)).toEqual([text('common:menu')]);
    }
  });

  it.each(places)('9, 返回 and “back” lead out of %s', async (_, go) => {
    for (const word of ['9', catalogue[locale].keywords.back[0] ?? '']) {
      await person.say('/menu');
      await go();
      for (let count = 0; count < 4; count += 1) await person.say(word);
      expect(person.text, word).toContain(text('menu:person'));
    }
  });

  it('knows the words for a human and for the way back in both languages, however they are written', async () => {
    for (const { keywords } of Object.values(catalogue)) {
      for (const word of keywords.human) {
        await person.say(` ${word.toUpperCase()}！`);
        expect(person.text, word).toContain('0000-5550121');
      }
      for (const word of keywords.back) {
        await person.say(`${word}。`);
        expect(person.text, word).toContain(text('menu:person'));
      }
    }
  });

  it.each(places)('/menu and /help work from %s', async (_, go) => {
    await go();
    await person.say('/help');
    expect(person.text).toContain(text('help:group'));
    await person.say('/menu');
    await go();
    await person.say('/menu');
    expect(person.text).toContain(text('menu:person'));
  });

  it('knows the other commands, and those with the bot’s name', async () => {
    for (const command of ['/cancel', '/start', '/menu@guitu_test_bot', '菜单', 'Menu']) {
      await fillTo('other');
      await person.say(command);
      expect(person.last.text, command).toBe(text('menu:person'));
    }
  });

  it('leads one step back at a time: through the form, its kind, its group', async () => {
    await fillForm(person, 'training', '');
    for (const step of [
      'kinds:training.questions.time.ask',
      'kinds:training.questions.trade.ask',
      'kinds:training.asSaid',
      'help:group',
      'menu:person',
    ] as const) {
      await person.say('9');
      expect(person.text).toContain(text(step));
    }
  });

  it('answers a greeting and thanks as people do', async () => {
    await person.say(locale === 'en' ? 'Hello!' : '你好！');
    expect(person.text).toContain(text('menu:person'));
    await person.say(locale === 'en' ? 'Thank you.' : '谢谢。');
    expect(person.text).toContain(text('common:welcome'));
    expect(person.text).toContain(text('menu:person'));
  });

  it('does not give up a question for a polite word', async () => {
    for (const word of ['你好', 'Thanks']) {
      await person.say('/menu');
      await fillForm(person, 'women', '');
      await person.say(word);
      expect(person.text, word).toContain(text('help:mayWe'));
    }
  });

  it('says so when a number is not there, and shows those that are', async () => {
    for (const number of ['11', '８', '42']) {
      await person.say(number);
      expect(person.last.text).toBe(`${text('common:numberNotThere')}\n${text('menu:person')}`);
    }
    await fillTo('training');
    await person.say('８');
    expect(person.text).toContain(text('common:numberNotThere'));
    expect(person.text).toContain(text('kinds:training.questions.trade.ask'));
    expect(town.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

function fullWidth(digits: string): string {
  return digits.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
}
