import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoOrganisation } from '../../../src/commands/demo/demoOrganisation.ts';
import { DeskBrowser } from '../../support/deskBrowser.ts';
import { askedByChat, write } from '../../support/deskRequest.ts';
import { hostileWords } from '../../support/hostileWords.ts';
import { type Phone, Town } from '../../support/town.ts';

/** Elements and attributes that only somebody's words could have brought. */
function planted(desk: DeskBrowser): string[] {
  const elements = desk.page.querySelectorAll('main script, main img, main svg, main iframe, main [autofocus]');
  const handlers = desk.page
    .querySelectorAll('*')
    .filter((element) => Object.keys(element.attributes).some((name) => /^on/i.test(name)));
  const links = desk.page
    .querySelectorAll('a')
    .filter((link) => /^\s*javascript:/i.test(link.getAttribute('href') ?? ''));
  return [...elements, ...handlers, ...links].map((element) => element.outerHTML);
}

const bare = (text: string) =>
  text
    .replace(/[\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim();

describe('what people type', () => {
  let town: Town;
  let person: Phone;
  let desk: DeskBrowser;
  let path: string;
  beforeAll(async () => {
    town = await Town.open();
    person = await town.joined('person-1');
    path = await askedByChat(town, person, 'formerEmployer', hostileWords[0]);
    desk = await DeskBrowser.signedIn(town, 'staff-human-resources');
    await desk.open(path);
    await desk.send('claim');
  });
  afterAll(async () => {
    expect(town.complaints).toEqual([]);
    await town.close();
  });

  it.each(hostileWords)('stands on the page as text: %s', async (words) => {
    await desk.open(`${path}?do=ask`);
    await desk.send('look', { text: words });
    expect(bare(desk.page.querySelector('.preview')?.text ?? '')).toContain(bare(words));
    expect(planted(desk)).toEqual([]);
    await desk.send('change');
    expect(bare(desk.page.querySelector('#look-text')?.text ?? '')).toBe(bare(words));
    expect(planted(desk)).toEqual([]);
    await write(town, desk, 'ask', { text: words });
    await person.choose('write');
    await person.say(`ok ${words}`);
    await desk.open(path);
    const talk = bare(desk.page.querySelector('.talk')?.text ?? '');
    expect(talk).toContain(bare(words));
    expect(talk).toContain(bare(`ok ${words}`));
    expect(planted(desk)).toEqual([]);
    expect(desk.text).toContain(hostileWords[0] ?? '');
  });

  it.each(hostileWords)('breaks no refusal, no search and no template: %s', async (words) => {
    await desk.open(`${path}?do=refuse`);
    await desk.send('look', { reason: words, text: words });
    expect(planted(desk)).toEqual([]);
    await desk.open(
      `/desk/queue?number=${encodeURIComponent(words)}&kind=${encodeURIComponent(words)}&tab=${encodeURIComponent(words)}&after=${encodeURIComponent(words)}`,
    );
    expect(desk.status).toBe(200);
    expect(planted(desk)).toEqual([]);
    await desk.open('/desk/templates');
    await desk.send('add', { title: words.slice(0, 60), text: words });
    expect(planted(desk)).toEqual([]);
    expect(bare(desk.page.querySelector('.table')?.text ?? '')).toContain(bare(words.slice(0, 60)));
    await desk.open(`${path}?do=answer`);
    expect(planted(desk)).toEqual([]);
  });

  it('keeps a sign that splits what is written from being typed', async () => {
    await desk.open(`${path}?do=refuse`);
    await desk.send('look', { reason: 'a\u001fb', text: 'c' });
    expect(desk.status).toBe(400);
    expect(desk.text).toContain('不能显示的字符');
    await desk.send('look', { reason: '长'.repeat(2001), text: 'c' });
    expect(desk.status).toBe(400);
    expect(desk.text).toContain('太长了');
  });
});

describe('names that are no names', () => {
  let town: Town;
  const person = '<img src=x onerror=alert(1)>';
  const colleague = '"><script>alert(2)</script>';
  beforeAll(async () => {
    const demo = demoOrganisation();
    town = await Town.open({
      demo: {
        ...demo,
        people: demo.people.map((each) => (each.reference === 'person-1' ? { ...each, name: person } : each)),
        workers: demo.workers.map((each) =>
          each.reference.startsWith('staff-human-resources') ? { ...each, name: colleague } : each,
        ),
      },
    });
  });
  afterAll(() => town.close());

  it('stand as text on every page that shows them', async () => {
    const path = await askedByChat(town, await town.joined('person-1'));
    const desk = await DeskBrowser.signedIn(town, 'staff-human-resources');
    await desk.open('/desk/templates');
    await desk.send('add', { title: 'x', text: 'x' });
    expect(bare(desk.text)).toContain(colleague);
    await desk.open(path);
    await desk.send('claim');
    const other = await DeskBrowser.signedIn(town, 'staff-human-resources-2');
    for (const address of ['/desk/queue?tab=department', path, '/desk/templates', '/desk/away']) {
      await other.open(address);
      expect(bare(other.page.querySelector('body')?.text ?? '')).toContain(colleague);
      expect(planted(other)).toEqual([]);
    }
    await other.open(path);
    expect(bare(other.text)).toContain(person);
    const counter = await DeskBrowser.signedIn(town, 'staff-jianshe-station');
    await counter.open('/desk/reception');
    await counter.send('findName', { name: person, phone: '0000-5550158' });
    expect(bare(counter.text)).toContain(`给${person}登记`);
    expect(planted(counter)).toEqual([]);
    await counter.open(`${counter.path}?kind=formerEmployer`);
    await counter.send('look', { 'words.employer': person, 'words.wish': colleague });
    expect(bare(counter.page.querySelector('.preview')?.text ?? '')).toContain(colleague);
    expect(planted(counter)).toEqual([]);
    await counter.send('change');
    expect(planted(counter)).toEqual([]);
    expect(counter.page.querySelector('[name="words.wish"]')?.getAttribute('value')).toBe(colleague);
  });
});

describe('what the person did not agree to', () => {
  let town: Town;
  let person: Phone;
  beforeAll(async () => {
    town = await Town.open();
    person = await town.joined('person-1');
  });
  afterAll(() => town.close());

  it('is not on the page, in the queue, or in a search', async () => {
    const path = await askedByChat(town, person);
    const desk = await DeskBrowser.signedIn(town, 'staff-human-resources');
    await desk.open(path);
    expect(desk.text).toContain('0000-5550158');
    await town.rows(`update consent set fields = '["name", "trade", "time"]' where purpose = 'passOn'`);
    await desk.open(path);
    expect(desk.text).toContain('周念安');
    expect(desk.page.toString()).not.toContain('5550158');
    await town.rows("update consent set withdrawn_at = now() where purpose = 'passOn'");
    const [row] = await town.rows<{ number: string }>('select number from referral');
    for (const address of [path, '/desk/queue', '/desk/queue?tab=department', `/desk/queue?number=${row?.number}`]) {
      await desk.open(address);
      expect(desk.status).toBe(200);
      expect(desk.text).toMatch(/停了转交|停止转交/);
      expect(desk.page.toString()).not.toMatch(/周念安|5550158|厨师|白天/);
    }
    for (const act of ['claim', 'look', 'close', 'reopen']) expect(desk.offers(act)).toBe(false);
  });
});
