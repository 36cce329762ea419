import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locales } from '../../src/i18n/locale.ts';
import { kindIds, type RequestKind, requestKinds } from '../../src/referrals/kinds.ts';
import { labelsOf, said, tapLabel, typeNumberOf } from '../support/person.ts';
import { type Phone, Town } from '../support/town.ts';

/** Who works for person 1, of Jianshe Road Street, by kind of department: told apart by who is in the demo's file. */
const deskOf: Readonly<Record<string, string>> = {
  humanResources: 'staff-human-resources',
  civilAffairs: 'staff-civil-affairs',
  rescueStation: 'staff-rescue',
  streetAffairs: 'staff-jianshe-affairs',
  employmentService: 'staff-jianshe-employment',
  medicalInsurance: 'staff-medical-insurance',
  police: 'staff-police',
  marketRegulation: 'staff-market',
  tax: 'staff-tax',
  agriculture: 'staff-agriculture',
  housing: 'staff-housing',
  resettlementCentre: 'staff-resettlement',
  legalAid: 'staff-legal-aid',
  station: 'staff-jianshe-station',
  education: 'staff-education',
  health: 'staff-health',
  women: 'staff-women',
  workers: 'staff-workers',
  youth: 'staff-youth',
  districtJustice: 'staff-district-justice',
};
const onlookers = ['staff-hexi-station', 'staff-hexi-affairs', 'staff-hexi-employment'];

/** Every kind of request there is, from the group to the department's desk. */
describe.each(locales)('a request of every kind, in %s', (locale) => {
  let town: Town;
  let person: Phone;
  const staff = new Map<string, Phone>();
  const text = (key: Parameters<typeof said>[1], values = {}) => said(locale, key, values);

  beforeAll(async () => {
    town = await Town.open();
    person = await town.joined('person-1', locale);
    for (const reference of [...Object.values(deskOf), ...onlookers])
      staff.set(reference, await town.joined(reference, locale));
  });
  afterAll(() => town.close());

  async function openKind(kind: (typeof kindIds)[number]): Promise<void> {
    await person.say('/menu');
    await tapLabel(person, text('menu:help'));
    await typeNumberOf(person, text(`kinds:groups.${requestKinds[kind].group}`));
    await typeNumberOf(person, text(`kinds:${kind}.asSaid`));
  }

  const count = async (table: string) => (await town.rows(`select 1 from ${table}`)).length;
  const heard = () => new Map([...staff].map(([reference, phone]) => [reference, phone.messages.length]));

  it.each(kindIds)('%s goes to its department with what was shown, and nothing else', async (kind) => {
    const { department, questions, answerWithin }: RequestKind = requestKinds[kind];
    await openKind(kind);
    const answers: string[] = [];
    for (const [index, { id, options }] of questions.entries()) {
      expect(person.text).toContain(text(`kinds:${kind}.questions.${id}.ask` as never));
      const label = text(`kinds:${kind}.questions.${id}.label` as never);
      const labels = labelsOf(person.last).slice(0, -2);
      const names = (options ?? []).map((option) => text(`kinds:${kind}.questions.${id}.options.${option}` as never));
      expect(labels).toEqual(names);
      const words = names.at(-1) ?? `${kind}，${index + 1} 😀 <b>&amp; $& {{name}} $t(common:menu)`;
      if (names.length === 0) await person.say(words);
      else if (index === 0) await tapLabel(person, words);
      else await typeNumberOf(person, words);
      answers.push(text('help:answer', { label, answer: words }));
    }

    const shared = [
      text('help:sharedName', { name: town.account('person-1').name }),
      text('help:sharedPhone', { phone: '0000-5550158' }),
      ...answers,
    ];
    const desk = deskOf[department] ?? '';
    const name = await publicName(desk);
    const asked = text('help:passOn', { kind: text(`kinds:${kind}.name`), department: name });
    expect(person.last.text).toBe([asked, ...shared, text('help:onward'), text('help:mayWe')].join('\n'));
    const before = heard();
    await person.say('1');

    const told = [...staff].filter(([reference, phone]) => phone.messages.length > (before.get(reference) ?? 0));
    expect(told.map(([reference]) => reference)).toEqual([desk]);
    const [row] = await town.rows<{ id: string; number: string; expected_on: string; fields: string[] }>(
      `select r.id, r.number, r.expected_on::text, c.fields from referral r join consent c on c.referral_id = r.id
       where c.purpose = 'passOn' and c.department_id = r.department_id and r.kind = $1`,
      [kind],
    );
    const day = dayAfter(answerWithin);
    expect(row).toMatchObject({ expected_on: day, fields: ['name', 'phone', ...questions.map(({ id }) => id)] });
    const number = row?.number ?? '';
    expect(number).toMatch(/^\d{3}-\d{3}-\d{3}$/);
    const urgent = answerWithin.count === 0;
    const title = text(urgent ? 'queue:newUrgent' : 'queue:new', { kind: text(`kinds:${kind}.name`), number });
    const due = text('queue:expected', { date: urgent ? text('format:today') : plainDay(day) });
    expect(told[0]?.[1].last.text).toBe([title, ...shared, due].join('\n'));
    const date = urgent ? text('format:byToday') : text('format:by', { date: plainDay(day) });
    expect(person.text).toContain(text('help:receipt', { number, department: name, date }));
  });

  it.each(kindIds)('%s answered in own words and then not agreed to passes nothing on', async (kind) => {
    const before = { heard: heard(), referrals: await count('referral'), consents: await count('consent') };
    await openKind(kind);
    const { questions }: RequestKind = requestKinds[kind];
    for (const { id } of questions) await person.say(`${id} ${kind}`);
    for (const { id } of questions) expect(person.text).toContain(`${id} ${kind}`);
    await person.say('2');
    expect(person.text).toContain(text('help:nothingPassedOn'));
    expect(person.text).toContain(text('menu:person'));
    const after = { heard: heard(), referrals: await count('referral'), consents: await count('consent') };
    expect(after).toEqual(before);
    expect(town.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });

  async function publicName(reference: string): Promise<string> {
    const [department] = await town.rows<{ name: string }>(
      'select d.name->>$2 as name from department d join membership m on m.department_id = d.id where m.account_id = $1',
      [town.account(reference).id, locale],
    );
    return department?.name ?? '';
  }

  function plainDay(day: string): string {
    const [, month, date] = day.split('-').map(Number);
    const monthName = text('format:months').split(',')[(month ?? 1) - 1] ?? '';
    return text('format:day', { month: String(month), monthName, day: String(date) });
  }
});

/** The day to expect an answer by, counted from Monday 21 September 2026 by what the State Council announced for then. */
function dayAfter({ count, unit }: RequestKind['answerWithin']): string {
  const daysOff = ['09-25', '10-01', '10-02', '10-03', '10-04', '10-05', '10-06', '10-07'];
  const day = new Date('2026-09-21T00:00:00Z');
  for (let left = count; left > 0; ) {
    day.setUTCDate(day.getUTCDate() + 1);
    const date = day.toISOString().slice(5, 10);
    const isWeekend = [0, 6].includes(day.getUTCDay()) && date !== '10-10';
    if (unit === 'calendarDays' || (!isWeekend && !daysOff.includes(date))) left -= 1;
  }
  return day.toISOString().slice(0, 10);
}
