import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dialogueSchema } from '../../src/dialogue/topic.ts';
import { locales } from '../../src/i18n/locale.ts';
import { beginning, fillForm, said, tapLabel } from '../support/person.ts';
import { monday, type Phone, Town } from '../support/town.ts';

/** Words of hunger or self-harm: the numbers at once, and nothing kept or passed on before a yes. */
describe.each(locales)('words of hunger or self-harm, in %s', (locale) => {
  let town: Town;
  let person: Phone;
  let rescue: Phone;
  let health: Phone;
  const text = (key: Parameters<typeof said>[1], values = {}) => said(locale, key, values);
  beforeAll(async () => {
    town = await Town.open();
    person = await town.joined('person-1', locale);
    rescue = await town.joined('staff-rescue', locale);
    health = await town.joined('staff-health', locale);
  });
  afterAll(() => town.close());
  beforeEach(async () => {
    town.setClock(monday);
    await person.say('/menu');
  });

  const hungry = locale === 'en' ? 'I have nothing to eat since Friday' : '我没吃没住，三天了';
  const desperate = locale === 'en' ? 'I don’t want to live any more' : '我 不 想 活 了';
  const cases = [
    ['hunger', hungry, 'help:crisisHunger', ['12345', '110']],
    ['self-harm', desperate, 'help:crisisSelfHarm', ['120', '12356']],
  ] as const;
  const places: [string, () => Promise<unknown>, string][] = [
    ['at the menu', async () => {}, text('menu:person')],
    ['at a question', () => open('other'), text('kinds:other.questions.details.ask')],
    ['at “May we?”', () => fillForm(person, 'women', ''), text('help:mayWe')],
    ['while writing', () => person.say('0'), beginning(locale, 'station:write')],
  ];

  async function open(kind: 'other'): Promise<void> {
    await tapLabel(person, text('menu:help'));
    await tapLabel(person, text('kinds:groups.other'));
    await tapLabel(person, text(`kinds:${kind}.asSaid`));
  }

  /** Everything this person left, opened with their key. */
  async function everythingKept(): Promise<string> {
    const { id } = town.account('person-1');
    const [account] = await town.rows<{ key: string }>('select key from account where id = $1', [id]);
    const owner = { id, key: account?.key ?? '' };
    const kept = await town.rows<{ place: string; sealed: string }>(
      `select 'dialogue.state:' || d.identity_id as place, d.state as sealed from dialogue d join identity i on i.id = d.identity_id where i.account_id = $1
       union all select 'outbox.body:' || o.id, o.body from outbox o where o.account_id = $1 and o.body is not null
       union all select 'outbox.lines:' || o.id, words.sealed #>> '{}' from outbox o, jsonb_path_query(o.lines, '$[*].parameters.*.sealed') as words(sealed) where o.account_id = $1
       union all select 'inbox.body:' || b.external_id, b.body from inbox b join identity i on i.id = b.identity_id where i.account_id = $1 and b.body is not null
       union all select 'referral_event.text:' || e.id, e.text from referral_event e join referral r on r.id = e.referral_id join person p on p.id = r.person_id where p.account_id = $1 and e.text is not null`,
      [id],
    );
    expect(kept.length).toBeGreaterThan(0);
    return (await Promise.all(kept.map(({ place, sealed }) => town.vault.open(owner, place, sealed)))).join('\n');
  }

  const tables = ['referral', 'referral_event', 'consent', 'task', 'timer', 'audit'];
  const rowsOf = () => Promise.all(tables.map(async (table) => (await town.rows(`select 1 from ${table}`)).length));

  describe.each(places)('said %s', (_, go, whereItWas) => {
    it.each(cases)('%s: numbers at once, nothing kept, and a no goes on', async (_need, words, screen, numbers) => {
      await go();
      const before = { rows: await rowsOf(), rescue: rescue.messages.length, health: health.messages.length };
      await person.say(words);
      expect(person.last.text).toBe(text(screen));
      for (const number of numbers) expect(person.text).toContain(number);
      // Said twice, it is still the same place that a no goes back to.
      await person.say(words);
      expect(person.last.text).toBe(text(screen));
      expect(await everythingKept()).not.toContain(words.slice(0, 8));
      await tapLabel(person, text('help:crisisNo'));
      expect(person.text).toContain(text('help:crisisGoesOn'));
      expect(person.text).toContain(whereItWas);
      expect(await everythingKept()).not.toContain(words.slice(0, 8));
      expect({ rows: await rowsOf(), rescue: rescue.messages.length, health: health.messages.length }).toEqual(before);
    });

    it.each(cases)('%s: a yes brings somebody', async (need, words) => {
      await go();
      await person.say(words);
      await person.say(need === 'hunger' ? '1' : locale === 'en' ? 'Help me!' : '帮帮我');
      const staff = need === 'hunger' ? rescue : health;
      const kind = need === 'hunger' ? 'emergencyRelief' : 'health';
      const [referral] = await town.rows(
        'select kind, urgent, state from referral order by created_at desc, number = $1 desc limit 1',
        [/\d{3}-\d{3}-\d{3}/.exec(person.text)?.[0] ?? ''],
      );
      expect(referral).toEqual({ kind, urgent: true, state: 'new' });
      expect(await town.rows('select 1 from referral_event where text is not null')).toEqual([]);
      expect(staff.text).toContain(text(`kinds:${kind}.name`));
      expect(staff.text).toContain(town.account('person-1').name);
      expect(staff.text).not.toContain(words.slice(0, 8));
      expect(person.text).toContain(text('format:byToday'));
      expect(await everythingKept()).not.toContain(words.slice(0, 8));
    });
  });

  it('said again after a no, is taken as what the person wants to say', async () => {
    await open('other');
    await person.say(hungry);
    await person.say(locale === 'en' ? 'no' : '不用');
    await person.say(hungry);
    expect(person.text).toContain(hungry);
    expect(person.text).toContain(text('help:mayWe'));
    await person.say('0');
    await person.say(desperate);
    await person.say('2');
    await person.say(desperate);
    expect(person.text).toContain(beginning(locale, 'help:receipt'));
    // And the next time they are heard anew.
    await person.say(desperate);
    expect(person.last.text).toBe(text('help:crisisSelfHarm'));
  });

  it('is not kept on the web chat either, which otherwise shows what was written', async () => {
    const chat = { channel: 'web', externalId: `a-session-${locale}` } as const;
    const code = await codeFor('person-2');
    const texts = [code, locale === 'en' ? 'yes' : '可以', 'hello there', hungry];
    for (const [index, words] of texts.entries())
      await town.program.receive({ ...chat, updateId: `${locale} ${index}`, content: { type: 'text', text: words } });
    const kept = await town.rows<{ external_id: string; written: boolean }>(
      "select external_id, body is not null as written from inbox where channel = 'web' order by seq",
    );
    expect(kept.map(({ written }) => written)).toEqual([true, true, true, false]);
  });

  async function codeFor(reference: string): Promise<string> {
    return town.account(reference).code;
  }

  it('leads to a place in the dialogue that is plain data', async () => {
    await open('other');
    await person.say(hungry);
    const { id } = town.account('person-1');
    const [row] = await town.rows<{ identity_id: string; state: string; key: string }>(
      'select d.identity_id, d.state, a.key from dialogue d join identity i on i.id = d.identity_id join account a on a.id = i.account_id where a.id = $1',
      [id],
    );
    const state = await town.vault.open(
      { id, key: row?.key ?? '' },
      `dialogue.state:${row?.identity_id}`,
      row?.state ?? '',
    );
    expect(dialogueSchema.parse(JSON.parse(state)).topic).toEqual({
      name: 'crisis',
      crisis: 'hunger',
      resume: { name: 'form', kind: 'other', answers: [], asked: { question: 'details' } },
    });
  });
});

/** An urgent request tells the truth about when a human answers. */
describe.each(locales)('an urgent request out of hours, in %s', (locale) => {
  let town: Town;
  let person: Phone;
  let health: Phone;
  let rescue: Phone;
  const text = (key: Parameters<typeof said>[1], values = {}) => said(locale, key, values);
  beforeAll(async () => {
    town = await Town.open();
    health = await town.joined('staff-health', locale);
    rescue = await town.joined('staff-rescue', locale);
    person = await town.joined('person-1', locale);
  });
  afterAll(() => town.close());

  const times: [string, string, string, string][] = [
    // What time it is in UTC, the moment in both languages, and the day to expect an answer by.
    [
      'late on a Monday',
      '2026-09-21T14:30:00Z',
      locale === 'en' ? 'September 22 08:30' : '9月22日 08:30',
      '2026-09-22',
    ],
    ['before the office opens', '2026-09-22T00:10:00Z', locale === 'en' ? 'today 08:30' : '今天 08:30', '2026-09-22'],
    ['in the holiday', '2026-10-02T03:00:00Z', locale === 'en' ? 'October 8 08:30' : '10月8日 08:30', '2026-10-08'],
    ['on a free Sunday', '2026-10-11T03:00:00Z', locale === 'en' ? 'October 12 08:30' : '10月12日 08:30', '2026-10-12'],
  ];

  it.each(times)('%s says when, and whom to call now', async (_, now, moment, day) => {
    town.setClock(new Date(now));
    await fillForm(person, 'health', '');
    const before = health.messages.length;
    await person.say('1');
    expect(person.text).toContain(text('help:urgentLater', { moment, phone: '0000-5550116' }));
    expect(person.text).toContain(text('help:numbersHealth'));
    const [row] = await town.rows('select expected_on::text as day from referral order by created_at desc limit 1');
    expect(row).toEqual({ day });
    // The department hears of it at once, whatever the hour.
    expect(health.messages.length).toBe(before + 1);
  });

  it('is answered today where somebody is there day and night, and on a swapped working Saturday', async () => {
    for (const [kind, now, phone] of [
      ['emergencyRelief', '2026-09-21T17:30:00Z', '0000-5550106'],
      ['health', '2026-10-10T03:00:00Z', '0000-5550116'],
    ] as const) {
      town.setClock(new Date(now));
      await fillForm(person, kind, '');
      await person.say('1');
      expect(person.text).toContain(text('help:urgentNow', { phone }));
      expect(person.text).toContain(text('format:byToday'));
    }
    expect(rescue.text).toContain(text('kinds:emergencyRelief.name'));
  });
});
