import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeskBrowser, formOf } from '../support/deskBrowser.ts';
import { bound, linkIn, numberOn } from '../support/deskLogin.ts';
import { linkCodeOf, Town } from '../support/town.ts';
import { reissue, WebPhone } from '../support/webPhone.ts';

/** Whose only chat lies in the same browser proves themselves by six digits. */
describe('the PIN of who has the web chat alone', () => {
  let town: Town;
  let page: WebPhone;
  let desk: DeskBrowser;
  const pin = '482915';
  const path = '/desk/step-up?for=export&to=/desk/sessions';
  const kept = async () =>
    (
      await town.rows<{ hash: string; attempts: number; locked: string | null }>(
        'select hash, attempts, locked_until as locked from desk_pin',
      )
    )[0];
  const later = (minutes: number) => town.setClock(new Date(town.now.getTime() + minutes * 60_000));

  async function signedIn(): Promise<DeskBrowser> {
    await page.say('/desk');
    const browser = await bound(town, linkIn(await page.text()));
    await page.say(numberOn(browser));
    return browser.open('/desk/in');
  }

  async function guess(browser: DeskBrowser, digits: string): Promise<string> {
    await browser.open(path);
    await browser.send('pin', { pin: digits });
    return browser.notice;
  }

  beforeAll(async () => {
    town = await Town.open();
    page = new WebPhone(town.program);
    await page.join(linkCodeOf(town.account('coordinator-jianshe')));
    desk = await signedIn();
  });
  afterAll(async () => {
    expect(town.complaints).toEqual([]);
    await town.close();
  });

  it('is chosen in the chat, typed twice, and not one of those that are tried first', async () => {
    await desk.open(path);
    expect(desk.offers('pin')).toBe(false);
    desk.expectText('/pin');
    await page.say('/desk');
    await page.choose('deskPin');
    for (const trivial of ['000000', '123456', '654321', '121212', '123123', '112233', '890123']) {
      await page.say(trivial);
      expect(await page.text(), trivial).toContain('太好猜');
    }
    await page.say('12345');
    expect(await page.text()).toContain('六位数字');
    await page.say(pin);
    await page.say('482916');
    expect(await page.text()).toContain('不一样');
    expect(await kept()).toBeUndefined();
    await page.say('482 915');
    await page.say(pin);
    expect(await page.text()).toContain('设好了');
    expect((await kept())?.hash).toMatch(/^[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}$/);
  });

  it('is kept nowhere as it was typed', async () => {
    // Also where no question for it stands any more.
    await page.say('/menu');
    await page.say(pin);
    const said = (await page.messages()).filter(({ from }) => from !== 'guitu').map(({ text }) => text);
    expect(said).toContain('/desk');
    expect(said.filter((text) => /\d{5,}|\d{3} \d{3}/.test(text))).toEqual([]);
    expect(JSON.stringify(town.logged)).not.toContain(pin);
    for (const table of ['inbox', 'outbox', 'dialogue', 'audit', 'desk_pin']) {
      const rows = await town.rows(`select 1 from ${table} t where t::text like '%${pin}%'`);
      expect(rows, table).toEqual([]);
    }
  });

  it('is not kept with a turn that fails, either', async () => {
    await page.say('/pin');
    const { query } = town.database;
    town.database.query = (statement, parameters) =>
      statement.includes('find_desk')
        ? Promise.reject(new TypeError('a mistake of ours'))
        : query(statement, parameters);
    await page.say(pin);
    town.database.query = query;
    const [row] = await town.rows('select state, body from inbox order by seq desc limit 1');
    expect(row).toEqual({ state: 'failed', body: null });
    expect(town.complaints.map(({ event }) => event)).toEqual(['turn.failed']);
    town.logged.length = 0;
    await page.say('/menu');
  });

  it('opens what wants a proof, and leads back', async () => {
    await guess(desk, pin);
    expect([desk.status, desk.path]).toEqual([200, '/desk/sessions']);
    later(10);
    expect((await desk.open(path)).path).toContain('step-up');
  });

  it('is shut at the fifth wrong guess, for a quarter of an hour and then for twice as long', async () => {
    for (let times = 1; times < 5; times += 1) expect(await guess(desk, '739104')).toBe('数字密码不对。');
    await guess(desk, '739104');
    expect((await kept())?.attempts).toBe(5);
    await desk.open(path);
    expect(desk.offers('pin')).toBe(false);
    await desk.post(path, formOf('pin', { pin }));
    expect(desk.path).toContain('step-up');
    later(14);
    expect((await desk.open(path)).offers('pin')).toBe(false);
    later(1);
    for (let times = 0; times < 5; times += 1) await guess(desk, '739104');
    later(20);
    expect((await desk.open(path)).offers('pin')).toBe(false);
    later(10);
    await guess(desk, pin);
    expect(desk.path).toBe('/desk/sessions');
    expect(await kept()).toMatchObject({ attempts: 0, locked: null });
    expect(await town.rows("select action from audit where action = 'deskPinLocked'")).toHaveLength(2);
  });

  it('counts guesses that come at once one by one, so no more than five of them are heard', async () => {
    later(11);
    desk = await signedIn();
    const many = Array.from({ length: 12 }, () => {
      const same = new DeskBrowser(town.program);
      for (const [name, value] of desk.cookies) same.cookies.set(name, value);
      return same;
    });
    await Promise.all(many.map((each) => each.open(path)));
    await Promise.all(many.map((each, index) => each.send('pin', { pin: String(700_001 + index * 17) })));
    expect((await kept())?.attempts).toBe(5);
    expect(many.filter(({ notice }) => notice === '数字密码不对。').length).toBeLessThanOrEqual(5);
    expect(many.filter((each) => each.path === '/desk/sessions')).toEqual([]);
  });

  it('is changed by who types the old one, and wrong ones count in the chat as at the desk', async () => {
    later(16);
    await page.say('/pin');
    for (let times = 0; times < 4; times += 1) await page.say('739104');
    expect(await page.text()).toContain('不对');
    await page.say('739104');
    expect(await page.text()).toContain('锁住');
    await page.say('/pin');
    expect(await page.text()).toContain('锁住');
    later(31);
    await page.say('/pin');
    await page.say(pin);
    // Whoever finds the page open later does not go on from there.
    later(11);
    await page.say('590273');
    expect(await page.text()).toContain('太久');
    await page.say('/pin');
    await page.say(pin);
    await page.say('590273');
    await page.say('590273');
    desk = await signedIn();
    expect(await guess(desk, pin)).toBe('数字密码不对。');
    await guess(desk, '590273');
    expect(desk.path).toBe('/desk/sessions');
  });

  it('goes with a new chat, and so do the sessions', async () => {
    const next = new WebPhone(town.program);
    await next.join(await reissue(town, 'coordinator-jianshe'));
    expect(await kept()).toBeUndefined();
    expect((await desk.open('/desk/sessions')).status).toBe(403);
  });
});
