import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeskBrowser } from '../../support/deskBrowser.ts';
import { ask, tapLabel } from '../../support/person.ts';
import { type Phone, Town } from '../../support/town.ts';
import { areaOf } from './support.ts';

const scripts = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'; drop table person; --",
  '{{name}} $t(menu:person) %s',
  '</textarea></title><svg/onload=alert(1)>',
];

/** Which of the page's forms is that of the question about the trade. */
function ofTrade(desk: DeskBrowser): number {
  return desk.forms('word').findIndex((form) => form.querySelector('[name="option.cooking"]') !== null);
}

describe('what is asked with a request', () => {
  let town: Town;
  let office: DeskBrowser;
  let staff: Phone;
  let page: string;

  beforeAll(async () => {
    town = await Town.open();
    office = await DeskBrowser.signedIn(town, 'office');
    staff = await town.joined('staff-human-resources');
    page = `/desk/settings/questions/${await areaOf(town, '归宁区（演示）')}/training`;
  });
  afterAll(async () => {
    expect(town.complaints).toEqual([]);
    await town.close();
  });

  /** From the menu to the first question about a trade. */
  async function begin(phone: Phone): Promise<void> {
    await phone.say('/menu');
    for (const action of ['help', 'group:work', 'kind:training']) await phone.choose(action);
  }

  async function copyOf(person: Phone): Promise<{ json: string; sections: { lines: string[] }[] }> {
    await person.say('/menu');
    for (const action of ['myInformation', 'ownData:copy', 'makeCopy']) await person.choose(action);
    const response = await town.program.app.request('/chat/copy', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://guitu.test', host: 'guitu.test' },
      body: JSON.stringify({ link: /copy#([A-Za-z0-9_-]{22})/.exec(person.text)?.[1] }),
    });
    return response.json();
  }

  /** The department looks at somebody's request once more. */
  async function openFromQueue(reference: string): Promise<void> {
    await staff.say('/menu');
    await staff.choose('queue');
    const item = staff.last.choices.find(({ text }) => text.includes(town.account(reference).name));
    await tapLabel(staff, item?.text.replace(/^\d+ /, '') ?? '');
  }

  it('is worded anew in both languages, and what was sent before keeps its words', async () => {
    const before = await town.joined('person-1');
    await ask(town, before, 'training');
    staff.expectLast('想学的：做饭');
    const midway = await town.joined('person-2');
    await begin(midway);
    midway.expectLast('想学什么');
    await office.open(page);
    await office.send('word', {
      ask: '本区今年开这些班，您想上哪个？',
      askEnglish: 'These classes are held this year. Which would you like?',
      label: '想上的班',
      labelEnglish: 'Class wanted',
      'option.cooking': '中式面点',
      'option.cooking.en': 'Noodles and buns',
    });
    expect(office.notice).toContain('已保存');
    expect(office.text).toContain('中式面点');
    const chinese = await town.joined('person-3');
    await begin(chinese);
    chinese.expectLast('本区今年开这些班，您想上哪个？');
    chinese.expectLast('中式面点');
    const english = await town.joined('person-4', 'en');
    await begin(english);
    english.expectLast('These classes are held this year.');
    english.expectLast('Noodles and buns');
    for (const action of ['firstOption', 'firstOption']) await english.choose(action);
    english.expectLast('Class wanted: Noodles and buns');
    await english.choose('confirm');
    staff.expectLast('想上的班：中式面点');
    // Who was asked in the old words has answered in the old words.
    await midway.choose('firstOption');
    await midway.choose('firstOption');
    midway.expectLast('想学的：做饭');
    await midway.choose('confirm');
    staff.expectLast('想学的：做饭');
    await openFromQueue('person-1');
    staff.expectLast('想学的：做饭');
    await openFromQueue('person-4');
    staff.expectLast('想上的班：中式面点');
  });

  it('gets a question of the office’s own, which goes with the request, into the yes and into the copy', async () => {
    await office.open(page);
    await office.send('add', {
      ask: '家里有人能帮您看孩子吗？',
      askEnglish: 'Can somebody at home look after the children?',
      label: '看孩子',
      labelEnglish: 'Childcare',
    });
    expect(office.notice).toContain('已保存');
    expect(office.text).toContain('本地区加的');
    const person = await town.joined('person-5');
    await begin(person);
    for (const action of ['firstOption', 'firstOption']) await person.choose(action);
    person.expectLast('家里有人能帮您看孩子吗？');
    await person.say('12');
    person.expectLast('看孩子：12');
    await person.choose('confirm');
    staff.expectLast('看孩子：12');
    await person.say('/menu');
    for (const action of ['myInformation', 'ownData:consents']) await person.choose(action);
    await tapLabel(
      person,
      person.last.choices
        .map(({ text }) => text)
        .find((text) => text.includes('学门技术'))
        ?.replace(/^\d+ /, '') ?? '',
    );
    person.expectLast('看孩子');
    const copy = await copyOf(person);
    expect(copy.sections.flatMap(({ lines }) => lines).join('\n')).toContain('看孩子：12');
    expect(copy.json).toContain('看孩子');
    expect(copy.json).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
  });

  it('leaves a question out, and an own one that is removed still reads for who was asked it', async () => {
    await office.open(page);
    await office.send('switch', { on: 'no' }, 0);
    expect(office.notice).toContain('已保存');
    expect(office.text).toContain('不问');
    const own = office.forms('remove');
    expect(own).toHaveLength(1);
    await office.send('remove');
    expect(office.forms('remove')).toHaveLength(0);
    const person = await town.joined('person-6');
    await begin(person);
    await person.choose('firstOption');
    person.expectLast('可以吗？');
    await openFromQueue('person-5');
    staff.expectLast('看孩子：12');
  });

  it('changes its order, and can be taken back to any version and to ours', async () => {
    await office.open(page);
    await office.send('switch', { on: 'yes' }, 0);
    await office.send('move', { by: 'down' }, 0);
    const person = await town.joined('person-7');
    await begin(person);
    person.expectLast('什么时候');
    await person.choose('firstOption');
    person.expectLast('本区今年开这些班');
    // One step back is the question before, and no answer is lost.
    await person.choose('back');
    person.expectLast('什么时候');
    await office.send('bringBack', { back: '1' });
    expect(office.text).toContain('用回了第1版');
    await begin(person);
    person.expectLast('本区今年开这些班');
    await office.send('clear');
    await begin(person);
    person.expectLast('想学什么');
  });

  it('is never about what must not be asked, and says why; what was typed is still there', async () => {
    await office.open(page);
    for (const [text, reason] of [
      ['您是哪个民族？', '不能问这个'],
      ['您信什么宗教？', '不能问这个'],
      ['您为什么坐牢？', '不能问这个'],
      ['政治面貌是什么？', '不能问这个'],
      ['您犯了什么事？', '居民不该看到的字眼'],
      ['x'.repeat(121), '太长了'],
      ['有\u200b鬼', '看不见的字符'],
      ['  ', '请填写这一项'],
    ] as const) {
      await office.send('add', { ask: text, askEnglish: '', label: '标签', labelEnglish: '' });
      expect(office.status).toBe(400);
      expect(office.text).toContain(reason);
      const typed = office.forms('add')[0]?.querySelector('input[name=ask]')?.getAttribute('value');
      expect(typed?.trim()).toBe(text.trim());
    }
    await office.send('word', { 'option.cooking.en': 'Your religion' }, ofTrade(office));
    expect(office.status).toBe(400);
    expect(office.page.querySelector('main details[open]')?.text).toContain('不能问这个');
    const [row] = await town.rows<{ count: number }>(
      "select count(*)::int as count from setting_version where content::text ~ '(宗教|民族|religion)'",
    );
    expect(row?.count).toBe(0);
  });

  it('asks one thing only where it is urgent, and always what it is about', async () => {
    const urgent = page.replace('training', 'emergencyRelief');
    await office.open(urgent);
    expect(office.offers('add')).toBe(false);
    expect(office.offers('switch')).toBe(false);
    const body = new FormData();
    for (const [name, value] of Object.entries({
      act: 'add',
      form: crypto.randomUUID(),
      version: '0',
      ask: '还有吗？',
      label: '还有',
    }))
      body.append(name, value);
    await office.post(urgent, body);
    expect(office.notice).toContain('急事只问一个问题');
    const off = new FormData();
    for (const [name, value] of Object.entries({
      act: 'switch',
      form: crypto.randomUUID(),
      version: '0',
      part: 'need',
      on: 'no',
    }))
      off.append(name, value);
    await office.post(urgent, off);
    expect(office.notice).toContain('总要问');
  });

  it('shows as it was typed, whatever it looks like', async () => {
    const person = await town.joined('person-8');
    for (const text of scripts) {
      await office.open(page);
      const fields = { ask: text, askEnglish: text, label: text.slice(0, 30), note: text };
      await office.send('word', fields, ofTrade(office));
      expect(office.notice).toContain('已保存');
      expect(office.page.querySelector('.question h2')?.text).toContain(text);
      expect(office.page.querySelectorAll('main script, main img, main svg')).toEqual([]);
      expect(office.page.querySelector('.history')?.text).toContain(text);
      await begin(person);
      expect(person.last.text).toContain(text);
      await person.choose('firstOption');
      await person.choose('firstOption');
      person.expectLast(text.slice(0, 30));
      const overview = await DeskBrowser.signedIn(town, 'office');
      await overview.open('/desk/settings');
      expect(overview.page.querySelector('.history')?.text).toContain(text);
      expect(overview.page.querySelectorAll('main script, main img, main svg')).toEqual([]);
    }
  });

  it('is worded the same where a helper asks it for somebody', async () => {
    const helper = await town.joined('helper-1');
    await helper.say('/menu');
    for (const action of ['dueVisits', 'myPeople']) await helper.choose(action);
    for (const action of ['helpedPerson', 'fileFor', 'groupFor:work', 'kindFor:training']) await helper.choose(action);
    helper.expectLast('</textarea>');
  });
});
