import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locales } from '../../src/i18n/locale.ts';
import type { DeliveredMessage } from '../support/fakeTelegram.ts';
import { ask, beginning, said, tapLabel } from '../support/person.ts';
import { linkCodeOf, type Phone, Town } from '../support/town.ts';
import { WebPhone } from '../support/webPhone.ts';

const minute = 60_000;

/** What a phone shows is for whoever holds it, and may be somebody else in a moment. */
describe.each(locales)('the phone in one’s hand, in %s', (locale) => {
  let town: Town;
  let staff: Phone;
  let first: Phone;
  let second: Phone;
  let coordinator: Phone;
  const text = (key: Parameters<typeof said>[1], values = {}) => said(locale, key, values);
  const words = { hide: locale === 'en' ? 'hide' : '收起', leave: locale === 'en' ? 'Unlink.' : '这不是我的手机。' };
  const later = (minutes: number) => new Date(town.now.getTime() + minutes * minute);

  beforeAll(async () => {
    town = await Town.open();
    staff = await town.joined('staff-human-resources', locale);
    coordinator = await town.joined('coordinator-hexi', locale);
  });
  afterAll(async () => {
    expect(town.logged.filter(({ level }) => level === 'error')).toEqual([]);
    expect(await town.rows("select error from outbox where state = 'dead'")).toEqual([]);
    await town.close();
  });

  async function staffAsks(about: string): Promise<void> {
    await tapLabel(staff, text('queue:ask'));
    await staff.say(about);
    await tapLabel(staff, text('composing:send'));
  }

  /** As when its reader has deleted it: an edit of it is refused. */
  function forget(phone: Phone, message: DeliveredMessage): void {
    phone.chat.messages.splice(phone.chat.messages.indexOf(message), 1);
  }

  const shown = (phone: Phone) => phone.messages.map((message) => message.text).join('\n');

  it('a notice opens in its own place, and closes again after ten minutes; opened again it closes again', async () => {
    const phone = await town.joined('person-1', locale);
    first = phone;
    await ask(town, phone, 'training');
    await tapLabel(staff, text('queue:claim'));
    town.setClock(later(60));
    await staffAsks('星期几方便？');
    const notice = phone.last;
    const count = phone.messages.length;
    for (const closesBy of ['tick', 'another replica’s tick'] as const) {
      await phone.tap(notice, 0);
      expect(notice.text).toContain('星期几方便？');
      expect(notice.choices.length).toBeGreaterThan(1);
      expect(phone.messages).toHaveLength(count);
      await town.tickAt(later(9));
      expect(notice.text).toContain('星期几方便？');
      await Promise.all([town.tickAt(later(1)), town.tickAt(later(1))]);
      expect(notice.text, closesBy).not.toContain('星期几方便？');
      expect(notice.choices.map((choice) => choice.text)).toEqual([`1 ${text('common:unfold')}`]);
    }
    expect(phone.messages).toHaveLength(count);
    await phone.say('1');
    expect(notice.text).toContain('星期几方便？');
  });

  it('an opened notice closes also where the process died before it could, and where the platform is away', async () => {
    const phone = first;
    await phone.say('/menu');
    town.setClock(later(60));
    await staffAsks('带照片来');
    await phone.choose('unfold');
    const notice = phone.last;
    expect(notice.text).toContain('带照片来');
    // Whoever ticked had written that it closes, and died.
    await town.rows('select fold_again($1, 500)', [later(11).toISOString()]);
    town.setClock(later(11));
    const replica = town.replica();
    town.telegram.failNext({ chat: phone.id, method: 'editMessageText', fault: 500 });
    replica.dispatcher.wake();
    await replica.dispatcher.idle();
    expect(notice.text).toContain('带照片来');
    town.setClock(later(1));
    await town.settle();
    expect(notice.text).not.toContain('带照片来');
  });

  it('where a notice cannot be edited any more, what stands behind it comes anew', async () => {
    const phone = first;
    await phone.say('/menu');
    town.setClock(later(60));
    await staffAsks('带户口本来');
    const notice = phone.last;
    forget(phone, notice);
    await phone.tap(notice, 0);
    expect(notice.text).not.toContain('带户口本来');
    expect(phone.last.text).toContain('带户口本来');
    await phone.choose('write');
    expect(phone.text).toContain(beginning(locale, 'station:write'));
  });

  it('news comes plainly once the person wants that, and folded again when they change their mind', async () => {
    const phone = first;
    await phone.say('/menu');
    await tapLabel(phone, text('menu:phone'));
    expect(phone.text).toContain(text('phone:isFolded'));
    await tapLabel(phone, text('phone:tellPlainly'));
    expect(phone.text).toContain(text('phone:isPlain'));
    town.setClock(later(60));
    await staffAsks('直接说的话');
    expect(phone.text).toContain('直接说的话');
    await phone.choose('phone');
    await tapLabel(phone, text('phone:tellFolded'));
    town.setClock(later(60));
    await staffAsks('合上说的话');
    expect(shown(phone)).not.toContain('合上说的话');
  });

  it('hides what was said last, whatever the chat stands at, and nothing but that', async () => {
    const phone = await town.joined('person-2', locale);
    second = phone;
    await ask(town, phone, 'training');
    await tapLabel(staff, text('queue:claim'));
    town.setClock(later(60));
    await staffAsks('还没打开的话');
    const notice = phone.last;
    await phone.say('0');
    await phone.say('我有件心事');
    await phone.say(words.hide);
    expect(phone.last.text).toBe(text('phone:hidden'));
    const left = phone.messages.filter(({ text: each }) => each !== text('common:hidden'));
    expect(left).toEqual([notice, phone.last]);
    expect(phone.messages.filter(({ choices }) => choices.length > 0)).toEqual([notice, phone.last]);
    // It is done once: what is hidden is not hidden again, and what comes then is seen.
    const edits = (await town.rows("select 1 from outbox where edit = 'hide'")).length;
    await phone.say(words.hide);
    expect(await town.rows("select 1 from outbox where edit = 'hide'")).toHaveLength(edits + 1);
    await phone.tap(notice, 0);
    expect(notice.text).toContain('还没打开的话');
    await phone.say('/menu');
    expect(phone.text).toContain(text('menu:person'));
  });

  it('hides twenty screens at most, none older than two days, and what cannot be edited is nobody’s concern', async () => {
    const phone = await town.joined('person-3', locale);
    await phone.say('/menu');
    const old = phone.last;
    town.setClock(later(49 * 60));
    for (let count = 0; count < 22; count += 1) await phone.say('/menu');
    forget(phone, phone.last);
    await phone.say(words.hide);
    expect(old.text).toBe(text('menu:person'));
    expect(phone.messages.filter(({ text: each }) => each === text('common:hidden'))).toHaveLength(19);
    const rows = await town.rows<{ state: string; count: number }>(
      "select state, count(*)::integer from outbox o join identity i on i.id = o.identity_id where edit = 'hide' and external_id = $1 group by state order by state",
      [String(phone.id)],
    );
    expect(rows).toEqual([
      { state: 'dropped', count: 1 },
      { state: 'sent', count: 19 },
    ]);
  });

  it('a page shows nothing of what was said once it is hidden, and all of it when asked to', async () => {
    const page = new WebPhone(town.program, locale);
    await page.join(linkCodeOf(town.account('person-4')));
    await page.choose('consentYes');
    await page.say('我有件心事');
    const before = await page.messages();
    await page.say(words.hide);
    const hidden = await page.messages();
    expect(hidden.map((message) => message.text)).toEqual([text('phone:hidden')]);
    expect(hidden[0]?.choices.map(({ action }) => action)).toEqual(['menu']);
    await page.choose('menu');
    expect((await page.messages()).map((message) => message.text)).toEqual([text('phone:hidden'), text('menu:person')]);
    await page.say(locale === 'en' ? 'show' : '显示');
    expect((await page.messages()).map(({ id }) => id)).toEqual(expect.arrayContaining(before.map(({ id }) => id)));
  });

  it('a borrowed phone: one question, one tap, and it is a stranger’s; what waited comes to the next one', async () => {
    const phone = await town.joined('person-5', locale);
    const station = await town.joined('staff-hexi-station', locale);
    await phone.say('0');
    await phone.say('在吗');
    await tapLabel(station, text('queue:claim'));
    const night = new Date(town.now);
    night.setUTCHours(13, 0);
    town.setClock(night);
    await tapLabel(station, text('queue:ask'));
    await station.say('早上再说的话');
    await tapLabel(station, text('composing:send'));
    const buttons = [...phone.messages];
    await phone.say(words.leave);
    expect(phone.text).toContain(text('phone:askLeaving'));
    await phone.choose('leavePhoneNow');
    expect(phone.last.text).toContain(text('phone:left'));
    expect(shown(phone)).not.toContain('在吗');
    expect(phone.messages.slice(0, -1).map((message) => message.text)).toEqual(
      buttons.map(() => text('common:hidden')).concat(text('common:hidden')),
    );
    for (const message of ['/menu', '2', '9', words.hide, words.leave]) {
      await phone.say(message);
      expect(phone.last.text).toContain(beginning(locale, 'joining:stranger'));
    }
    town.setClock(new Date(night.getTime() + 12 * 60 * minute));
    await town.settle();
    expect(shown(phone)).not.toContain('早上再说的话');
    expect(await town.rows("select 1 from outbox where state = 'waiting' and identity_id is not null")).toEqual([]);

    await coordinator.say('/menu');
    await tapLabel(coordinator, text('menu:people'));
    await tapLabel(coordinator, text('coordination:personNotHere', { name: town.account('person-5').name }));
    const [, link = ''] = /\/chat#([\w-]{22})/.exec(coordinator.text) ?? [];
    const next = town.stranger(locale);
    await next.say(`/start ${link}`);
    for (const message of [...next.messages]) {
      const index = message.choices.findIndex((choice) => choice.text.endsWith(text('common:unfold')));
      if (index >= 0) await next.tap(message, index);
    }
    expect(shown(next)).toContain('早上再说的话');
  });

  it('a borrowed page is left in the same way, and its session opens nothing any more', async () => {
    const page = new WebPhone(town.program, locale);
    await page.join(linkCodeOf(town.account('person-6')));
    await page.choose('consentYes');
    await page.say(words.leave);
    await page.choose('leavePhoneNow');
    const left = await page.messages();
    expect(left).toHaveLength(1);
    expect(left[0]?.text).toContain(text('phone:left'));
    await page.say('/menu');
    expect(await page.text()).toContain(beginning(locale, 'joining:stranger'));
  });

  it('who has not agreed to anything yet can leave and hide all the same', async () => {
    const phone = town.stranger(locale);
    await phone.say(`/start ${linkCodeOf(town.account('person-7'))}`);
    await phone.say(words.hide);
    expect(phone.last.text).toBe(text('phone:hidden'));
    await phone.say(words.leave);
    await phone.choose('leavePhoneNow');
    expect(phone.last.text).toContain(text('phone:left'));
    expect(shown(phone)).not.toContain(town.account('person-7').name);
  });

  it('a lost phone: the coordinator’s one tap ends every chat, takes off what they show, and gives a new link', async () => {
    const phone = await town.joined('person-8', locale);
    await phone.say('0');
    await phone.say('丢了手机前说的话');
    await coordinator.say('/menu');
    await tapLabel(coordinator, text('menu:people'));
    for (let page = 0; page < 3 && !coordinator.text.includes(town.account('person-8').name); page += 1)
      await tapLabel(coordinator, text('common:more'));
    await tapLabel(coordinator, town.account('person-8').name);
    await tapLabel(coordinator, text('phone:lost'));
    expect(coordinator.text).toContain(beginning(locale, 'phone:ended'));
    expect(coordinator.text).toMatch(/\/chat#[\w-]{22}/);
    expect(new Set(phone.messages.map((message) => message.text))).toEqual(new Set([text('common:hidden')]));
    await phone.say('/menu');
    expect(phone.last.text).toContain(beginning(locale, 'joining:stranger'));
  });

  it('only who coordinates the person’s area can end their chats', async () => {
    const helper = await town.joined('helper-1', locale);
    const phone = second;
    const tapForeign = async (by: Phone) => {
      await by.say('/menu');
      const [row] = await town.rows<{ id: string }>(
        `update outbox set choices = jsonb_build_array(jsonb_build_object('number', '1', 'label', jsonb_build_object('key', 'phone:lost'),
          'action', jsonb_build_object('do', 'lostPhone', 'account', $1::text)))
          where id = (select o.id from outbox o join identity i on i.id = o.identity_id where i.external_id = $2 order by o.seq desc limit 1) returning id`,
        [town.account('person-2').id, String(by.id)],
      );
      expect(row).toBeDefined();
      by.becomeUnknown();
      await by.tap(by.last, 0);
    };
    for (const by of [helper, staff, coordinator]) {
      await tapForeign(by);
      await phone.say('/menu');
      expect(phone.text).toContain(text('menu:person'));
    }
  });
});
