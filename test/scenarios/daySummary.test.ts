import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locales } from '../../src/i18n/locale.ts';
import { labelsOf, said } from '../support/person.ts';
import { type Phone, Town } from '../support/town.ts';

const five = (day: number) => new Date(`2026-09-${day}T09:00:00Z`);

/** At five on working days, when there is something to say: to a coordinator with the lists, to the office as numbers. */
describe.each(locales)('the summary of the day, in %s', (locale) => {
  let town: Town;
  let coordinator: Phone;
  let office: Phone;

  beforeAll(async () => {
    town = await Town.open();
    coordinator = await town.joined('coordinator-jianshe', locale);
    office = await town.joined('office', locale);
  });
  afterAll(() => town.close());

  const summaries = (phone: Phone, key: 'overdue:summary' | 'overdue:summaryOffice') =>
    phone.messages.filter(({ text }) => text.startsWith(said(locale, key)));

  it('is not sent when there is nothing to say', async () => {
    await town.tickAt(five(21));
    expect(summaries(coordinator, 'overdue:summary')).toHaveLength(0);
    expect(summaries(office, 'overdue:summaryOffice')).toHaveLength(0);
  });

  it('comes at five and not before, once, with one tap to each list', async () => {
    await town.rows(
      `insert into visit (id, person_id, kind, slot, urgent, opens_on, due_on, provisional, state, created_at)
       select gen_random_uuid(), id, 'regular', 'x', false, '2026-09-01', '2026-09-10', false, 'due', now() from person where account_id in ($1, $2)`,
      [town.account('person-1').id, town.account('person-5').id],
    );
    await town.rows(
      "insert into task (id, kind, area_id, person_id, slot, state, created_at) select gen_random_uuid(), 'call', area_id, id, 'x', 'open', now() from person where account_id = $1",
      [town.account('person-2').id],
    );
    await town.tickAt(new Date('2026-09-22T08:59:00Z'));
    expect(summaries(coordinator, 'overdue:summary')).toHaveLength(0);
    await town.tickAt(five(22));
    await town.tickAt(new Date('2026-09-22T09:30:00Z'));
    expect(summaries(coordinator, 'overdue:summary')).toHaveLength(1);
    coordinator.expectLast(said(locale, 'overdue:count.visits', { count: '1' }));
    coordinator.expectLast(said(locale, 'overdue:count.calls', { count: '1' }));
    expect(labelsOf(coordinator.last)).toEqual([
      said(locale, 'overdue:open.byHelper', { count: '1' }),
      said(locale, 'overdue:open.calls', { count: '1' }),
    ]);
    await coordinator.choose('calls');
    coordinator.expectLast(town.account('person-2').name);
  });

  it('gives the office its areas together, as numbers only, and the numbers by area at a tap', async () => {
    expect(summaries(office, 'overdue:summaryOffice')).toHaveLength(1);
    office.expectLast(said(locale, 'overdue:count.visits', { count: '2' }));
    await office.choose('areaCounts');
    const counts = { must: '0', arrivals: '0', requests: '0' };
    office.expectLast(
      said(locale, 'overdue:area', {
        ...counts,
        area: locale === 'en' ? 'Jianshe Road Street' : '建设路街道',
        visits: '1',
        calls: '1',
        unhelped: '0',
      }),
    );
    office.expectLast(
      said(locale, 'overdue:area', {
        ...counts,
        area: locale === 'en' ? 'Hexi Street' : '河西街道',
        visits: '1',
        calls: '0',
        unhelped: '1',
      }),
    );
    for (const { name } of town.accounts) {
      expect(office.text).not.toContain(name);
      expect(summaries(office, 'overdue:summaryOffice')[0]?.text).not.toContain(name);
    }
  });

  it('is not sent on a day off, nor in the quiet hours', async () => {
    for (const at of ['2026-09-26T09:00:00Z', '2026-09-27T09:00:00Z', '2026-09-23T12:30:00Z'])
      await town.tickAt(new Date(at));
    expect(summaries(coordinator, 'overdue:summary')).toHaveLength(1);
    await town.tickAt(five(28));
    expect(summaries(coordinator, 'overdue:summary')).toHaveLength(2);
    expect(town.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
