import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseFileFact } from '../../src/dialogue/facts/caseFile.ts';
import { DeskBrowser } from '../support/deskBrowser.ts';
import { Town } from '../support/town.ts';

/** Everything that can become true about a file at the desk, and what of the file it names. */
const facts: Record<CaseFileFact['fact'], readonly string[]> = {
  fileCorrected: ['account.name', 'account.name_hash'],
  closingProposed: ['file_closing'],
  closingDecided: ['file_closing.decided_at', 'file_closing.decided_by', 'file_closing.outcome'],
  fileReopened: ['person.next_check_in_on', 'person.period_ended_at'],
  filesMerged: [],
  cardMade: ['enrolment'],
};

/** What is done with a file is answered for: by whom, and about which file, never with a value. */
describe('the audit of files at the desk', () => {
  let town: Town;
  beforeAll(async () => {
    town = await Town.open();
    await town.joined('office');
    const desk = await DeskBrowser.signedIn(town, 'coordinator-jianshe');
    const office = await DeskBrowser.signedIn(town, 'office');
    await town.rows("update desk_session set stepped_up_until = '2027-01-01'");
    const fileOf = async (reference: string) =>
      (
        await town.rows<{ id: string }>(
          'select p.id from person p join account a on a.id = p.account_id where a.reference = $1',
          [reference],
        )
      )[0]?.id;
    const [one, other] = [await fileOf('person-1'), await fileOf('person-2')];
    await desk.open(`/desk/persons/${one}/edit`);
    await desk.send('correct', { name: '周年安' });
    await desk.send('close', { reason: 'moved' });
    await office.open(`/desk/persons/${one}`);
    await office.send('decide', { decision: 'yes' });
    await desk.open(`/desk/persons/${one}/edit`);
    await desk.send('reopen');
    await desk.open('/desk/cards');
    await desk.send('make', { account: town.account('person-3').id });
    await desk.open(`/desk/persons/${one}/merge/${other}`);
    await desk.send('merge');
  });
  afterAll(() => town.close());

  it.each(Object.entries(facts))('has a row for %s', async (fact, fields) => {
    const rows = await town.rows<{ actor: string; fields: string[]; subject: string | null }>(
      'select actor, fields, subject_id as subject from audit where action = $1',
      [fact],
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      expect(row.fields).toEqual(fields);
      expect(row.subject).not.toBeNull();
      expect([town.account('coordinator-jianshe').id, town.account('office').id]).toContain(row.actor);
    }
  });

  it('names both files of a merge', async () => {
    expect(
      await town.rows(
        "select 1 from audit where action in ('filesMerged', 'fileMergedInto') and person_id is not null",
      ),
    ).toHaveLength(2);
  });
});
