import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enteringCookie } from '../../src/desk/login/entering.ts';
import { deskCookie } from '../../src/desk/session.ts';
import { DeskBrowser, formOf } from '../support/deskBrowser.ts';
import { askLink, bound, enterDesk, numberOn, wrongNumber } from '../support/deskLogin.ts';
import { type Phone, Town } from '../support/town.ts';

/** Each of these is a way in for somebody who should not get in. */
describe('the way in to the desk, attacked', () => {
  let town: Town;
  let staff: Phone;
  const browser = () => new DeskBrowser(town.program);
  const count = async (rows: string) =>
    (await town.rows<{ count: number }>(`select count(*)::int as count from ${rows}`))[0]?.count;
  const states = () =>
    town.rows('select id, bound_at, confirmed_at, ended_at, attempts, version from desk_login order by created_at, id');
  const goOn = () => formOf('enter');

  beforeAll(async () => {
    town = await Town.open();
    staff = await town.joined('staff-human-resources');
  });
  afterAll(async () => {
    expect(town.complaints).toEqual([]);
    await town.close();
  });

  it('changes nothing by being looked at, and tells nothing of a link', async () => {
    const link = await askLink(staff);
    const before = await states();
    const [real, made] = [browser(), browser()];
    for (let times = 0; times < 3; times += 1) await real.open(link, { purpose: 'prefetch' });
    await made.open(`/desk/in/${'x'.repeat(22)}`);
    expect([made.status, made.text]).toEqual([real.status, real.text]);
    const bare = (page: DeskBrowser) => page.page.toString().replace(/value="[0-9a-f-]{36}"/g, '');
    expect(bare(made)).toBe(bare(real));
    expect(await states()).toEqual(before);
    // After all that looking, the link still leads in.
    expect(numberOn(await bound(town, link))).toMatch(/^\d\d$/);
  });

  it('is bound by one of many that post at once, and the others see no number', async () => {
    const link = await askLink(staff);
    const told = "audit where action = 'deskBrowserBound'";
    const before = await count(told);
    const many = await Promise.all(Array.from({ length: 8 }, () => browser().open(link)));
    await Promise.all(many.map((each) => each.send('enter')));
    const winners = many.filter((each) => each.page.querySelector('.digits') !== null);
    expect(winners).toHaveLength(1);
    for (const each of many.filter((other) => other !== winners[0])) expect(each.status).toBe(403);
    expect(await count(told)).toBe((before ?? 0) + 1);
  });

  it('shows its number again to the browser that is bound, and to no other', async () => {
    const link = await askLink(staff);
    const mine = await bound(town, link);
    const number = numberOn(mine);
    await mine.open(link);
    await mine.send('enter');
    expect(numberOn(mine)).toBe(number);
    const other = await bound(town, link);
    expect([other.status, other.page.querySelector('.digits')]).toEqual([403, null]);
  });

  it('tells whose browser opened a forwarded link, and "not me" shuts it, or throws out who came in', async () => {
    const link = await askLink(staff);
    const thief = browser();
    thief.userAgent =
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile/15E148 Safari/604.1';
    await bound(town, link, thief);
    staff.expectLast('Safari（iPhone）');
    await staff.choose('deskRefuse');
    await thief.open('/desk/in');
    expect(thief.status).toBe(403);
    // Tapped too late: the number was typed already.
    const late = await bound(town, await askLink(staff), browser());
    const { message, index } = await staff.find('deskRefuse');
    await staff.say(numberOn(late));
    await late.open('/desk/in');
    expect(late.status).toBe(200);
    await staff.tap(message, index);
    await late.open('/desk/queue');
    expect(late.status).toBe(403);
  });

  it('takes nothing from a page of another site', async () => {
    const link = await askLink(staff);
    const before = await states();
    for (const headers of [
      { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' },
      { origin: 'null', 'sec-fetch-site': 'cross-site' },
      { origin: 'https://evil.test' },
    ]) {
      const victim = await browser().open(link);
      await victim.post(link, goOn(), headers);
      expect(victim.status, JSON.stringify(headers)).toBe(403);
    }
    const victim = await browser().open(link);
    const response = await town.program.app.request(`http://desk.test${link}`, {
      method: 'POST',
      body: new URLSearchParams({ act: 'enter', form: crypto.randomUUID() }),
      headers: {
        host: 'desk.test',
        'sec-fetch-site': 'cross-site',
        cookie: [...victim.cookies].map((pair) => pair.join('=')).join('; '),
      },
    });
    expect(response.status).toBe(403);
    expect(await states()).toEqual(before);
  });

  it('takes nothing from a form that never stood in the browser, whatever it says of where it is from', async () => {
    const link = await askLink(staff);
    const before = await states();
    const response = await town.program.app.request(`http://desk.test${link}`, {
      method: 'POST',
      body: new URLSearchParams({ act: 'enter', form: crypto.randomUUID() }),
      headers: { host: 'desk.test' },
    });
    expect([response.status, response.headers.getSetCookie()]).toEqual([303, []]);
    expect(await states()).toEqual(before);
  });

  it('gives one session for a number, however many ask for it at once, and none again', async () => {
    const mine = await bound(town, await askLink(staff));
    await staff.say(numberOn(mine));
    const before = await count('desk_session');
    const entering = mine.cookies.get(enteringCookie) ?? '';
    const many = Array.from({ length: 8 }, () => {
      const same = browser();
      same.cookies.set(enteringCookie, entering);
      return same;
    });
    await Promise.all(many.map((each) => each.open('/desk/in')));
    expect(many.filter((each) => each.cookies.has(deskCookie))).toHaveLength(1);
    expect(await count('desk_session')).toBe((before ?? 0) + 1);
    const replay = browser();
    replay.cookies.set(enteringCookie, entering);
    await replay.open('/desk/in');
    expect([replay.status, replay.cookies.has(deskCookie)]).toEqual([403, false]);
  });

  it('opens nothing a second time, and the number typed again says so', async () => {
    const link = await askLink(staff);
    const mine = await bound(town, link);
    const number = numberOn(mine);
    await staff.say(number);
    await mine.open('/desk/in');
    expect((await bound(town, link)).status).toBe(403);
    const before = await states();
    await staff.choose('deskNumber');
    await staff.say(number);
    expect(await states()).toEqual(before);
    await staff.say('/menu');
  });

  it('ends at the third wrong number, and the right one then opens nothing', async () => {
    const mine = await bound(town, await askLink(staff));
    const number = numberOn(mine);
    const wrong = wrongNumber(mine);
    await staff.say(wrong);
    staff.expectLast('2');
    await staff.say(wrong);
    await staff.say(wrong);
    staff.expectLast('三次都不对');
    await staff.say(number);
    await mine.open('/desk/in');
    expect([mine.status, mine.cookies.has(deskCookie)]).toEqual([403, false]);
    expect(await count("audit where action = 'deskRefused'")).toBeGreaterThan(0);
  });

  it('counts wrong numbers that come at once one by one', async () => {
    const mine = await bound(town, await askLink(staff));
    const wrong = wrongNumber(mine);
    await Promise.all(Array.from({ length: 6 }, () => staff.say(wrong)));
    const [row] = await town.rows<{ attempts: number; ended_at: string | null }>(
      'select attempts, ended_at from desk_login order by created_at desc, bound_at desc nulls last limit 1',
    );
    expect(row?.ended_at).not.toBeNull();
    await staff.say('/menu');
  });

  it('is shut after five minutes, bound or not, and by a newer link', async () => {
    const old = await askLink(staff);
    town.setClock(new Date(town.now.getTime() + 1000));
    const link = await askLink(staff);
    expect((await bound(town, old)).status).toBe(403);
    const mine = await bound(town, link);
    const number = numberOn(mine);
    town.setClock(new Date(town.now.getTime() + 5 * 60_000));
    await staff.say(number);
    await mine.open('/desk/in');
    expect(mine.status).toBe(403);
    const unused = await askLink(staff);
    const before = await states();
    town.setClock(new Date(town.now.getTime() + 5 * 60_000));
    expect((await bound(town, unused)).status).toBe(403);
    expect(await states()).toEqual(before);
  });

  it('comes for its session within two minutes of the number, or not at all', async () => {
    const mine = await bound(town, await askLink(staff));
    await staff.say(numberOn(mine));
    town.setClock(new Date(town.now.getTime() + 2 * 60_000));
    await mine.open('/desk/in');
    expect([mine.status, mine.cookies.has(deskCookie)]).toEqual([403, false]);
  });

  it('lets nobody choose the cookie of a session, and ends the one that was there', async () => {
    const mine = await enterDesk(town, staff);
    const first = mine.cookies.get(deskCookie);
    const planted = randomBytes(32).toString('base64url');
    const victim = browser();
    victim.cookies.set(deskCookie, planted);
    await bound(town, await askLink(staff), victim);
    await staff.say(numberOn(victim));
    await victim.open('/desk/in');
    expect(victim.status).toBe(200);
    expect(victim.cookies.get(deskCookie)).not.toBe(planted);
    expect(await count(`desk_session where token_hash = '${createHash('sha256').update(planted).digest('hex')}'`)).toBe(
      0,
    );
    await bound(town, await askLink(staff), mine);
    await staff.say(numberOn(mine));
    await mine.open('/desk/in');
    const again = browser();
    again.cookies.set(deskCookie, first ?? '');
    expect((await again.open('/desk/queue')).status).toBe(403);
  });

  it('sets cookies that no script and no other site reads, and keeps only their hash', async () => {
    const mine = await enterDesk(town, staff);
    const set = mine.setCookies.filter((line) => !/max-age=0/i.test(line));
    expect(set.map((line) => line.split('=')[0]).sort()).toEqual([deskCookie, enteringCookie]);
    for (const line of set) {
      expect(line).toMatch(/^__Host-[a-z-]+=[A-Za-z0-9_-]{43};/);
      for (const flag of [/; Secure/i, /; HttpOnly/i, /; SameSite=Lax/i, /; Path=\//i]) expect(line).toMatch(flag);
      expect(line).not.toMatch(/domain=|expires=/i);
    }
    const [row] = await town.rows<{ rows: string }>(
      "select string_agg(t::text, ' ') as rows from (select s::text from desk_session s union all select l::text from desk_login l) t",
    );
    for (const token of set.map((line) => line.slice(line.indexOf('=') + 1, line.indexOf(';'))))
      expect(row?.rows).not.toContain(token);
    expect(mine.response.headers.get('cache-control')).toBe('no-store');
  });

  it('keeps the link nowhere in clear', async () => {
    const code = (await askLink(staff)).split('/').at(-1) ?? '';
    for (const table of ['desk_login', 'outbox', 'inbox', 'audit', 'dialogue'])
      expect(await count(`${table} t where t::text like '%${code}%'`), table).toBe(0);
    expect(JSON.stringify(town.logged)).not.toContain(code);
  });

  it('is ended by nobody else: their session is not even there', async () => {
    const mine = await enterDesk(town, staff);
    const [session] = await town.rows<{ id: string }>(
      'select id from desk_session order by created_at desc, id limit 1',
    );
    const other = await DeskBrowser.signedIn(town, 'staff-tax');
    await other.open('/desk/sessions');
    await other.post(other.path, formOf('end', { session: session?.id ?? '' }));
    const answer = other.notice;
    expect(answer).not.toBe('');
    await other.post(other.path, formOf('end', { session: crypto.randomUUID() }));
    expect(other.notice).toBe(answer);
    expect((await mine.open('/desk/queue')).status).toBe(200);
    const tax = await town.joined('staff-tax');
    await tax.say('/desk');
    await tax.choose('deskSessions');
    expect(tax.last.choices.filter(({ text }) => text.includes('Firefox'))).toHaveLength(0);
  });
});
