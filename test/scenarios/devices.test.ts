import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Inbound, readChoiceToken } from '../../src/channels/channel.ts';
import { locales } from '../../src/i18n/locale.ts';
import type { DeliveredMessage } from '../support/fakeTelegram.ts';
import { ask, beginning, fillForm, said, tapLabel } from '../support/person.ts';
import { linkCodeOf, type Phone, Town } from '../support/town.ts';

const hour = 3_600_000;

/** A phone is lost, found, passed on; a chat is open on two devices at once. */
describe.each(locales)('phones and devices, in %s', (locale) => {
  let town: Town;
  let staff: Phone;
  let coordinator: Phone;
  const text = (key: Parameters<typeof said>[1], values = {}) => said(locale, key, values);
  beforeAll(async () => {
    town = await Town.open();
    staff = await town.joined('staff-human-resources', locale);
    coordinator = await town.joined('coordinator-jianshe', locale);
  });
  afterAll(async () => {
    expect(town.logged.filter(({ level }) => level === 'error')).toEqual([]);
    await town.close();
  });

  async function staffSays(action: 'answer' | 'ask', words: string): Promise<void> {
    await tapLabel(staff, text(`queue:${action}`));
    await staff.say(words);
    await tapLabel(staff, text('composing:send'));
  }

  /** A new link in two taps from the menu; gives its code and the spoken one. */
  async function reissue(by: Phone, reference: string): Promise<{ link: string; spoken: string }> {
    await by.say('/menu');
    await tapLabel(by, text('menu:people'));
    const { name } = town.account(reference);
    const label = by.last.choices.find((choice) => choice.text.includes(name))?.text.replace(/^\d+ /, '');
    await tapLabel(by, label ?? name);
    const [, link] = /\/chat#([\w-]{22})/.exec(by.text) ?? [];
    const [, spoken] = /([0-9A-Z]{5}-[0-9A-Z]{5})/.exec(by.text) ?? [];
    if (link === undefined || spoken === undefined) throw new Error(`no code in:\n${by.text}`);
    return { link, spoken };
  }

  it('a lost phone: the new one takes over with what waited, and the old one is a stranger’s', async () => {
    const old = await town.joined('person-1', locale);
    await ask(town, old, 'training');
    await tapLabel(staff, text('queue:claim'));
    await town.post(town.telegram.blockedUpdate(old.id));
    town.setClock(new Date(town.now.getTime() + hour));
    await staffSays('ask', '您还在吗？');
    town.setClock(new Date(town.now.getTime() + 11 * hour));
    await staffSays('ask', '早上再看也行。');
    expect(old.text).not.toContain('您还在吗？');

    const { link } = await reissue(coordinator, 'person-1');
    const phone = town.stranger(locale);
    await phone.say(`/start ${link}`);
    const read = phone.messages.map((message) => message.text).join('\n');
    expect(read).toContain('您还在吗？');
    expect(phone.text).toContain(beginning(locale, 'joining:back'));
    expect(phone.text).toContain(text('menu:person'));
    // It is past nine in the evening: what can wait comes in the morning, to the new phone.
    expect(read).not.toContain('早上再看也行。');
    town.setClock(new Date('2026-09-22T00:30:00Z'));
    await town.settle();
    await openNotices(phone);
    expect(phone.messages.map((message) => message.text).join('\n')).toContain('早上再看也行。');

    town.telegram.chat(old.id).blocked = false;
    const buttons = old.messages.filter((message) => message.choices.length > 0);
    await old.say('/menu');
    expect(old.last.text).toContain(beginning(locale, 'joining:stranger'));
    for (const message of buttons.slice(-4)) {
      await old.tap(message, 0);
      expect(old.last.text).toContain(beginning(locale, 'joining:stranger'));
    }
    await old.say('9');
    expect(old.last.text).toContain(beginning(locale, 'joining:stranger'));
    await phone.say('3');
    const chats = await town.rows<{ mine: boolean; ended: boolean }>(
      'select account_id is not null as mine, ended_at is not null as ended from identity where external_id = any (array[$1, $2]) order by external_id',
      [String(old.id), String(phone.id)],
    );
    expect(chats).toEqual([
      { mine: false, ended: false },
      { mine: true, ended: false },
    ]);
  });

  async function openNotices(phone: Phone): Promise<void> {
    for (const message of [...phone.messages]) {
      const index = message.choices.findIndex((choice) => choice.text.endsWith(text('common:unfold')));
      if (index >= 0) await phone.tap(message, index);
    }
  }

  it('a new link ends the one before it, and the old phone goes on until the new link is used', async () => {
    const phone = await town.joined('person-2', locale);
    const helper = await town.joined('helper-1', locale);
    const first = await reissue(helper, 'person-2');
    const second = await reissue(helper, 'person-2');
    await phone.say('/menu');
    expect(phone.text).toContain(text('menu:person'));
    const next = town.stranger(locale);
    await next.say(first.spoken);
    expect(next.text).toContain(text('joining:codeRefused'));
    await next.say(second.spoken);
    expect(next.text).toContain(beginning(locale, 'joining:back'));
    await phone.say('/menu');
    expect(phone.text).toContain(beginning(locale, 'joining:stranger'));
  });

  it('a phone that goes from one person to another shows nothing of the first', async () => {
    const shared = await town.joined('person-3', locale);
    await ask(town, shared, 'training');
    await tapLabel(staff, text('queue:claim'));
    town.setClock(new Date(town.now.getTime() + hour));
    await staffSays('answer', '您的学费已减免。');
    expect(shared.text).toContain(text('common:unfold'));
    const before = [...shared.messages];

    const { link } = await reissue(coordinator, 'person-3');
    await town.stranger(locale).say(`/start ${link}`);
    await shared.say('?');
    await shared.say(`/start ${linkCodeOf(town.account('person-4'))}`);
    await shared.say('1');
    const { name } = town.account('person-3');
    for (const message of before) {
      for (const index of message.choices.keys()) {
        const length = shared.messages.length;
        await shared.tap(message, index);
        const answers = shared.messages.slice(length).map((answer) => answer.text);
        expect(answers).toHaveLength(1);
        expect(answers.join()).not.toContain('学费');
        expect(answers.join()).not.toContain(name);
        expect(answers.join()).not.toContain(text('kinds:training.name'));
      }
    }
    await shared.say('/menu');
    await tapLabel(shared, text('menu:matters'));
    expect(shared.text).toContain(text('matters:none'));
  });

  it('a chat that closed to the bot and comes back is told what it missed, in order', async () => {
    const phone = await town.joined('person-7', locale);
    const station = await town.joined('staff-hexi-station', locale);
    await phone.say('0');
    await phone.say('在吗');
    await town.post(town.telegram.blockedUpdate(phone.id));
    await tapLabel(station, text('queue:claim'));
    for (const words of ['第一句', '第二句']) {
      await tapLabel(station, text('queue:ask'));
      await station.say(words);
      await tapLabel(station, text('composing:send'));
    }
    const missed = phone.messages.length;
    await town.post(town.telegram.unblockedUpdate(phone.id));
    const told = phone.messages.slice(missed).map((message) => message.text);
    expect(told).toHaveLength(3);
    expect(told[1]).toContain('第一句');
    expect(told[2]).toContain('第二句');
  });

  it('two devices, or two replicas, with one form: one answer to a question, one request to a yes', async () => {
    const phone = await town.joined('person-8', locale);
    const replica = town.replica();
    let taps = 0;
    const tapOn = (message: DeliveredMessage, index: number): Inbound => {
      taps += 1;
      const content = readChoiceToken(message.choices[index]?.data ?? '');
      return { channel: 'telegram', externalId: String(phone.id), updateId: `${locale} tap ${taps}`, content };
    };
    const bothTap = async (message: DeliveredMessage, first: number, second: number) => {
      await Promise.all([town.program.receive(tapOn(message, first)), replica.receive(tapOn(message, second))]);
      await town.settle();
    };
    await fillForm(phone, 'women', '');
    await phone.say('9');
    await bothTap(phone.last, 0, 1);
    const answers = (['family', 'children'] as const).map((option) =>
      text(`kinds:women.questions.matter.options.${option}`),
    );
    expect(answers.filter((answer) => phone.last.text.includes(answer))).toHaveLength(1);
    expect(phone.messages.slice(-2).filter((message) => message.text.includes(text('common:movedOn')))).toHaveLength(1);

    const mayWe = phone.last;
    await bothTap(mayWe, 0, 0);
    expect(await town.rows("select 1 from referral where kind = 'women'")).toHaveLength(1);
    await fillForm(phone, 'workers', '');
    await bothTap(phone.last, 0, 1);
    const outcomes = phone.messages.slice(-2).map((message) => message.text);
    const passed = (await town.rows("select 1 from referral where kind = 'workers'")).length;
    expect(outcomes.filter((said) => said.includes(text('common:movedOn')))).toHaveLength(1);
    expect(outcomes.some((said) => said.includes(beginning(locale, 'help:receipt')))).toBe(passed === 1);
    expect(outcomes.some((said) => said.includes(text('help:nothingPassedOn')))).toBe(passed === 0);
  });
});
