import { beforeEach, describe, expect, it } from 'vitest';
import { introductionMessages } from '../../src/dialogue/topics/introductions.ts';
import { locales } from '../../src/i18n/locale.ts';
import { readTurn } from '../../src/turn/readTurn.ts';
import { writeClockTurn } from '../../src/turn/writeTurn.ts';
import { said } from '../support/person.ts';
import { type Phone, Town } from '../support/town.ts';

/** Beijing time, as people read it. */
const at = (text: string) => new Date(`${text.replace(' ', 'T')}:00+08:00`);

describe.each(locales)('my helpers, in %s', (locale) => {
  let town: Town;
  let person: Phone;
  let helper: Phone;
  let coordinator: Phone;
  const text = (key: Parameters<typeof said>[1], values?: Record<string, string>) => said(locale, key, values);

  beforeEach(async () => {
    town = await Town.open();
    helper = await town.joined('helper-1', locale);
    coordinator = await town.joined('coordinator-jianshe', locale);
    person = await town.joined('person-2', locale);
    return () => town.close();
  });

  const team = () =>
    town.rows<{ state: string }>(
      'select t.state from team_member t join person p on p.id = t.person_id where p.account_id = $1 order by t.since, t.state',
      [town.account('person-2').id],
    );

  /** Somebody new around the person, and what both sides are told of it. */
  async function introduce(reference: string, isVolunteer: boolean): Promise<string> {
    const [row] = await town.rows<{ id: string }>(
      `insert into team_member (id, person_id, account_id, state, since, version)
        select gen_random_uuid(), p.id, $2, $3, now(), 1 from person p where p.account_id = $1 returning id`,
      [town.account('person-2').id, town.account(reference).id, isVolunteer ? 'asked' : 'active'],
    );
    const id = row?.id ?? '';
    const { deps } = town.program;
    const read = await readTurn(deps, { channel: 'clock', externalId: 'clock', updateId: `introduce ${id}` });
    const messages = introductionMessages(
      read.world,
      town.account('person-2').id,
      town.account(reference).id,
      isVolunteer,
      id,
    );
    await writeClockTurn(deps, read, { changes: [], messages }, `introduce ${id}`, null);
    await town.settle();
    return id;
  }

  it('shows who they are, when they come, and what is on file, by whom and until when', async () => {
    for (const action of ['checkIn', 'staying:family', 'keepPhone', 'basicNeed:noWork', 'basicNeeds'])
      await person.choose(action);
    await helper.choose('helpedPerson');
    for (const action of ['report', 'triggerSeen:company', 'reportUsual']) await helper.choose(action);
    await person.say(text('menu:myHelpers'));
    for (const shown of [
      '刘青禾',
      text('helpers:needOwn', {
        need: text('visits:need.noWork'),
        date: locale === 'en' ? 'March 21' : '3月21日',
      }),
      text('helpers:triggerByHelper', { trigger: text('reports:trigger.company'), helper: '刘青禾' }),
    ])
      person.expectLast(shown);
    await town.rows("update need set ends_on = '2026-09-20'");
    await person.choose('myHelpers');
    expect(person.text).not.toContain(text('visits:need.noWork'));
  });

  it('are changed without a reason: who leaves sees nothing any more, and the station finds somebody', async () => {
    for (const action of ['myHelpers', 'changeHelper']) await person.choose(action);
    person.expectLast(text('helpers:whom'));
    await person.choose('declineHelper');
    person.expectLast(text('introductions:declined', { helper: '刘青禾' }));
    expect(await team()).toEqual([{ state: 'ended' }]);
    coordinator.expectLast(text('introductions:declinedToCoordinator', { name: '林小满', helper: '刘青禾' }));
    helper.expectLast(text('introductions:declinedToHelper', { name: '林小满' }));
    const [file] = await town.rows<{ sees: boolean }>(
      'select is_helper_of($1, p.id) as sees from person p where p.account_id = $2',
      [town.account('helper-1').id, town.account('person-2').id],
    );
    expect(file?.sees).toBe(false);
    await person.say('/menu');
    await person.choose('myHelpers');
    person.expectLast(text('helpers:none'));
  });

  it('are introduced on both sides, and the person may decline there and then', async () => {
    const other = await town.joined('helper-2', locale);
    await introduce('helper-2', false);
    other.expectLast(text('introductions:toHelper', { name: '林小满' }));
    expect(person.last.text).toContain('王暖阳');
    await person.choose('declineHelper');
    expect((await team()).map(({ state }) => state)).toEqual(['active', 'ended']);
    await person.choose('declineHelper');
    person.expectLast(text('introductions:answered'));
  });

  it('are asked about first when they are volunteers, who see nothing before the yes', async () => {
    const volunteer = await town.joined('helper-2', locale);
    await town.rows("update membership set role = 'volunteer' where account_id = $1", [town.account('helper-2').id]);
    await introduce('helper-2', true);
    volunteer.expectLast(text('introductions:volunteerWaits'));
    expect(volunteer.messages.some(({ text: each }) => each.includes('林小满'))).toBe(false);
    const sees = () =>
      town.rows('select 1 from person p where p.account_id = $2 and is_helper_of($1, p.id)', [
        town.account('helper-2').id,
        town.account('person-2').id,
      ]);
    expect(await sees()).toEqual([]);
    await person.choose('volunteerYes');
    expect(await sees()).toHaveLength(1);
    volunteer.expectLast(text('introductions:toHelper', { name: '林小满' }));
    expect(await town.rows("select account_id, fields from consent where purpose = 'volunteer'")).toEqual([
      { account_id: town.account('helper-2').id, fields: ['name', 'phone'] },
    ]);
  });

  it('do not come when the person says no to a volunteer', async () => {
    const volunteer = await town.joined('helper-2', locale);
    await town.rows("update membership set role = 'volunteer' where account_id = $1", [town.account('helper-2').id]);
    await introduce('helper-2', true);
    await person.say('/menu');
    await person.choose('myHelpers');
    person.expectLast(text('helpers:asked', { helper: '王暖阳' }));
    await person.choose('volunteerNo');
    expect((await team()).map(({ state }) => state)).toEqual(['active', 'ended']);
    expect(await town.rows("select id from consent where purpose = 'volunteer'")).toEqual([]);
    volunteer.expectLast(text('introductions:volunteerNotThisTime'));
    await person.choose('volunteerYes');
    expect((await team()).map(({ state }) => state)).toEqual(['active', 'ended']);
  });

  it('go when the helping period ends, with thanks: nothing is due any more, and help stays open', async () => {
    for (const action of ['checkIn', 'staying:family', 'keepPhone', 'basicNeeds']) await person.choose(action);
    await town.rows("update person set helped_until = '2026-10-09' where account_id = $1", [
      town.account('person-2').id,
    ]);
    await town.tickAt(at('2026-10-09 10:00'));
    expect(await town.rows('select id from person where period_ended_at is not null')).toEqual([]);
    for (const hour of ['09:00', '15:00']) await town.tickAt(at(`2026-10-10 ${hour}`));
    await person.choose('unfold');
    person.expectLast('0000-5550121');
    await person.find('help');
    const beginning = text('period:ended', { name: '林小满', phone: '0000-5550121' });
    expect(person.messages.filter(({ text: each }) => each === beginning)).toHaveLength(1);
    expect(await town.rows('select state from visit')).toEqual([{ state: 'cancelled' }]);
    const before = person.messages.length;
    await town.tickAt(at('2026-10-21 10:00'));
    expect(person.messages.length).toBe(before);
    await person.choose('help');
    person.expectLast(text('help:group'));
  });

  it('come less often again once the agreed time is over, and all around are told', async () => {
    for (const action of ['checkIn', 'staying:family', 'keepPhone', 'basicNeed:noKin', 'basicNeeds'])
      await person.choose(action);
    await town.rows("update visit set state = 'done'");
    await town.rows('update person set next_check_in_on = null');
    await town.tickAt(at('2026-12-20 10:00'));
    const reviewed = () =>
      town.rows('select visit_every_months as months, visit_review_on as review from person where account_id = $1', [
        town.account('person-2').id,
      ]);
    expect(await reviewed()).toMatchObject([{ months: 1 }]);
    await town.tickAt(at('2026-12-21 10:00'));
    expect(await reviewed()).toEqual([{ months: 6, review: null }]);
    const told = text('period:reviewedNoNext', { name: '林小满' }).slice(0, 6);
    for (const phone of [helper, coordinator])
      expect(phone.messages.some(({ text: each }) => each.includes(told))).toBe(true);
  });
});
