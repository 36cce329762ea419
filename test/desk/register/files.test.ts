import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeskBrowser } from '../../support/deskBrowser.ts';
import { ask } from '../../support/person.ts';
import { type Phone, Town } from '../../support/town.ts';

describe('a person’s file', () => {
  let town: Town;
  let desk: DeskBrowser;
  let person: Phone;
  let id: string;
  beforeEach(async () => {
    town = await Town.open();
    person = await town.joined('person-1');
    desk = await signedIn('coordinator-jianshe');
    id = await fileOf('person-1');
    await desk.open(`/desk/persons/${id}`);
  });
  afterEach(async () => {
    expect(town.complaints).toEqual([]);
    await town.close();
  });

  async function signedIn(reference: string): Promise<DeskBrowser> {
    const browser = await DeskBrowser.signedIn(town, reference);
    await town.rows("update desk_session set stepped_up_until = '2027-01-01'");
    return browser;
  }

  async function fileOf(reference: string): Promise<string> {
    const [row] = await town.rows<{ id: string }>(
      'select p.id from person p join account a on a.id = p.account_id where a.reference = $1',
      [reference],
    );
    return row?.id ?? '';
  }

  const looks = (reason: string) =>
    town.rows<{ actor: string; fields: string[] }>(
      "select actor, fields from audit where person_id = $1 and action = 'shown' and reason = $2 and fields ? 'name' order by id",
      [id, reason],
    );

  it('masks name and number until a reason is given, for one answer, and tells the person', async () => {
    expect(desk.text).toContain('周＊＊');
    expect(desk.text).toContain('•••• 0158');
    expect(desk.page.toString()).not.toMatch(/周念安|5550158/);
    await desk.send('unmask', { reason: 'nothing' });
    expect(desk.status).toBe(400);
    expect(desk.page.toString()).not.toMatch(/周念安|5550158/);
    expect(await looks('call')).toEqual([]);
    await desk.send('unmask', { reason: 'call' });
    expect(desk.text).toContain('周念安');
    expect(desk.text).toContain('0000-5550158');
    const [look] = await looks('call');
    expect(look?.actor).toBe(town.account('coordinator-jianshe').id);
    expect(look?.fields).toEqual(expect.arrayContaining(['name', 'phone', 'staying']));
    await desk.open(desk.path);
    expect(desk.page.toString()).not.toMatch(/周念安|5550158/);
    await person.say('谁看过我的信息');
    expect(person.text).toContain('给您打电话');
    expect(person.text).toContain('住处');
  });

  it('says of the agreement that it is not kept here yet', () => {
    expect(desk.text).toContain('这里还没有记 协议');
  });

  it('shows states and days of requests, and none of the words', async () => {
    await ask(town, person, 'legalAid', '工钱一直没有给我');
    await desk.open(desk.path);
    expect(desk.text).toContain('待受理');
    expect(desk.page.toString()).not.toContain('工钱一直没有给我');
  });

  it('is corrected, and the person is told what it reads now', async () => {
    await desk.open(`/desk/persons/${id}/edit`);
    await desk.send('correct', {
      name: '周年安',
      phone: '138 0000 0001',
      releasedOn: '2026-09-01',
      paperDay: '2026-09-30',
    });
    await town.settle();
    expect(desk.notice).toBe('改好了，已经告诉本人。');
    await person.choose('unfold').catch(() => undefined);
    for (const words of ['姓名：周年安', '电话：138 0000 0001', '9月1日', '9月30日'])
      expect(person.text).toContain(words);
    const [row] = await town.rows('select released_on::text, helped_until::text from person where id = $1', [id]);
    expect(row).toEqual({ released_on: '2026-09-01', helped_until: '2031-09-01' });
    const [audited] = await town.rows<{ fields: string[] }>(
      "select fields from audit where action = 'fileCorrected' and person_id = $1",
      [id],
    );
    expect(audited?.fields).toEqual(
      expect.arrayContaining(['account.name', 'account.phone', 'arrival.due_on', 'person.released_on']),
    );
    await desk.open('/desk/register');
    await desk.send('search', { wanted: '周年安' });
    expect(desk.notice).toContain('1');
  });

  it.each([
    [{ name: '123' }, '姓名请直接写'],
    [{ phone: 'abc' }, '没看懂这个号码'],
    [{ releasedOn: '1990-01-01' }, '没看懂这个日期'],
    [{}, '没有要改的'],
  ])('is not corrected with %j', async (fields, words) => {
    await desk.open(`/desk/persons/${id}/edit`);
    await desk.send('correct', fields);
    expect(desk.notice).toContain(words);
    expect(await town.rows("select 1 from audit where action = 'fileCorrected'")).toEqual([]);
  });

  it('is changed by one of two who have it open, and the other looks again', async () => {
    const other = await signedIn('office');
    await desk.open(`/desk/persons/${id}/edit`);
    await other.open(`/desk/persons/${id}/edit`);
    await other.send('correct', { name: '周安' });
    await desk.send('correct', { name: '周念' });
    expect(desk.notice).toContain('刚刚有别的改动');
    await desk.send('correct', { name: '周念' });
    expect(desk.notice).toBe('改好了，已经告诉本人。');
  });

  it('goes to another station with what is open, and both the person and that station are told', async () => {
    const hexi = await town.joined('coordinator-hexi');
    await ask(town, person, 'training');
    const office = await signedIn('office');
    const [area] = await town.rows<{ id: string }>("select id from area where name->>'zh-CN' = '河西街道'");
    await office.open(`/desk/persons/${id}/edit`);
    await office.send('correct', { area: area?.id ?? '' });
    await town.settle();
    expect(office.notice).toBe('改好了，已经告诉本人。');
    hexi.expectLast('周念安转到河西街道了');
    expect(await town.rows('select distinct area_id from referral where person_id = $1', [id])).toEqual([
      { area_id: area?.id },
    ]);
    await desk.open(`/desk/persons/${id}`);
    expect(desk.status).toBe(404);
    const [jianshe] = await town.rows<{ id: string }>("select id from area where name->>'zh-CN' = '建设路街道'");
    const theirs = await signedIn('coordinator-hexi');
    await theirs.open(`/desk/persons/${id}/edit`);
    await theirs.send('correct', { area: jianshe?.id ?? '' });
    expect(theirs.notice).not.toContain('改好了');
  });

  it('is closed by a second human only, and until then nothing changes', async () => {
    const referral = await ask(town, person, 'training');
    await town.joined('office');
    await desk.open(`/desk/persons/${id}/edit`);
    await desk.send('close', { reason: 'moved' });
    expect(desk.notice).toContain('等另一个人同意');
    await desk.open(`/desk/persons/${id}`);
    expect(await town.rows('select 1 from person where id = $1 and period_ended_at is not null', [id])).toEqual([]);
    const form = desk.forms('decide')[0]?.querySelector('input[name=closing]')?.getAttribute('value') ?? '';
    await desk.send('decide', { decision: 'yes' });
    expect(desk.notice).toContain('要另一个人同意');
    expect(await town.rows('select 1 from person where id = $1 and period_ended_at is not null', [id])).toEqual([]);
    const stranger = await signedIn('coordinator-hexi');
    const foreign = await fileOf('person-5');
    await stranger.open(`/desk/persons/${foreign}`);
    const sent = new FormData();
    for (const [name, value] of [
      ['act', 'decide'],
      ['form', crypto.randomUUID()],
      ['closing', form],
      ['decision', 'yes'],
    ] as const)
      sent.append(name, value);
    await stranger.post(`/desk/persons/${foreign}`, sent);
    expect(await town.rows('select 1 from person where period_ended_at is not null')).toEqual([]);
    const office = await signedIn('office');
    await office.open('/desk/today');
    await office.follow('等您同意的结案');
    await office.follow('周念安');
    await office.send('decide', { decision: 'yes' });
    await town.settle();
    expect(office.notice).toContain('结案了');
    expect(await town.rows('select 1 from person where id = $1 and period_ended_at is not null', [id])).toHaveLength(1);
    expect(await town.rows('select state from referral where id = $1', [referral])).toEqual([{ state: 'new' }]);
    expect(office.offers('decide')).toBe(false);
    await desk.open(`/desk/persons/${id}/edit`);
    await desk.send('reopen');
    expect(desk.notice).toBe('重新打开了。');
    expect(await town.rows('select 1 from person where id = $1 and period_ended_at is null', [id])).toHaveLength(1);
  });

  it('is closed from the chat of the second human, where one tap is enough', async () => {
    const phone = await town.joined('office');
    await desk.open(`/desk/persons/${id}/edit`);
    await desk.send('close', { reason: 'enoughHelp' });
    await town.settle();
    phone.expectLast('提出给周念安结案');
    await phone.choose('closingYes');
    await town.settle();
    expect(phone.text).toContain('结案了');
    await phone.choose('closingYes');
    expect(phone.text).toContain('已经有结果了');
    expect(await town.rows('select outcome from file_closing')).toEqual([{ outcome: 'approved' }]);
  });

  it('of somebody who has died says nothing more to their phone', async () => {
    const said = person.messages.length;
    await desk.open(`/desk/persons/${id}/edit`);
    await desk.send('close', { reason: 'died' });
    const office = await signedIn('office');
    await office.open(`/desk/persons/${id}`);
    await office.send('decide', { decision: 'yes' });
    await town.settle();
    expect(person.messages.length).toBe(said);
  });

  it('is not closed twice at once, and a proposal can be taken back', async () => {
    await desk.open(`/desk/persons/${id}/edit`);
    const second = await signedIn('office');
    await second.open(`/desk/persons/${id}/edit`);
    await desk.send('close', { reason: 'moved' });
    await second.send('close', { reason: 'moved' });
    expect(second.notice).toContain('已经有人提出结案了');
    await desk.open(`/desk/persons/${id}`);
    await desk.send('decide', { decision: 'no' });
    expect(desk.notice).toContain('收回了');
    expect(await town.rows('select outcome from file_closing')).toEqual([{ outcome: 'withdrawn' }]);
  });

  it('is opened for somebody new, with a warning where somebody alike is there', async () => {
    await desk.open('/desk/register/new');
    await desk.send('register', { name: '钱多多', releasedOn: '2026-09-20', phone: '138 0000 0002' });
    expect(desk.notice).toContain('登记好了');
    await desk.follow('打开档案');
    expect(desk.text).toContain('钱＊＊');
    await desk.open('/desk/register/new');
    await desk.send('register', { name: '周念安', releasedOn: '2026-09-20' });
    expect(desk.notice).toContain('请留意');
    expect(desk.text).toContain('周＊＊');
    expect(await town.rows("select 1 from audit where action = 'personRegistered'")).toHaveLength(1);
    await desk.send('register', { anyway: 'yes' });
    expect(desk.notice).toContain('登记好了');
    expect(await town.rows("select 1 from audit where action = 'personRegistered'")).toHaveLength(2);
    await desk.send('register', { name: '12', releasedOn: '2026-09-20' });
    expect(desk.notice).toContain('姓名请直接写');
    expect(desk.page.querySelector('#register-releasedOn')?.getAttribute('value')).toBe('2026-09-20');
    const office = await signedIn('office');
    await office.open('/desk/register/new');
    expect(office.status).toBe(404);
  });

  it('gets a new link, its intervals, and shielding', async () => {
    await desk.open(`/desk/persons/${id}/edit`);
    await desk.send('reissue');
    expect(desk.notice).toMatch(/\/card#|[0-9A-Z]{5}-[0-9A-Z]{5}/);
    await desk.send('visitInterval', { months: '3' });
    await desk.send('checkInInterval', { months: '2' });
    await desk.send('shield', { on: 'yes' });
    const [row] = await town.rows(
      'select visit_every_months, check_in_every_months, shielded from person where id = $1',
      [id],
    );
    expect(row).toEqual({ visit_every_months: 3, check_in_every_months: 2, shielded: true });
  });

  it('takes the day on which the person came, and that the paper was seen', async () => {
    await desk.send('cameInPerson');
    await desk.send('paperSeen');
    expect(
      await town.rows(
        'select reported_at is not null as came, paper_seen_at is not null as seen from arrival where person_id = $1',
        [id],
      ),
    ).toEqual([{ came: true, seen: true }]);
    expect(desk.offers('paperSeen')).toBe(false);
  });
});
