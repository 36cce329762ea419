import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deskCookie } from '../../src/desk/session.ts';
import { locales } from '../../src/i18n/locale.ts';
import { DeskBrowser } from '../support/deskBrowser.ts';
import { askLink, bound, enterDesk, linkIn, numberOn } from '../support/deskLogin.ts';
import { said } from '../support/person.ts';
import { linkCodeOf, type Phone, Town } from '../support/town.ts';
import { WebPhone } from '../support/webPhone.ts';

const minutes = (count: number) => count * 60_000;

describe.each(locales)('getting in to the desk, in %s', (locale) => {
  let town: Town;
  let staff: Phone;
  beforeAll(async () => {
    town = await Town.open();
    staff = await town.joined('staff-human-resources', locale);
  });
  afterAll(async () => {
    expect(town.complaints).toEqual([]);
    await town.close();
  });

  it('takes a link from the chat, a press of a button, and two digits typed back', async () => {
    await staff.choose('desk');
    const browser = new DeskBrowser(town.program);
    await browser.open(`${linkIn(staff.text)}?lang=${locale}`);
    browser.expectText(said(locale, 'deskLogin:page.ask'));
    await browser.send('enter');
    await town.settle();
    staff.expectLast('Firefox');
    staff.expectLast('Windows');
    await browser.open('/desk/in');
    expect(browser.page.querySelector('main')?.getAttribute('data-again')).toBe('3');
    await staff.say(numberOn(browser));
    expect(staff.text).toContain('Firefox');
    await browser.open('/desk/in');
    expect([browser.status, browser.path]).toEqual([200, '/desk/queue']);
    expect(browser.page.querySelector('html')?.getAttribute('lang')).toBe(locale);
    expect(browser.page.structuredText).toContain(town.account('staff-human-resources').name);
  });

  it('says what waits at any time, and takes full-width digits', async () => {
    const browser = await bound(town, await askLink(staff));
    await staff.say('/menu');
    await staff.choose('deskNumber');
    staff.expectLast('Firefox');
    await staff.say('abc');
    staff.expectLast(said(locale, 'deskLogin:twoDigits'));
    await staff.say(numberOn(browser).replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)));
    await browser.open('/desk/in');
    expect(browser.path).toBe('/desk/queue');
  });

  it('asks to open the link first, and counts no try before that', async () => {
    const link = await askLink(staff);
    for (const number of ['41', '42', '43', '44']) await staff.say(number);
    staff.expectLast(said(locale, 'deskLogin:openFirst'));
    const browser = await bound(town, link);
    await staff.say(numberOn(browser));
    await browser.open('/desk/in');
    expect(browser.status).toBe(200);
  });

  it('shows who is in, in the chat and at the desk, each with its end', async () => {
    await staff.choose('deskSessions');
    const shown = staff.last.choices.length;
    const browser = await enterDesk(town, staff);
    await browser.open('/desk/sessions');
    expect(browser.forms('end')).toHaveLength(3);
    expect(browser.text).toContain('Firefox');
    await browser.send('end');
    expect(browser.forms('end')).toHaveLength(2);
    await staff.say('/desk');
    await staff.choose('deskSessions');
    expect(staff.last.choices.length).toBe(shown);
    await staff.choose('endDeskSession');
    await staff.choose('endDeskSessions');
    await browser.open('/desk/queue');
    expect(browser.status).toBe(403);
    await staff.choose('deskSessions');
    staff.expectLast(said(locale, 'deskLogin:nobodyIn'));
  });

  it('ends by signing out, and the cookie with it', async () => {
    const browser = await enterDesk(town, staff);
    const token = browser.cookies.get(deskCookie) ?? '';
    await browser.open('/desk/sessions');
    await browser.send('signOut');
    browser.expectText(
      said(browser.page.querySelector('html')?.getAttribute('lang') === 'en' ? 'en' : 'zh-CN', 'deskLogin:page.out'),
    );
    expect(browser.cookies.has(deskCookie)).toBe(false);
    browser.cookies.set(deskCookie, token);
    await browser.open('/desk/queue');
    expect(browser.status).toBe(403);
  });

  it('is idle for half an hour at most, and lasts ten hours however busy', async () => {
    const start = town.now;
    const later = (count: number) => new Date(start.getTime() + minutes(count));
    const idle = await enterDesk(town, staff);
    const busy = await enterDesk(town, staff);
    for (let passed = 20; passed < 600; passed += 20) {
      town.setClock(later(passed));
      await busy.open('/desk/sessions');
      expect(busy.status, `${passed}`).toBe(200);
      if (passed === 40) expect((await idle.open('/desk/sessions')).status).toBe(403);
    }
    town.setClock(later(600));
    expect((await busy.open('/desk/sessions')).status).toBe(403);
  });

  it('is for nobody who only helps, is helped, or is not known', async () => {
    const helper = await town.joined('helper-1', locale);
    const person = await town.joined('person-1', locale);
    const stranger = town.stranger(locale);
    for (const phone of [helper, person, stranger]) {
      await phone.say('/desk');
      expect(phone.text).not.toContain('/desk/in');
      if (phone !== stranger) phone.expectLast(said(locale, 'deskLogin:notForYou'));
    }
    await helper.say('/pin');
    helper.expectLast(said(locale, 'deskLogin:notForYou'));
  });

  it('is the same from the web chat', async () => {
    const page = new WebPhone(town.program, locale);
    await page.join(linkCodeOf(town.account('coordinator-jianshe')));
    await page.choose('desk');
    const browser = await bound(town, linkIn(await page.text()));
    expect(await page.text()).toContain('Firefox');
    await page.say(numberOn(browser));
    await browser.open('/desk/in');
    expect(browser.page.structuredText).toContain(town.account('coordinator-jianshe').name);
  });

  it('is kept no longer than it is needed for', async () => {
    const days = (count: number) => {
      const day = new Date(town.now.getTime() + count * 86_400_000).toISOString().slice(0, 10);
      return new Date(`${day}T03:30:00+08:00`);
    };
    const count = async (table: string) =>
      (await town.rows<{ count: number }>(`select count(*)::int as count from ${table}`))[0]?.count ?? 0;
    const before = await count('desk_session');
    expect(await count('desk_login')).toBeGreaterThan(0);
    await town.tickAt(days(3));
    expect([await count('desk_login'), await count('desk_session')]).toEqual([0, before]);
    await town.tickAt(days(92));
    expect(await count('desk_session')).toBe(0);
  });
});
