import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../support/person.ts';
import { type Phone, Town } from '../support/town.ts';

/** What the audit knows of each change: whose file, and which fields. */
describe('an audit row of a change', () => {
  let town: Town;
  let person: Phone;

  beforeAll(async () => {
    town = await Town.open();
    const staff = await town.joined('staff-human-resources');
    person = await town.joined('person-1');
    await ask(town, person, 'training');
    await staff.choose('claim');
    await person.say('/menu');
    await person.choose('myHelpers');
    await person.choose('pauseReminders');
  });
  afterAll(() => town.close());

  it.each([
    ['contactAgreed', ['consent', 'person.state']],
    ['referralRequested', ['consent', 'referral', 'referral_event']],
    ['remindersPaused', ['person.reminders_paused_at']],
  ])('%s names the person and the fields that were written', async (action, fields) => {
    const [row] = await town.rows<{ fields: string[]; person: string | null }>(
      'select fields, person_id as person from audit where action = $1 order by id desc limit 1',
      [action],
    );
    expect(row?.fields).toEqual(expect.arrayContaining(fields));
    expect(row?.person).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('holds nothing but names of fields', async () => {
    const rows = await town.rows<{ field: string }>(
      'select distinct jsonb_array_elements_text(fields) as field from audit where reason is null',
    );
    expect(rows.length).toBeGreaterThan(5);
    for (const { field } of rows) expect(field).toMatch(/^[a-z_]+(\.[a-z_]+)?$/);
  });

  it('of a claim says which columns of the request changed', async () => {
    const [row] = await town.rows<{ fields: string[] }>("select fields from audit where action = 'claimed'");
    expect(row?.fields).toEqual(expect.arrayContaining(['referral.claimed_by', 'referral.state', 'referral_event']));
  });
});
