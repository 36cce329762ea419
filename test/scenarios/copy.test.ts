import { beforeEach, describe, expect, it } from 'vitest';
import { locales } from '../../src/i18n/locale.ts';
import { ask, said } from '../support/person.ts';
import { linkCodeOf, type Phone, Town } from '../support/town.ts';
import { WebPhone } from '../support/webPhone.ts';

/** A copy of all that is held: a link that opens once, and gives a page and a file. */
describe.each(locales)('a copy for me, in %s', (locale) => {
  let town: Town;
  let person: Phone;
  const text = (key: Parameters<typeof said>[1], values?: Record<string, string>) => said(locale, key, values);

  beforeEach(async () => {
    town = await Town.open();
    await town.joined('staff-human-resources', locale);
    person = await town.joined('person-1', locale);
    return () => town.close();
  });

  async function linkFor(phone: Phone): Promise<string> {
    for (const action of ['myInformation', 'ownData:copy', 'makeCopy']) await phone.choose(action);
    const link = /https:\/\/guitu\.test\/copy#([A-Za-z0-9_-]{22})/.exec(phone.text)?.[1];
    if (link === undefined) throw new Error(`there is no link in:\n${phone.text}`);
    return link;
  }

  const open = (link: string) =>
    town.program.app.request('/chat/copy', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://guitu.test', host: 'guitu.test' },
      body: JSON.stringify({ link }),
    });

  it('has everything, to read and for computers, and no key, hash or id in it', async () => {
    const helper = await town.joined('helper-1', locale);
    for (const action of ['checkIn', 'staying:family', 'keepPhone', 'basicNeed:noWork', 'basicNeeds'])
      await person.choose(action);
    await helper.choose('helpedPerson');
    for (const action of ['visit', 'logVisit', 'how:home', 'met', 'needsSeen']) await helper.choose(action);
    await helper.say('家里热闹，在学修车');
    await ask(town, person, 'formerEmployer', '城东机械厂');
    const response = await open(await linkFor(person));
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const copy = (await response.json()) as { json: string; page: string; sections: { lines: string[] }[] };
    const shown = copy.sections.flatMap(({ lines }) => lines).join('\n');
    const { name } = town.account('person-1');
    for (const each of [name, text('arrival:where.family'), '家里热闹，在学修车', '城东机械厂', '刘青禾']) {
      expect(shown).toContain(each);
      expect(copy.page).toContain(each);
    }
    const data = JSON.parse(copy.json) as Record<string, unknown>;
    expect(data).toMatchObject({
      account: { name },
      arrival: { staying: { option: 'family' } },
      contacts: [{ outcome: 'met', note: '家里热闹，在学修车' }],
      requests: [{ kind: 'formerEmployer', answers: [{ question: 'employer', text: '城东机械厂' }, {}] }],
    });
    expect(copy.json).not.toMatch(/[ks]1\.[A-Za-z0-9_-]{20}|[0-9a-f]{8}-[0-9a-f]{4}-|Hash/);
  });

  it('opens once; a used, an older, an expired and an unknown link open nothing', async () => {
    const first = await linkFor(person);
    town.setClock(new Date(town.now.getTime() + 1000));
    const second = await linkFor(person);
    expect((await open(first)).status).toBe(404);
    expect((await open(second)).status).toBe(200);
    expect((await open(second)).status).toBe(404);
    expect((await open('x'.repeat(22))).status).toBe(404);
    const third = await linkFor(person);
    town.setClock(new Date(town.now.getTime() + 15 * 60_000));
    expect((await open(third)).status).toBe(404);
    const opened = await town.rows("select actor, subject_id from audit where action = 'copyOpened'");
    expect(opened).toEqual([{ actor: town.account('person-1').id, subject_id: town.account('person-1').id }]);
  });

  it('of twenty at once gives one', async () => {
    const link = await linkFor(person);
    const answers = await Promise.all(Array.from({ length: 20 }, () => open(link)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('is not opened by looking at the page, as a preview does, nor from another site', async () => {
    const link = await linkFor(person);
    const page = await town.program.app.request('/copy');
    expect(page.status).toBe(200);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(await page.text()).not.toContain(town.account('person-1').name);
    const foreign = await town.program.app.request('/chat/copy', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://elsewhere.test', host: 'guitu.test' },
      body: JSON.stringify({ link }),
    });
    expect(foreign.status).toBe(403);
    expect((await open(link)).status).toBe(200);
  });

  it('leaves the link nowhere in clear, and is gone with an erasure', async () => {
    const link = await linkFor(person);
    for (const table of ['copy_link', 'outbox', 'audit', 'dialogue'])
      expect(JSON.stringify(await town.rows(`select to_jsonb(t) as row from ${table} t`))).not.toContain(link);
    for (const action of ['ownData:erase', 'eraseGoOn', 'eraseNow']) {
      if (action === 'ownData:erase') await person.choose('ownData:keeping');
      await person.choose(action);
    }
    expect((await open(link)).status).toBe(404);
    expect(await town.rows('select id from copy_link')).toEqual([]);
  });

  it('works from the web chat too, with what was said there', async () => {
    const web = new WebPhone(town.program, locale);
    await web.join(linkCodeOf(town.account('person-2')));
    await web.choose('consentYes');
    await web.say('今天天气不错');
    await web.say('/menu');
    for (const action of ['myInformation', 'ownData:copy', 'makeCopy']) await web.choose(action);
    const link = /copy#([A-Za-z0-9_-]{22})/.exec(await web.text())?.[1] ?? '';
    const copy = (await (await open(link)).json()) as { json: string };
    expect(copy.json).toContain('今天天气不错');
  });
});
