import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locales } from '../../src/i18n/locale.ts';
import { ask, labelsOf, said, tapLabel } from '../support/person.ts';
import { type Phone, Town } from '../support/town.ts';

/** A colleague who left: from that moment they see nothing, get nothing, and their people are not forgotten. */
describe.each(locales)('an account that is taken off, in %s', (locale) => {
  let town: Town;
  let coordinator: Phone;
  let helper: Phone;
  const nameOf = (reference: string) => town.account(reference).name;

  beforeAll(async () => {
    town = await Town.open();
    coordinator = await town.joined('coordinator-jianshe', locale);
    helper = await town.joined('helper-1', locale);
    await helper.choose('people');
  });
  afterAll(() => town.close());

  async function choose(reference: string, role: 'helper' | 'staff' | 'coordinator'): Promise<void> {
    await coordinator.say('/menu');
    await coordinator.choose('roster');
    await coordinator.choose('workers');
    await tapLabel(
      coordinator,
      said(locale, 'coordination:approvalItem', {
        name: nameOf(reference),
        role: said(locale, `coordination:role.${role}`),
      }),
    );
  }

  it('is one of the area’s, never one’s own', async () => {
    await coordinator.choose('roster');
    await coordinator.choose('workers');
    const labels = labelsOf(coordinator.last).join(' ');
    expect(labels).toContain(nameOf('helper-2'));
    for (const other of ['coordinator-jianshe', 'helper-3', 'staff-human-resources', 'office'])
      expect(labels).not.toContain(nameOf(other));
  });

  it('is asked about first, and can be left as it is', async () => {
    await choose('helper-1', 'helper');
    coordinator.expectLast(said(locale, 'takingOff:ask', { name: nameOf('helper-1'), count: '3' }));
    await coordinator.say('9');
    const [row] = await town.rows<{ state: string }>('select state from membership where account_id = $1', [
      town.account('helper-1').id,
    ]);
    expect(row?.state).toBe('approved');
  });

  it('sees nothing at the next tap; who is left without a helper is shown, with one tap to find one', async () => {
    const [message] = await town.rows<{ id: string }>(
      `insert into outbox (id, identity_id, account_id, lines, choices, urgent, screen, discreet, due_at, state, created_at)
       select gen_random_uuid(), id, account_id, '[{"key":"visits:none"}]', '[]', false, false, false, $2::timestamptz + interval '2 hours', 'waiting', $2 from identity where account_id = $1 returning id`,
      [town.account('helper-1').id, town.now.toISOString()],
    );
    await town.rows(
      "insert into absence (id, account_id, from_day, until_day, substitute_id) values (gen_random_uuid(), $1, '2026-09-21', '2026-09-30', $2)",
      [town.account('helper-1').id, town.account('helper-2').id],
    );
    await choose('helper-1', 'helper');
    await coordinator.choose('takeOff');
    coordinator.expectLast(said(locale, 'takingOff:done', { name: nameOf('helper-1') }));
    // The third is helped by a colleague, too.
    for (const alone of ['person-2', 'person-4']) coordinator.expectLast(nameOf(alone));
    expect(coordinator.text).not.toContain(nameOf('person-1'));
    helper.expectLast(said(locale, 'takingOff:told'));
    const { message: old, index } = await helper.find('reissue');
    await helper.tap(old, index);
    for (const { name } of town.accounts.filter(({ role }) => role === 'person'))
      expect(helper.text).not.toContain(name);
    const [waited] = await town.rows<{ state: string }>('select state from outbox where id = $1', [message?.id ?? '']);
    expect(waited?.state).toBe('dropped');
    const [rest] = await town.rows<object>(
      `select (select count(*)::integer from membership where account_id = $1 and state <> 'ended') as memberships,
        (select count(*)::integer from team_member where account_id = $1 and until is null) as people,
        (select count(*)::integer from absence where account_id = $1 and ended_at is null) as absences`,
      [town.account('helper-1').id],
    );
    expect(rest).toEqual({ memberships: 0, people: 0, absences: 0 });
  });

  it('leaves nobody behind: one tap finds somebody else', async () => {
    await tapLabel(coordinator, said(locale, 'roster:person', { name: nameOf('person-2') }));
    await tapLabel(coordinator, said(locale, 'teams:helper', { name: nameOf('helper-2'), count: '2' }));
    await coordinator.say('/menu');
    await coordinator.choose('overdue');
    await coordinator.choose('unhelped');
    coordinator.expectLast(nameOf('person-4'));
    expect(coordinator.text).not.toContain(nameOf('person-2'));
  });

  it('gives back to the department what it had in hand', async () => {
    const person = await town.joined('person-1', locale);
    const staff = await town.joined('staff-human-resources', locale);
    await ask(town, person, 'training');
    await staff.choose('claim');
    await town.rows(
      'update membership set area_id = (select area_id from membership where account_id = $2) where account_id = $1',
      [town.account('staff-human-resources').id, town.account('coordinator-jianshe').id],
    );
    await choose('staff-human-resources', 'staff');
    await coordinator.choose('takeOff');
    const colleague = await town.joined('staff-human-resources-2', locale);
    await colleague.say('/queue');
    await colleague.choose('open');
    await colleague.find('claim');
    await staff.say('/queue');
    expect(staff.text).not.toContain(nameOf('person-1'));
  });

  it('is not in the hands of another area’s coordinator', async () => {
    const foreign = await town.joined('coordinator-hexi', locale);
    await foreign.choose('roster');
    await foreign.choose('workers');
    expect(foreign.text).not.toContain(nameOf('helper-2'));
    const target = await foreign.find('worker');
    await town.rows(
      "update outbox set choices = jsonb_set(choices, array[$1, 'action', 'account'], to_jsonb($2::text)) where channel_message_id = $3 and identity_id = (select id from identity where external_id = $4)",
      [String(target.index), town.account('helper-2').id, String(target.message.messageId), String(foreign.id)],
    );
    foreign.becomeUnknown();
    await foreign.tap(target.message, target.index);
    foreign.expectLast(said(locale, 'common:notYours'));
    expect(town.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
