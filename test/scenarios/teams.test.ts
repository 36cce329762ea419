import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locales } from '../../src/i18n/locale.ts';
import { said, tapLabel } from '../support/person.ts';
import { type Phone, Town } from '../support/town.ts';

/** A coordinator forms and changes the helpers around a person; who is taken off sees nothing from the next tap on. */
describe.each(locales)('the helpers around a person, in %s', (locale) => {
  let town: Town;
  let coordinator: Phone;
  let helper: Phone;
  let person: Phone;
  const nameOf = (reference: string) => town.account(reference).name;

  beforeAll(async () => {
    town = await Town.open();
    coordinator = await town.joined('coordinator-jianshe', locale);
    helper = await town.joined('helper-2', locale);
    person = await town.joined('person-2', locale);
  });
  afterAll(() => town.close());

  async function openFile(reference: string): Promise<void> {
    await coordinator.say('/menu');
    await coordinator.choose('roster');
    await coordinator.choose('findPerson');
    await coordinator.say(` ${[...nameOf(reference)].join(' ')} `);
    await coordinator.choose('personFile');
  }

  const teamOf = (reference: string) =>
    town.rows<{ account: string; state: string }>(
      'select t.account_id as account, t.state from team_member t join person p on p.id = t.person_id where p.account_id = $1 and t.until is null order by t.since, t.state',
      [town.account(reference).id],
    );

  it('stand in a short file that is found by the whole name, and by nothing less', async () => {
    await coordinator.choose('roster');
    coordinator.expectLast(said(locale, 'roster:personNotHere', { name: nameOf('person-3') }));
    expect(coordinator.text).not.toContain(nameOf('person-5'));
    await coordinator.choose('findPerson');
    await coordinator.say(nameOf('person-2').slice(0, 2));
    coordinator.expectLast(said(locale, 'roster:notFound'));
    await coordinator.say(nameOf('person-5'));
    coordinator.expectLast(said(locale, 'roster:notFound'));
    await openFile('person-2');
    coordinator.expectLast(said(locale, 'roster:member.active', { name: nameOf('helper-1') }));
    coordinator.expectLast(said(locale, 'roster:openRequests', { count: '0' }));
    coordinator.expectLast(said(locale, 'roster:joined'));
  });

  it('get one more, and both sides are introduced', async () => {
    await helper.choose('people');
    expect(helper.text).not.toContain(nameOf('person-2'));
    await openFile('person-2');
    await coordinator.choose('chooseHelper');
    // Nobody of another area, and nobody who is there already.
    expect(coordinator.text).not.toContain(nameOf('helper-1'));
    expect(coordinator.text).not.toContain(nameOf('helper-3'));
    await tapLabel(coordinator, said(locale, 'teams:helper', { name: nameOf('helper-2'), count: '2' }));
    coordinator.expectLast(said(locale, 'teams:added', { name: nameOf('helper-2'), person: nameOf('person-2') }));
    helper.expectLast(said(locale, 'introductions:toHelper', { name: nameOf('person-2') }));
    person.expectLast(said(locale, 'introductions:toPerson', { name: nameOf('person-2'), helper: nameOf('helper-2') }));
    await helper.say('/menu');
    await helper.choose('people');
    helper.expectLast(nameOf('person-2'));
    // The button of before does nothing twice.
    const { message, index } = await coordinator.find('setHelper');
    await coordinator.tap(message, index);
    coordinator.expectLast(said(locale, 'teams:notThere', { name: nameOf('helper-2') }));
    expect(await teamOf('person-2')).toHaveLength(2);
  });

  it('lose one, who sees nothing at the next tap and gets nothing that waited', async () => {
    await helper.say('/menu');
    await helper.choose('dueVisits');
    await helper.choose('myPeople');
    await tapLabel(helper, said(locale, 'visits:person', { name: nameOf('person-2') }));
    helper.expectLast(nameOf('person-2'));
    const [row] = await town.rows<{ id: string }>('select id from person where account_id = $1', [
      town.account('person-2').id,
    ]);
    // A message about the person that waits for the morning.
    await town.rows(
      `insert into outbox (id, identity_id, account_id, lines, choices, urgent, screen, discreet, needs_person_id, due_at, state, created_at)
       select gen_random_uuid(), i.id, i.account_id, '[{"key":"visits:none"}]', '[]', false, false, false, $2, $3, 'waiting', $3 from identity i where i.account_id = $1`,
      [town.account('helper-2').id, row?.id ?? '', new Date(town.now.getTime() + 3_600_000).toISOString()],
    );
    await town.rows(
      'update mailbox set send_at = $1 where identity_id in (select id from identity where account_id = $2)',
      [new Date(town.now.getTime() + 3_600_000).toISOString(), town.account('helper-2').id],
    );
    await openFile('person-2');
    await coordinator.choose('chooseLeaving');
    await tapLabel(coordinator, said(locale, 'visits:person', { name: nameOf('helper-2') }));
    coordinator.expectLast(said(locale, 'teams:removed', { name: nameOf('helper-2') }));
    person.expectLast(said(locale, 'teams:personTold', { name: nameOf('helper-2') }));
    const { message, index } = await helper.find('logContact').catch(() => helper.find('report'));
    await helper.tap(message, index);
    helper.expectLast(said(locale, 'common:notYours'));
    const before = helper.messages.length;
    town.setClock(new Date(town.now.getTime() + 7_200_000));
    await town.settle();
    expect(helper.messages).toHaveLength(before);
    const [waiting] = await town.rows<{ state: string; error: string }>(
      'select state, error from outbox where needs_person_id is not null and lines::text like $1',
      ['%visits:none%'],
    );
    expect(waiting).toEqual({ state: 'dropped', error: 'notPermitted' });
  });

  it('may have a volunteer, who sees nothing before the person says yes', async () => {
    await town.rows("update membership set role = 'volunteer' where account_id = $1", [town.account('helper-2').id]);
    await openFile('person-2');
    await coordinator.choose('chooseHelper');
    await tapLabel(coordinator, said(locale, 'teams:volunteer', { name: nameOf('helper-2'), count: '2' }));
    expect(await teamOf('person-2')).toContainEqual({ account: town.account('helper-2').id, state: 'asked' });
    expect(helper.text).not.toContain(nameOf('person-2'));
    await helper.say('/menu');
    await helper.choose('dueVisits');
    await helper.choose('myPeople');
    expect(helper.text).not.toContain(nameOf('person-2'));
    await person.choose('unfold');
    await person.choose('volunteerYes');
    await helper.say('/menu');
    await helper.choose('dueVisits');
    await helper.choose('myPeople');
    helper.expectLast(nameOf('person-2'));
  });

  it('see the person as often as was agreed', async () => {
    await openFile('person-2');
    await coordinator.choose('cameInPerson');
    const due = async () =>
      (
        await town.rows<{ due: string }>(
          "select v.due_on::text as due from visit v join person p on p.id = v.person_id where p.account_id = $1 and v.state = 'due'",
          [town.account('person-2').id],
        )
      ).map((row) => row.due);
    expect(await due()).toEqual(['2026-09-28']);
    await town.rows(
      "insert into visit_record (id, person_id, by_account, outcome, happened_on, needs, at) select gen_random_uuid(), id, account_id, 'met', '2026-12-22', '[]', now() from person where account_id = $1",
      [town.account('person-2').id],
    );
    await coordinator.choose('visitInterval');
    await coordinator.choose('agreeVisits:3');
    coordinator.expectLast(said(locale, 'roster:intervals', { visits: '3', checkIns: '1' }));
    expect(await due()).toEqual(['2027-03-22']);
    await coordinator.choose('checkInInterval');
    await coordinator.choose('agreeCheckIns:2');
    coordinator.expectLast(said(locale, 'roster:intervals', { visits: '3', checkIns: '2' }));
    const [row] = await town.rows<object>(
      'select visit_every_months as visits, check_in_every_months as check_ins from person where account_id = $1',
      [town.account('person-2').id],
    );
    expect(row).toEqual({ visits: 3, check_ins: 2 });
  });

  it('are nobody’s business in another area', async () => {
    const foreign = await town.joined('coordinator-hexi', locale);
    for (const action of ['personFile', 'chooseHelper', 'setHelper', 'removeHelper', 'agreeVisits:3']) {
      const { message, index } = await coordinator.find(action);
      await foreign.choose('roster');
      const target = await foreign.find('personFile');
      // The same choice, put into a message of their own.
      await town.rows(
        `update outbox o set choices = jsonb_set(o.choices, array[$1, 'action'], (select c.choices->($2::integer)->'action' from outbox c where c.channel_message_id = $3 and c.identity_id = (select id from identity where external_id = $4)))
         where o.channel_message_id = $5 and o.identity_id = (select id from identity where external_id = $6)`,
        [
          String(target.index),
          String(index),
          String(message.messageId),
          String(coordinator.id),
          String(target.message.messageId),
          String(foreign.id),
        ],
      );
      foreign.becomeUnknown();
      const before = await teamOf('person-2');
      await foreign.tap(target.message, target.index);
      foreign.expectLast(said(locale, 'common:notYours'));
      expect(foreign.text).not.toContain(nameOf('person-2'));
      expect(await teamOf('person-2')).toEqual(before);
      await foreign.say('/menu');
    }
    expect(town.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
