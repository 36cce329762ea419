import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeskBrowser } from '../../support/deskBrowser.ts';
import { ask } from '../../support/person.ts';
import { type Phone, Town } from '../../support/town.ts';

const lists = [
  'must',
  'visits',
  'requests',
  'unsorted',
  'calls',
  'arrivals',
  'arriving',
  'papers',
  'swaps',
  'undelivered',
  'closings',
] as const;

describe('today and the register', () => {
  let town: Town;
  let desk: DeskBrowser;
  let office: DeskBrowser;
  let person: Phone;
  let coordinator: Phone;
  beforeAll(async () => {
    town = await Town.open();
    person = await town.joined('person-1');
    coordinator = await town.joined('coordinator-jianshe');
    desk = await DeskBrowser.signedIn(town, 'coordinator-jianshe');
    office = await DeskBrowser.signedIn(town, 'office');
    await ask(town, person, 'other', '不知道找谁');
    await ask(town, person, 'taxRelief');
    await town.rows(
      `insert into visit (id, person_id, kind, slot, urgent, opens_on, due_on, provisional, state, created_at)
        select gen_random_uuid(), p.id, 'regular', 'past', false, '2026-09-01', '2026-09-10', false, 'due', '2026-09-01' from person p join account a on a.id = p.account_id where a.reference = 'person-2'`,
    );
    await town.rows(
      `insert into task (id, kind, area_id, person_id, slot, state, created_at)
        select gen_random_uuid(), 'call', p.area_id, p.id, 'unread:1', 'open', '2026-09-20' from person p join account a on a.id = p.account_id where a.reference = 'person-3'`,
    );
    await town.rows(
      "update arrival set due_on = '2026-09-18' where person_id = (select p.id from person p join account a on a.id = p.account_id where a.reference = 'person-4')",
    );
    await town.rows("update referral set expected_on = '2026-09-18' where kind = 'taxRelief'");
  });
  afterAll(async () => {
    expect(town.complaints).toEqual([]);
    await town.close();
  });

  /** A number of today's page by the words beside it. */
  function count(browser: DeskBrowser, words: string): number {
    const item = browser.page.querySelectorAll('.counts a').find((link) => link.structuredText.includes(words));
    return Number(item?.querySelector('strong')?.text ?? 0);
  }

  it('start with today for who coordinates, and with the queue for staff', async () => {
    await desk.open('/desk');
    expect(desk.path).toBe('/desk/today');
    const staff = await DeskBrowser.signedIn(town, 'staff-tax');
    await staff.open('/desk');
    expect(staff.path).toBe('/desk/queue');
    await staff.open('/desk/today');
    expect(staff.status).toBe(404);
  });

  it('count what five o’clock’s summary counts, and each number leads to as many rows', async () => {
    await desk.open('/desk/today');
    await coordinator.say('/menu');
    await coordinator.choose('overdue');
    for (const [words, said] of [
      ['走访过期', '走访过期 1 次'],
      ['没来报到', '没来报到 1 人'],
      ['部门过期', '部门过期 1 件'],
      ['要打的电话', '要打电话 1 个'],
    ] as const) {
      expect(count(desk, words), words).toBe(1);
      expect(coordinator.text).toContain(said);
    }
    for (const list of lists) {
      await desk.open('/desk/today');
      const link = desk.page
        .querySelectorAll('.counts a')
        .find((each) => each.getAttribute('href') === `/desk/today/${list}`);
      const shown = Number(link?.querySelector('strong')?.text ?? 0);
      await desk.open(`/desk/today/${list}`);
      expect(desk.page.querySelectorAll('tbody tr'), list).toHaveLength(shown);
    }
  });

  it('give an office the sum of its stations, and one station by itself', async () => {
    await office.open('/desk/today');
    const [hexi, jianshe] = office.page
      .querySelectorAll('.table tbody tr')
      .map((row) => row.querySelectorAll('td').map((cell) => Number(cell.text)));
    expect(jianshe?.[0]).toBe(1);
    expect(count(office, '走访过期')).toBe((hexi?.[0] ?? 0) + (jianshe?.[0] ?? 0));
    await office.follow('河西街道');
    expect(count(office, '走访过期')).toBe(0);
    expect(office.text).toContain('河西街道');
  });

  it('take that a call was made', async () => {
    await desk.open('/desk/today/calls');
    expect(desk.text).toContain('0000-5550160');
    await desk.send('called', {}, 0);
    expect(desk.notice).not.toBe('');
    await desk.open('/desk/today/calls');
    expect(desk.page.querySelectorAll('tbody tr')).toHaveLength(0);
  });

  it.each([
    ['林小满', 1],
    [' 林 小 满 ', 1],
    ['0000-5550159', 1],
    ['00005550159', 1],
    ['林小', 0],
    ['郑南雁', 0],
    ['0000-5550162', 0],
  ])('find %s: %i', async (wanted, found) => {
    await desk.open('/desk/register');
    await desk.send('search', { wanted });
    expect(desk.page.querySelectorAll('tbody tr')).toHaveLength(found);
    if (found > 0) expect(desk.text).toContain('林小满');
    expect(desk.page.querySelector('form[method=get]')?.getAttribute('action') ?? '').not.toContain(wanted);
  });

  it('find by a request’s number, and by an arrival’s', async () => {
    const [numbers] = await town.rows<{ request: string; arrival: string }>(
      'select r.number as request, a.number as arrival from referral r join arrival a on a.person_id = r.person_id limit 1',
    );
    for (const wanted of [numbers?.request ?? '', numbers?.arrival ?? '', numbers?.request.replaceAll('-', '') ?? '']) {
      await desk.open('/desk/register');
      await desk.send('search', { wanted });
      expect(desk.page.querySelectorAll('tbody tr'), wanted).toHaveLength(1);
      expect(desk.text).toContain('周念安');
    }
  });

  it('answer for a name in another area as for a name nobody has', async () => {
    await desk.open('/desk/register');
    await desk.send('search', { wanted: '郑南雁' });
    const foreign = desk.text;
    await desk.open('/desk/register');
    await desk.send('search', { wanted: '没有这人' });
    expect(desk.text).toBe(foreign);
  });

  it('answer for a file of another area as for one that is not there, on every page', async () => {
    const [other] = await town.rows<{ id: string }>(
      "select p.id from person p join account a on a.id = p.account_id where a.reference = 'person-5'",
    );
    const [own] = await town.rows<{ id: string }>(
      "select p.id from person p join account a on a.id = p.account_id where a.reference = 'person-1'",
    );
    const missing = '0199e1a5-0000-4000-8000-000000000009';
    for (const path of ['', '/edit', `/merge/${own?.id}`]) {
      await desk.open(`/desk/persons/${other?.id}${path}`);
      const foreign = [desk.status, desk.text];
      await desk.open(`/desk/persons/${missing}${path}`);
      expect(foreign).toEqual([desk.status, desk.text]);
      expect(desk.status).toBe(404);
    }
    await desk.open(`/desk/persons/${own?.id}/merge/${other?.id}`);
    expect(desk.status).toBe(404);
  });

  it('show no more and no other numbers when another area has rows of its own', async () => {
    const shown = async () => {
      const texts: string[] = [];
      for (const path of [
        '/desk/today',
        ...lists.map((list) => `/desk/today/${list}`),
        '/desk/register',
        '/desk/register?filter=unhelped',
        '/desk/register/duplicates',
        '/desk/cards',
      ]) {
        await desk.open(path);
        texts.push(desk.text);
      }
      return texts;
    };
    const before = await shown();
    await town.rows(
      `insert into visit (id, person_id, kind, slot, urgent, opens_on, due_on, provisional, state, created_at)
        select gen_random_uuid(), p.id, 'must', 'x' || p.id, true, '2026-09-01', '2026-09-10', false, 'due', '2026-09-01' from person p join account a on a.id = p.account_id where a.reference = 'person-5'`,
    );
    // The same name as somebody here: no duplicate is told of.
    await town.rows(
      "update account set name_hash = (select name_hash from account where reference = 'person-1') where reference = 'person-6'",
    );
    await town.rows(
      "update arrival set due_on = '2026-09-01' where person_id in (select p.id from person p join account a on a.id = p.account_id where a.reference = 'person-7')",
    );
    expect(await shown()).toEqual(before);
    await desk.open(
      `/desk/register?area=${(await town.rows<{ id: string }>("select id from area where name->>'zh-CN' = '河西街道'"))[0]?.id}`,
    );
    expect(desk.page.querySelectorAll('tbody tr')).toHaveLength(0);
  });

  it('are kept in the audit as seen before they are shown', async () => {
    await town.rows('select 1');
    const [before] = await town.rows<{ count: number }>(
      "select count(*)::int as count from audit where action = 'listed'",
    );
    await desk.open('/desk/register');
    const [after] = await town.rows<{ count: number }>(
      "select count(*)::int as count from audit where action = 'listed'",
    );
    expect((after?.count ?? 0) - (before?.count ?? 0)).toBe(4);
  });

  it.each([
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "'; drop table person; --",
    '{{constructor}}',
    '\u202egnp.exe',
    '<svg/onload=alert(1)>',
  ])('show %s as the text it is', async (name) => {
    await desk.open('/desk/register/new');
    await desk.send('register', { name, releasedOn: '2026-09-20' });
    if (!desk.notice.includes('登记好了')) return expect(desk.notice).toContain('姓名请直接写');
    await desk.follow('打开档案');
    await town.rows("update desk_session set stepped_up_until = '2027-01-01'");
    await desk.send('unmask', { reason: 'file' });
    const file = desk.page.toString();
    await desk.open('/desk/register');
    const whole = file + desk.page.toString();
    expect(desk.page.querySelectorAll('main script, main img, main svg')).toHaveLength(0);
    expect(whole).not.toMatch(/<script>alert|<img src=x|<svg\/onload/);
    expect(desk.page.querySelector('main')?.text).toContain(name.includes('<') ? '<' : name.slice(0, 3));
  });
});

describe('joining cards', () => {
  let town: Town;
  let desk: DeskBrowser;
  beforeAll(async () => {
    town = await Town.open();
    await town.joined('person-1');
    desk = await DeskBrowser.signedIn(town, 'coordinator-jianshe');
  });
  afterAll(() => town.close());

  it('are made for who has not joined, open the chat once, and are shown once', async () => {
    await desk.open('/desk/cards');
    expect(desk.text).not.toContain('周念安');
    await desk.send('make');
    const cards = desk.page.querySelectorAll('.joining-card');
    expect(cards).toHaveLength(3);
    expect(desk.response.headers.get('cache-control')).toBe('no-store');
    const codes = cards.map((card) => /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(card.text)?.[0] ?? '');
    for (const card of cards) {
      expect(card.text).not.toMatch(/林小满|陈望舒|赵春生|建设路/);
      expect(card.querySelector('svg path')?.getAttribute('d')).toMatch(/^(M\d+ \d+h1v1h-1z)+$/);
    }
    const stored =
      JSON.stringify(await town.rows('select * from enrolment')) +
      JSON.stringify(await town.rows('select * from audit')) +
      JSON.stringify(await town.rows('select * from outbox'));
    for (const code of codes) expect(stored).not.toContain(code);
    await desk.open('/desk/cards');
    expect(desk.page.querySelectorAll('.joining-card')).toHaveLength(0);
    const phone = town.stranger();
    await phone.say(codes[0] ?? '');
    await phone.choose('consentYes');
    expect(phone.text).not.toContain('口令');
    const again = town.stranger();
    await again.say(codes[0] ?? '');
    expect(again.text).not.toContain('您好，您已经加入');
    expect(await town.rows("select 1 from audit where action = 'cardMade'")).toHaveLength(3);
  });

  it('are for nobody of another area, nobody who has joined, and count once', async () => {
    const other = town.account('person-5').id;
    const [before] = await town.rows<{ count: number }>('select count(*)::int as count from enrolment');
    const body = new FormData();
    for (const [name, value] of [
      ['act', 'make'],
      ['form', crypto.randomUUID()],
      ['account', other],
      ['account', town.account('person-1').id],
    ] as const)
      body.append(name, value);
    await desk.post('/desk/cards', body);
    expect(desk.notice).toContain('没有做卡片');
    await desk.post('/desk/cards', body);
    const [after] = await town.rows<{ count: number }>('select count(*)::int as count from enrolment');
    expect(after?.count).toBe(before?.count);
    const none = new FormData();
    for (const [name, value] of [
      ['act', 'make'],
      ['form', crypto.randomUUID()],
    ] as const)
      none.append(name, value);
    await desk.post('/desk/cards', none);
    expect(desk.text).toContain('请至少选一位');
  });
});
