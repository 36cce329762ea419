import type { Message } from 'grammy/types';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { choiceToken } from '../../src/channels/channel.ts';
import { locales } from '../../src/i18n/locale.ts';
import { beginning, said, tapLabel } from '../support/person.ts';
import { type Phone, Town } from '../support/town.ts';

/** What people send that is no plain text: kept whole, or answered with what to do instead. */
describe.each(locales)('what is sent to the bot, in %s', (locale) => {
  let town: Town;
  let person: Phone;
  let station: Phone;
  const text = (key: Parameters<typeof said>[1], values = {}) => said(locale, key, values);
  beforeAll(async () => {
    town = await Town.open();
    person = await town.joined('person-1', locale);
    station = await town.joined('staff-jianshe-station', locale);
  });
  afterAll(async () => {
    expect(town.complaints).toEqual([]);
    await town.close();
  });
  beforeEach(async () => {
    await person.say('/menu');
  });

  const file = { file_id: 'f', file_unique_id: 'f', file_size: 10, duration: 1, width: 1, height: 1, length: 1 };
  const kinds: [string, Parameters<typeof said>[1], object][] = [
    ['a photo', 'common:unsupported.photo', { photo: [file], caption: '身份证' }],
    ['a video', 'common:unsupported.photo', { video: file }],
    ['a voice message', 'common:unsupported.voice', { voice: file }],
    ['a song', 'common:unsupported.voice', { audio: file }],
    ['a round video', 'common:unsupported.voice', { video_note: file }],
    ['a sticker', 'common:unsupported.sticker', { sticker: { ...file, type: 'regular' } }],
    ['a moving picture', 'common:unsupported.sticker', { animation: file, document: file }],
    ['a contact', 'common:unsupported.contact', { contact: { phone_number: '1', first_name: 'x' } }],
    ['a place', 'common:unsupported.location', { location: { latitude: 1, longitude: 1 } }],
    [
      'a named place',
      'common:unsupported.location',
      { venue: { title: 'x' }, location: { latitude: 1, longitude: 1 } },
    ],
    ['a file', 'common:unsupported.file', { document: file }],
    ['a dice', 'common:unsupported.other', { dice: { emoji: '🎲', value: 1 } }],
    ['a poll', 'common:unsupported.other', { poll: { id: '1', question: 'x' } }],
  ];

  it.each(kinds)('%s is answered kindly, and what was open stays open', async (_, answer, content) => {
    await town.post(messageWith(content));
    expect(person.last.text).toBe(`${text(answer)}\n${text('menu:person')}`);
    await tapLabel(person, text('menu:help'));
    await tapLabel(person, text('kinds:groups.work'));
    await tapLabel(person, text('kinds:training.asSaid'));
    await town.post(messageWith(content));
    expect(person.last.text).toBe(`${text(answer)}\n${text('kinds:training.questions.trade.ask')}`);
    await person.say('1');
    expect(person.text).toContain(text('kinds:training.questions.time.ask'));
  });

  function messageWith(content: object): object {
    const update = town.telegram.textUpdate(person.id, '');
    const { text: _, ...message } = update.message as Message.TextMessage;
    return { ...update, message: { ...message, ...content } };
  }

  const unreadable: [string, string][] = [
    ['NUL', '你好\u0000'],
    ['half an emoji', '好\ud83d'],
    ['the other half', '\ude00好'],
    ['a control character', 'a\u0007b'],
    ['the mark between two texts', 'a\u001fb'],
    ['an escape', '\u001b[31mred'],
  ];

  it.each(unreadable)(
    '%s is refused in words, nothing of it is kept, and what was open stays open',
    async (_, words) => {
      await person.say('0');
      const before = await town.rows('select 1 from referral_event');
      await person.say(words);
      expect(person.text).toContain(text('common:unreadable'));
      expect(person.text).toContain(beginning(locale, 'station:write'));
      expect(await town.rows('select 1 from referral_event')).toEqual(before);
      await person.say('/menu');
      await person.say(words);
      expect(person.last.text).toBe(`${text('common:unreadable')}\n${text('menu:person')}`);
    },
  );

  const whole: [string, string][] = [
    ['emoji, families and flags', '👨‍👩‍👧‍👦🇨🇳👍🏽 e\u0301 한'],
    ['a right-to-left override', 'abc\u202egnp.exe\u202c שלום'],
    ['isolates that do not match', '\u2069\u2067x\u2066'],
    ['zero-width characters', 'a\u200bb\u200cc\u200dd\ufeffe\u00ad'],
    ['what looks like a gap', '{{name}} $t(common:menu) $& $1 %s {{- words}}'],
    ['markup', '<b>x</b> &lt; *bold* _it_ [l](http://x) `c` </script>'],
    ['a statement', "'; drop table referral; -- \\' \\u0000 \\x00"],
    ['a tab and empty lines', 'a\tb\n\n\n  c'],
    ['old Chinese and private characters', '𠮷野家 \ue000 \u{10ffff} ﷽'],
  ];

  it.each(whole)('%s: the staff read exactly that', async (_, words) => {
    await person.say('0');
    await person.say(words);
    expect(station.last.text).toContain(words);
    expect(await newestWords()).toBe(words);
    await person.say('/menu');
    await person.say(`。${words}`);
    expect(person.last.text).toContain(`。${words}`);
  });

  async function newestWords(): Promise<string> {
    const [row] = await town.rows<{ id: string; text: string; account: string; key: string }>(
      `select e.id, e.text, a.id as account, a.key from audit u join referral_event e on e.referral_id = u.subject_id
         join referral r on r.id = e.referral_id join account a on a.id = r.filed_by
       where e.text is not null order by u.id desc, e.position desc limit 1`,
    );
    if (row === undefined) throw new Error('nothing was written');
    return town.vault.open({ id: row.account, key: row.key }, `referral_event.text:${row.id}`, row.text);
  }

  const long: [string, string][] = [
    ['in Chinese', '我想说的事情很长很长。'.repeat(400).slice(0, 4090)],
    ['in emoji', `x${'😀'.repeat(2044)}y`],
    ['in lines', Array.from({ length: 409 }, (_, line) => `line ${line}`.padEnd(9, '.')).join('\n')],
    ['of 4,096 letters', 'abcdefgh'.repeat(512)],
    ['of empty lines', `a${'\n'.repeat(4090)}b`],
  ];

  it.each(long)('a text %s arrives whole, in as many messages as Telegram wants', async (_, words) => {
    await person.say('0');
    const before = station.messages.length;
    await person.say(words);
    const parts = station.messages.slice(before);
    expect(parts.length).toBeGreaterThan(1);
    const isOneLine = !words.includes('\n');
    const read = parts.map((part) => part.text).join(isOneLine ? '' : '\n');
    if (words.trim().split('\n').length < 1000) expect(read).toContain(words);
    expect(parts.every((part) => part.text.isWellFormed() && part.text.length <= 4096)).toBe(true);
    expect(parts.map((part) => part.choices.length > 0)).toEqual([...parts.slice(1).map(() => false), true]);
    expect(await newestWords()).toBe(words);
    // Read back before it is passed on, it is as long.
    await person.say('/menu');
    await person.say(`。${words}`.slice(0, 4096));
    expect(labels()).toContain(text('station:passWords'));
  });

  it('a text of 4,000 characters fits one message while the conversation goes on', async () => {
    const words = '好'.repeat(4000);
    await person.say('0');
    await person.say('先说一句');
    await person.say(words);
    expect(station.last.text).toContain(words);
    expect(await newestWords()).toBe(words);
  });

  const labels = () => person.last.choices.map((choice) => choice.text.replace(/^\d+ /, ''));

  it('an old button says that this has moved on, and shows where', async () => {
    await tapLabel(person, text('menu:help'));
    const groups = person.last;
    await tapLabel(person, text('kinds:groups.work'));
    await tapLabel(person, text('kinds:training.asSaid'));
    const question = person.last;
    await person.tap(question, 0);
    for (const [old, index] of [
      [question, 1],
      [groups, 0],
      [groups, 7],
    ] as const) {
      await person.tap(old, index);
      expect(person.last.text).toBe(`${text('common:movedOn')}\n${text('kinds:training.questions.time.ask')}`);
    }
    await person.say('1');
    // The answer of the old button was not mixed in.
    expect(person.text).toContain(text('kinds:training.questions.trade.options.cooking'));
    const mayWe = person.last;
    await person.tap(mayWe, 0);
    await person.tap(mayWe, 0);
    expect(person.last.text).toBe(`${text('common:movedOn')}\n${text('menu:person')}`);
    expect(await town.rows("select 1 from referral where kind = 'training'")).toHaveLength(1);
  });

  it('a forged button does nothing but say so', async () => {
    await station.say('/menu');
    const foreign = station.last.choices[0]?.data ?? '';
    const own = person.last.choices[0]?.data ?? '';
    const forged = [
      foreign,
      own.replace(/\.\d+$/, '.42'),
      own.replace(/\.\d+$/, `.${person.last.choices.length}`),
      own.replace(/\.\d+$/, '.-1'),
      own.replace(/\.\d+$/, ''),
      own.toUpperCase(),
      choiceToken(crypto.randomUUID(), 0),
      'x'.repeat(64),
      "' or 1=1 --",
      '\u0000',
      '😀'.repeat(16),
    ];
    const heard = station.messages.length;
    const screen = person.last;
    for (const data of forged) {
      const tap = town.telegram.tapUpdate(person.id, screen, 0);
      await town.post({ ...tap, callback_query: { ...tap.callback_query, data } });
      expect(person.last.text, data).toBe(`${text('common:movedOn')}\n${text('menu:person')}`);
    }
    const { callback_query: query, ...update } = town.telegram.tapUpdate(person.id, screen, 0);
    await town.post({ ...update, callback_query: { ...query, data: undefined, game_short_name: 'x' } });
    expect(person.last.text).toBe(`${text('common:movedOn')}\n${text('menu:person')}`);
    expect(station.messages.length).toBe(heard);
  });
});
