import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoOrganisation } from '../../src/commands/demo/demoOrganisation.ts';
import { locales } from '../../src/i18n/locale.ts';
import { labelsOf, said, tapLabel } from '../support/person.ts';
import { type Phone, Town } from '../support/town.ts';
import { isOnWorker } from '../support/worker/workerProgram.ts';

/** A coordinator registers somebody: one question at a time, everything shown once more, and a way in at the end. */
describe.each(locales)('registering a person, in %s', (locale) => {
  let town: Town;
  let coordinator: Phone;
  const asked: string[] = [];

  beforeAll(async () => {
    town = await Town.open();
    coordinator = await town.joined('coordinator-jianshe', locale);
    const { query } = town.database;
    town.database.query = (text, parameters) => {
      asked.push(JSON.stringify(parameters ?? []));
      return query(text, parameters);
    };
  });
  afterAll(() => town.close());

  const people = () => town.rows<{ id: string }>('select id from person');

  async function answer(phone: Phone, name: string, tel: string | null, paper: string | null): Promise<void> {
    await phone.say('/menu');
    await phone.choose('register');
    await phone.say(name);
    await phone.choose('registerDay');
    for (const typed of [tel, paper]) {
      if (typed === null) await phone.choose('registerNone');
      else await phone.say(typed);
    }
  }

  it('asks for one thing at a time and shows it all once more', async () => {
    await coordinator.choose('register');
    coordinator.expectLast(said(locale, 'register:ask.name'));
    await coordinator.say('12345');
    coordinator.expectLast(said(locale, 'register:notUnderstood.name'));
    await coordinator.say('  新归来 ');
    coordinator.expectLast(said(locale, 'register:ask.releasedOn'));
    await coordinator.say('not a day');
    coordinator.expectLast(said(locale, 'register:notUnderstood.releasedOn'));
    await coordinator.say('2026-09-18');
    // One station only, so nobody is asked which.
    coordinator.expectLast(said(locale, 'register:ask.phone'));
    await coordinator.say('0000-555 0199');
    coordinator.expectLast(said(locale, 'register:ask.paperDay'));
    await coordinator.say('9');
    coordinator.expectLast(said(locale, 'register:ask.phone'));
    await coordinator.say('0000-555 0199');
    await coordinator.say('2026-09-24');
    for (const shown of ['新归来', '2026-09-18', '0000-555 0199', '2026-09-24', said(locale, 'register:isRight')])
      coordinator.expectLast(shown);
    expect(coordinator.text).not.toContain(said(locale, 'register:goOnAnyway'));
    expect(await people()).toHaveLength(8);
  });

  it('makes the file on the yes, and answers with link, spoken code and card', async () => {
    await coordinator.choose('registerConfirm');
    expect(await people()).toHaveLength(9);
    const code = /\/chat#([A-Za-z0-9_-]{22})/.exec(coordinator.text)?.[1] ?? '';
    expect(coordinator.text).toContain(`https://guitu.test/card#${code}`);
    coordinator.expectLast(/[0-9A-Z]{5}-[0-9A-Z]{5}/);
    const [file] = await town.rows<Record<string, unknown>>(
      "select p.state, p.released_on::text, p.helped_until::text, r.due_on::text, r.reported_at, length(r.number) as number from person p join arrival r on r.person_id = p.id where p.released_on = '2026-09-18'",
    );
    expect(file).toEqual({
      state: 'registered',
      released_on: '2026-09-18',
      helped_until: '2031-09-18',
      due_on: '2026-09-24',
      reported_at: null,
      number: 11,
    });
    const person = town.stranger(locale);
    await person.say(`/start ${code}`);
    person.expectLast('新归来');
    await person.choose('consentYes');
    person.expectLast(said(locale, 'menu:person'));
  });

  // It reaches into the database object of the process that takes the turn.
  it.skipIf(isOnWorker())('keeps nothing that was typed in clear', async () => {
    const rows = await town.rows<{ all: string }>(
      `select concat_ws(' ', (select string_agg(row_to_json(o)::text, ' ') from outbox o), (select string_agg(row_to_json(d)::text, ' ') from dialogue d),
        (select string_agg(row_to_json(a)::text, ' ') from account a), (select string_agg(row_to_json(i)::text, ' ') from inbox i)) as all`,
    );
    expect(rows[0]?.all).not.toContain('新归来');
    const code = coordinator.messages.map(({ text }) => /\/card#([A-Za-z0-9_-]{22})/.exec(text)?.[1]).find(Boolean);
    expect(rows[0]?.all).not.toContain(code);
    expect(rows[0]?.all).not.toContain('5550199');
    expect(rows[0]?.all).not.toContain('555 0199');
    // Not even on the way to the database: what was typed goes there as hashes and sealed.
    expect(asked.length).toBeGreaterThan(5);
    expect(asked.filter((text) => /新归来|5550199|555 0199/.test(text))).toEqual([]);
  });

  it('warns when somebody of the station is like that, showing no more than the first sign of the name', async () => {
    // Written apart, with the country's number before it: still the same.
    await answer(coordinator, town.account('person-2').name, '+86 0000 5550159', null);
    const area = said(locale, 'register:alike', {
      area: locale === 'en' ? 'Jianshe Road Street' : '建设路街道',
      name: '林＊＊',
    });
    coordinator.expectLast(area);
    coordinator.expectLast(said(locale, 'register:goOnAnyway'));
    await tapLabel(coordinator, said(locale, 'register:stop'));
    expect(await people()).toHaveLength(9);
    await answer(coordinator, town.account('person-2').name, null, null);
    coordinator.expectLast('林＊＊');
    await coordinator.choose('registerConfirm');
    expect(await people()).toHaveLength(10);
  });

  it('says of somebody elsewhere only that they are on file, and only with the name and the phone', async () => {
    const foreign = town.account('person-5').name;
    await answer(coordinator, foreign, null, null);
    expect(coordinator.text).not.toContain(said(locale, 'register:alikeElsewhere'));
    await answer(coordinator, foreign, '00005550162', null);
    coordinator.expectLast(said(locale, 'register:alikeElsewhere'));
    expect(coordinator.text).not.toContain('＊');
    expect(coordinator.text).not.toContain(locale === 'en' ? 'Hexi' : '河西');
    await coordinator.say('/menu');
  });

  it('is for coordinators only', async () => {
    const helper = await town.joined('helper-1', locale);
    await expect(helper.find('register')).rejects.toThrow();
    const { message, index } = await coordinator.find('register');
    // A membership that ended takes the button with it.
    await town.rows("update membership set state = 'ended' where account_id = $1", [
      town.account('coordinator-jianshe').id,
    ]);
    await coordinator.tap(message, index);
    expect(coordinator.text).not.toContain(said(locale, 'register:ask.name'));
    await town.rows("update membership set state = 'approved' where account_id = $1", [
      town.account('coordinator-jianshe').id,
    ]);
    expect(town.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('a station with many people', () => {
  it('lists them seven at a time, no number twice, and 9 is always the way back', async () => {
    const organisation = demoOrganisation();
    const [first] = organisation.people;
    if (first === undefined) throw new Error('the demo has people');
    const more = Array.from({ length: 12 }, (_, index) => ({
      ...first,
      reference: `more-${index}`,
      name: `新归来${'甲乙丙丁戊己庚辛壬癸子丑'[index]}`,
    }));
    const town = await Town.open({ demo: { ...organisation, people: [...organisation.people, ...more] } });
    const coordinator = await town.joined('coordinator-jianshe');
    const numbersOf = () => coordinator.last.choices.map(({ text }) => text.split(' ')[0] ?? '');
    expect(numbersOf()).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '10', '11', '0']);
    await coordinator.choose('roster');
    const seen: string[] = [];
    for (const size of [7, 7, 2]) {
      const names = labelsOf(coordinator.last).filter((label) =>
        town.accounts.some(({ name }) => label.startsWith(name)),
      );
      expect(names).toHaveLength(size);
      seen.push(...names);
      const numbers = numbersOf();
      expect(new Set(numbers).size).toBe(numbers.length);
      expect(coordinator.last.choices.find(({ text }) => text.startsWith('9 '))?.text).toBe('9 主菜单');
      if (size === 7) await tapLabel(coordinator, said('zh-CN', 'common:more'));
    }
    expect(new Set(seen).size).toBe(16);
    await town.close();
  });

  it('expects nobody before today, however long ago they came home', async () => {
    const town = await Town.open();
    const coordinator = await town.joined('coordinator-jianshe');
    await coordinator.choose('register');
    for (const typed of ['新归来', '2026-03-01']) await coordinator.say(typed);
    await coordinator.choose('registerNone');
    await coordinator.choose('registerNone');
    coordinator.expectLast('2026-09-28');
    await coordinator.choose('registerConfirm');
    const [arrival] = await town.rows<{ due: string }>(
      "select r.due_on::text as due from arrival r join person p on p.id = r.person_id where p.released_on = '2026-03-01'",
    );
    expect(arrival?.due).toBe('2026-09-28');
    await town.close();
  });
});

describe('a coordinator of several stations', () => {
  it('is asked which one, and can go back to it', async () => {
    const organisation = demoOrganisation();
    const workers = organisation.workers.map((worker) =>
      worker.reference === 'coordinator-jianshe'
        ? {
            ...worker,
            roles: [...worker.roles, { role: 'coordinator' as const, area: 'hexi' }],
          }
        : worker,
    );
    const town = await Town.open({ demo: { ...organisation, workers } });
    const coordinator = await town.joined('coordinator-jianshe');
    await coordinator.choose('register');
    await coordinator.say('新归来');
    await coordinator.choose('registerDay');
    coordinator.expectLast(said('zh-CN', 'register:ask.area'));
    expect(labelsOf(coordinator.last)).toContain('河西街道');
    await coordinator.say('9');
    coordinator.expectLast(said('zh-CN', 'register:ask.releasedOn'));
    await coordinator.choose('registerDay');
    await tapLabel(coordinator, '河西街道');
    await coordinator.choose('registerNone');
    await coordinator.choose('registerNone');
    await coordinator.choose('registerConfirm');
    const [row] = await town.rows<{ name: string }>(
      "select a.name->>'zh-CN' as name from person p join area a on a.id = p.area_id order by p.created_at desc, p.released_on nulls last limit 1",
    );
    expect(row?.name).toBe('河西街道');
    await town.close();
  });
});
