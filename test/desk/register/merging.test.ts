import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoOrganisation } from '../../../src/commands/demo/demoOrganisation.ts';
import { DeskBrowser } from '../../support/deskBrowser.ts';
import { placesOf, rowsOf, textsOf } from '../../support/mergedFiles.ts';
import { ask, tapLabel } from '../../support/person.ts';
import { type Phone, Town } from '../../support/town.ts';
import { WebPhone } from '../../support/webPhone.ts';

interface File {
  readonly id: string;
  readonly account: string;
}

/** Two files of one person: person-1's, with a life in it, and one that was opened for them once more. */
describe('two files of one person', () => {
  let town: Town;
  let desk: DeskBrowser;
  let person: Phone;
  let helper: Phone;
  let lived: File;
  let double: File;
  let doubleCode: string;

  beforeEach(async () => {
    const demo = demoOrganisation();
    const people = demo.people.map((each, place) =>
      place === 0 ? { ...each, releasedOn: '2026-09-16', arrivedOn: '2026-09-18' } : each,
    );
    town = await Town.open({ demo: { ...demo, people } });
    desk = await DeskBrowser.signedIn(town, 'coordinator-jianshe');
    await town.rows("update desk_session set stepped_up_until = '2027-01-01'");
    helper = await town.joined('helper-1');
    person = await town.joined('person-1');
    await live();
    await desk.open('/desk/register/new');
    await desk.send('register', { name: '周念安', releasedOn: '2026-09-17' });
    await desk.send('register', { anyway: 'yes' });
    doubleCode = /chat#([\w-]{22})|([0-9A-Z]{5}-[0-9A-Z]{5})/.exec(desk.notice)?.[0] ?? '';
    lived = await fileOf("p.account_id = (select id from account where reference = 'person-1')");
    double = await fileOf(
      `p.account_id <> '${lived.account}' and a.name_hash = (select name_hash from account where reference = 'person-1')`,
    );
  });
  afterEach(async () => {
    expect(town.complaints).toEqual([]);
    await town.close();
  });

  async function fileOf(where: string): Promise<File> {
    const [row] = await town.rows<File>(
      `select p.id, p.account_id as account from person p join account a on a.id = p.account_id where ${where}`,
    );
    if (row === undefined) throw new Error('no such file');
    return row;
  }

  /** A request with words to and fro, a contact with a note, a check-in, needs, a hardship, and a call to make. */
  async function live(): Promise<void> {
    const staff = await town.joined('staff-human-resources');
    await ask(town, person, 'training', '想学电工');
    await staff.choose('claim');
    await staff.choose('ask');
    await staff.say('哪天方便？');
    await staff.choose('confirm');
    await ask(town, person, 'legalAid', '工钱没给');
    await helper.say('/menu');
    for (const action of ['dueVisits', 'myPeople']) await helper.choose(action);
    await tapLabel(helper, '周念安');
    for (const action of ['visit', 'logVisit', 'how:home', 'met', 'needSeen:noWork', 'needsSeen'])
      await helper.choose(action);
    await helper.say('家里都好，在找活');
    await helper.say('/menu');
    for (const action of ['dueVisits', 'myPeople']) await helper.choose(action);
    await tapLabel(helper, '周念安');
    for (const action of ['report', 'triggerSeen:family', 'reportUsual']) await helper.choose(action);
    await town.rows(
      `insert into check_in (id, person_id, opens_on, due_on, state, feeling, answered_at) select gen_random_uuid(), p.id, '2026-09-01', '2026-09-03', 'done', 'well', '2026-09-01T02:00:00Z' from person p join account a on a.id = p.account_id where a.reference = 'person-1'`,
    );
    await town.rows(
      `insert into task (id, kind, area_id, person_id, slot, state, created_at) select gen_random_uuid(), 'call', p.area_id, p.id, 'unread:1', 'open', '2026-09-20T02:00:00Z' from person p join account a on a.id = p.account_id where a.reference = 'person-1'`,
    );
  }

  async function merge(keep: File, gone: File): Promise<void> {
    await desk.open(`/desk/persons/${keep.id}/merge/${gone.id}`);
    expect(desk.status).toBe(200);
    await desk.send('merge');
    await town.settle();
  }

  it('stand in the list of likely duplicates, masked side by side', async () => {
    await desk.open('/desk/register/duplicates');
    await desk.follow('放在一起看');
    expect(desk.text).toContain('周＊＊');
    expect(desk.text).not.toContain('周念安');
    expect(desk.text).toContain('•••• 0158');
    expect(desk.text).not.toContain('5550158');
  });

  it('become one without losing anything, when the chat is that of the file which goes', async () => {
    const both = [lived, double];
    const texts = await textsOf(
      town,
      both.map(({ account }) => account),
    );
    const rows = await rowsOf(
      town,
      both.map(({ id }) => id),
    );
    await merge(double, lived);
    expect(desk.notice).toBe('合并好了。');
    const after = await textsOf(town, [double.account]);
    for (const [place, text] of texts) expect(after.get(place), place).toBe(text);
    expect(await rowsOf(town, [double.id])).toEqual({ ...rows, arrival: 1 });
    expect(await placesOf(town, [lived.id, lived.account])).toEqual([
      'account.id',
      ...['action', 'actor', 'person_id', 'subject_id']
        .filter((name) => name !== 'action')
        .map((name) => `audit.${name}`),
      'person.account_id',
      'person.id',
    ]);
    const [gone] = await town.rows('select key, name, phone, name_hash, state from account where id = $1', [
      lived.account,
    ]);
    expect(gone).toEqual({ key: null, name: '', phone: null, name_hash: null, state: 'erased' });
    const [kept] = await town.rows<{ id: string; key: string; phone: string }>(
      'select id, key, phone from account where id = $1',
      [double.account],
    );
    expect(await town.vault.open(kept ?? null, `account.phone:${double.account}`, kept?.phone ?? '')).toBe(
      '0000-5550158',
    );
    // The chat goes on where it was, under the file that stays.
    await person.say('/menu');
    await person.choose('matters');
    expect(person.text).toContain('学门技术');
    await desk.open(`/desk/persons/${double.id}`);
    expect(desk.text).toContain('合并了另一份档案');
    expect(desk.text).toContain('家里都好，在找活');
    await desk.open(`/desk/persons/${lived.id}`);
    expect(desk.status).toBe(404);
    await desk.open(`/desk/persons/${lived.id}/merge/${double.id}`);
    expect(desk.status).toBe(404);
    await person.say('谁看过我的信息');
    expect(person.text).toContain('看过您信息的人');
  });

  it('become one when both have a chat: the newer file’s says kindly that it ends', async () => {
    const other = town.stranger();
    await other.say(doubleCode.startsWith('chat#') ? `/start ${doubleCode.slice(5)}` : doubleCode);
    await other.choose('consentYes');
    await ask(town, other, 'housing', '没地方住了');
    const texts = await textsOf(town, [lived.account, double.account]);
    const told = helper.messages.length;
    await merge(lived, double);
    expect(desk.notice).toBe('合并好了。');
    other.expectLast('这个聊天不再用了');
    const after = await textsOf(town, [lived.account]);
    for (const [place, text] of texts) expect(after.get(place), place).toBe(text);
    expect(helper.messages.slice(told).filter(({ text }) => text.includes('合成了一份'))).toHaveLength(1);
    await other.say('你好');
    expect(other.text).not.toContain('周念安');
    await person.say('/menu');
    await person.choose('matters');
    expect(person.text).toContain('住');
    const open = await town.rows(
      "select kind from referral where person_id = $1 and state in ('new', 'claimed') order by kind",
      [lived.id],
    );
    expect(open).toEqual([{ kind: 'housing' }, { kind: 'legalAid' }, { kind: 'training' }]);
  });

  it('become one with all that was said in a web chat, which lies here', async () => {
    const page = new WebPhone(town.program);
    await page.join(doubleCode.startsWith('chat#') ? doubleCode.slice(5) : doubleCode);
    await page.choose('consentYes');
    await page.say('想问问社保的事');
    for (const action of ['myInformation', 'ownData:correct', 'correct:name']) await page.choose(action);
    await page.say('周念安安');
    await town.settle();
    const texts = await textsOf(town, [lived.account, double.account]);
    for (const column of ['inbox.body', 'outbox.body', 'dialogue.state'])
      expect(
        [...texts.keys()].some((place) => place.startsWith(column)),
        column,
      ).toBe(true);
    const [sealed] = await town.rows<{ id: string; text: string }>(
      `select o.id, (regexp_match(o.lines::text, '"(s1\\.[^"]+)"'))[1] as text from outbox o where o.account_id = $1 and o.lines::text ~ '"s1\\.' limit 1`,
      [double.account],
    );
    expect(sealed?.text).toMatch(/^s1\./);
    await merge(lived, double);
    expect(desk.notice).toBe('合并好了。');
    const after = await textsOf(town, [lived.account]);
    for (const [place, text] of texts) expect(after.get(place), place).toBe(text);
    const [kept] = await town.rows<{ id: string; key: string }>('select id, key from account where id = $1', [
      lived.account,
    ]);
    const [again] = await town.rows<{ text: string }>(
      `select (regexp_match(o.lines::text, '"(s1\\.[^"]+)"'))[1] as text from outbox o where o.id = $1`,
      [sealed?.id ?? ''],
    );
    expect(await town.vault.open(kept ?? null, `outbox.lines:${sealed?.id}`, again?.text ?? '')).not.toBe('');
  });

  it('lose nothing that others write into the one that goes at the same moment', async () => {
    await helper.say('/menu');
    for (const action of ['dueVisits', 'myPeople']) await helper.choose(action);
    await tapLabel(helper, '周念安');
    for (const action of ['visit', 'logVisit', 'how:phone', 'met', 'needsSeen']) await helper.choose(action);
    const noted = () => helper.messages.filter(({ text }) => text.includes('补上了')).length;
    const before = noted();
    await desk.open(`/desk/persons/${double.id}/merge/${lived.id}`);
    await Promise.all([
      desk.send('merge'),
      helper.say('同一时刻写的一句'),
      ask(town, person, 'housing', '同一时刻问的'),
    ]);
    await town.settle();
    // Whichever came first: what was taken is there, in a file that is there, and opens with its key.
    const isMerged = desk.notice === '合并好了。';
    expect(await town.rows('select 1 from person where merged_into is not null')).toHaveLength(isMerged ? 1 : 0);
    const texts = [...(await textsOf(town, [isMerged ? double.account : lived.account])).values()];
    if (noted() > before) expect(texts).toContain('同一时刻写的一句');
    const left = await rowsOf(town, [isMerged ? lived.id : double.id]);
    if (isMerged) expect(Object.values(left).reduce((sum, count) => sum + count, 0)).toBe(0);
    const asked = await town.rows("select 1 from referral where kind = 'housing' and person_id = $1", [
      isMerged ? double.id : lived.id,
    ]);
    expect(asked).toHaveLength(1);
  });

  it('are not merged when one of them has changed since they were looked at', async () => {
    await desk.open(`/desk/persons/${double.id}/merge/${lived.id}`);
    const stale = await DeskBrowser.signedIn(town, 'coordinator-jianshe');
    await stale.open(`/desk/persons/${lived.id}/edit`);
    await stale.send('checkInInterval', { months: '2' });
    await desk.send('merge');
    expect(desk.notice).toContain('刚刚有别的改动');
    expect(await town.rows('select 1 from person where merged_into is not null')).toEqual([]);
  });

  it('are not merged when one has been erased meanwhile', async () => {
    await desk.open(`/desk/persons/${double.id}/merge/${lived.id}`);
    await person.say('/menu');
    await person.choose('myInformation');
    for (const action of ['ownData:keeping', 'ownData:erase', 'eraseGoOn', 'eraseNow']) await person.choose(action);
    await desk.send('merge');
    expect(desk.notice).not.toContain('合并好了');
    expect(await town.rows('select 1 from person where merged_into is not null')).toEqual([]);
  });

  it('are merged by nobody whose areas do not have both', async () => {
    const other = await DeskBrowser.signedIn(town, 'coordinator-hexi');
    await other.open(`/desk/persons/${double.id}/merge/${lived.id}`);
    expect(other.status).toBe(404);
    await desk.open(`/desk/persons/${double.id}/merge/${lived.id}`);
    const sent = new FormData();
    for (const input of desk.forms('merge')[0]?.querySelectorAll('input') ?? [])
      sent.append(input.getAttribute('name') ?? '', input.getAttribute('value') ?? '');
    await other.post(desk.path, sent);
    expect(other.notice).not.toContain('合并好了');
    expect(await town.rows('select 1 from person where merged_into is not null')).toEqual([]);
  });
});
