import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoOrganisation } from '../../src/commands/demo/demoOrganisation.ts';
import { locales } from '../../src/i18n/locale.ts';
import { ask, said, tapLabel } from '../support/person.ts';
import { type Phone, Town } from '../support/town.ts';

/** An organisation set up from its own file: nobody but the first office works before a second human's yes. */
describe.each(locales)('an account of who works here, in %s', (locale) => {
  let town: Town;
  let office: Phone;
  let coordinator: Phone;
  const nameOf = (reference: string) => town.account(reference).name;

  beforeAll(async () => {
    const organisation = demoOrganisation();
    const second = organisation.workers.find(({ reference }) => reference === 'office');
    if (second === undefined) throw new Error('the demo has an office');
    const workers = [...organisation.workers, { ...second, reference: 'office-2', name: '常在心' }];
    town = await Town.open({ organisation: { ...organisation, workers } });
    office = await town.joined('office', locale);
  });
  afterAll(() => town.close());

  const itemOf = (reference: string, role: 'helper' | 'staff' | 'coordinator' | 'office') =>
    said(locale, 'coordination:approvalItem', {
      name: nameOf(reference),
      role: said(locale, `coordination:role.${role}`),
    });

  async function open(phone: Phone, item: string): Promise<void> {
    await phone.say('/menu');
    await phone.choose('approvals');
    await tapLabel(phone, item);
  }

  const statesOf = async (reference: string) =>
    (
      await town.rows<{ state: string }>('select state from membership where account_id = $1', [
        town.account(reference).id,
      ])
    ).map(({ state }) => state);

  it('is asked for when it joins, and does nothing until then', async () => {
    coordinator = await town.joined('coordinator-jianshe', locale);
    coordinator.expectLast(said(locale, 'joining:welcomeWaiting', { name: nameOf('coordinator-jianshe') }));
    office.expectLast(said(locale, 'coordination:approvalAsked', { name: nameOf('coordinator-jianshe') }));
    for (const command of ['/queue', '/menu', '0']) {
      await coordinator.say(command);
      await expect(coordinator.find('queue')).rejects.toThrow();
      await expect(coordinator.find('approvals')).rejects.toThrow();
    }
    const person = await town.joined('person-1', locale);
    await ask(town, person, 'mediation', '邻居');
    await coordinator.say('/queue');
    coordinator.expectLast(said(locale, 'joining:waiting'));
    expect(coordinator.messages.some(({ text }) => text.includes(nameOf('person-1')))).toBe(false);
  });

  it('takes effect with that yes, and is told so', async () => {
    await office.choose('approval');
    office.expectLast(nameOf('coordinator-jianshe'));
    office.expectLast(said(locale, 'coordination:role.coordinator'));
    await office.choose('approve');
    office.expectLast(said(locale, 'coordination:approved', { name: nameOf('coordinator-jianshe') }));
    expect(await statesOf('coordinator-jianshe')).toEqual(['approved']);
    coordinator.expectLast(said(locale, 'coordination:youAreApproved'));
    await coordinator.say('/queue');
    coordinator.expectLast(nameOf('person-1'));
  });

  it('of the area is approved by its coordinator, too, and of a department above it is not', async () => {
    const helper = await town.joined('helper-1', locale);
    coordinator.expectLast(said(locale, 'coordination:approvalAsked', { name: nameOf('helper-1') }));
    const before = coordinator.messages.length;
    const staff = await town.joined('staff-human-resources', locale);
    expect(coordinator.messages).toHaveLength(before);
    office.expectLast(said(locale, 'coordination:approvalAsked', { name: nameOf('staff-human-resources') }));
    await coordinator.say('/menu');
    await coordinator.choose('approvals');
    coordinator.expectLast(nameOf('helper-1'));
    expect(coordinator.text).not.toContain(nameOf('staff-human-resources'));
    await open(coordinator, itemOf('helper-1', 'helper'));
    await coordinator.choose('approve');
    await helper.say('/menu');
    await helper.choose('people');
    helper.expectLast(nameOf('person-2'));
    await staff.say('/queue');
    staff.expectLast(said(locale, 'joining:waiting'));
  });

  it('is decided once: whoever comes second is told that it is done', async () => {
    const two = await Promise.all(['office-2', 'staff-tax'].map((reference) => town.joined(reference, locale)));
    expect(two).toHaveLength(2);
    await open(office, itemOf('office-2', 'office'));
    await office.choose('approve');
    const [second] = two;
    if (second === undefined) throw new Error('two have joined');
    for (const phone of [office, second]) await open(phone, itemOf('staff-tax', 'staff'));
    await Promise.all([office.choose('approve'), second.choose('decline')]);
    const texts = [office.text, second.text];
    const done = said(locale, 'coordination:approvalDone');
    expect(texts.filter((text) => text.includes(done))).toHaveLength(1);
    const audited = await town.rows(
      "select 1 from audit where action in ('membershipApproved', 'membershipDeclined') and subject_id = (select id from membership where account_id = $1)",
      [town.account('staff-tax').id],
    );
    expect(audited).toHaveLength(1);
  });

  it('that was declined never takes effect', async () => {
    const staff = await town.joined('staff-women', locale);
    await open(office, itemOf('staff-women', 'staff'));
    await office.choose('decline');
    expect(await statesOf('staff-women')).toEqual(['ended']);
    await staff.say('/queue');
    staff.expectLast(said(locale, 'joining:waiting'));
  });

  it('is never approved by its own holder', async () => {
    // An office that is also proposed as a coordinator may say yes to anybody's membership in the area but its own.
    await town.rows(
      "insert into membership (id, account_id, role, area_id, state, created_at) select gen_random_uuid(), $1, 'coordinator', area_id, 'proposed', created_at from membership where account_id = $1 limit 1",
      [town.account('office').id],
    );
    await office.say('/menu');
    await office.choose('approvals');
    expect(office.text).not.toContain(nameOf('office'));
    // Not with a button that somebody else was shown either.
    const helper = await town.joined('helper-2', locale);
    expect(helper.text).not.toBe('');
    const { message, index } = await office.find('approval');
    await town.rows(
      "update outbox set choices = jsonb_set(choices, array[$2, 'action', 'membership'], to_jsonb((select id from membership where account_id = $1 and state = 'proposed'))) where channel_message_id = $3 and identity_id = (select id from identity where external_id = $4)",
      [town.account('office').id, String(index), String(message.messageId), String(office.id)],
    );
    await office.tap(message, index);
    office.expectLast(said(locale, 'common:notYours'));
    expect((await statesOf('office')).sort()).toEqual(['approved', 'proposed']);
  });
});
