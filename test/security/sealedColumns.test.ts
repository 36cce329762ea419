import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoOrganisation } from '../../src/commands/demo/demoOrganisation.ts';
import type { Owner } from '../../src/secrets/vault.ts';
import { DeskBrowser } from '../support/deskBrowser.ts';
import { enterDesk } from '../support/deskLogin.ts';
import { ask, tapLabel } from '../support/person.ts';
import { linkCodeOf, Town } from '../support/town.ts';
import { WebPhone } from '../support/webPhone.ts';

/** Whose key seals each column, as SQL beside the row `t`: an account's id. */
const sealed: Readonly<Record<string, { readonly row: string; readonly owner: string }>> = {
  'account.name': { row: 'id', owner: 't.id' },
  'account.phone': { row: 'id', owner: 't.id' },
  'arrival.staying': { row: 'id', owner: '(select account_id from person where id = t.person_id)' },
  'referral.answers': { row: 'id', owner: '(select account_id from person where id = t.person_id)' },
  'referral_event.text': {
    row: 'id',
    owner: '(select p.account_id from referral r join person p on p.id = r.person_id where r.id = t.referral_id)',
  },
  'visit_record.note': { row: 'id', owner: '(select account_id from person where id = t.person_id)' },
  'dialogue.state': { row: 'identity_id', owner: '(select account_id from identity where id = t.identity_id)' },
  'inbox.body': { row: 'external_id', owner: '(select account_id from identity where id = t.identity_id)' },
  'import_batch.summary': { row: 'id', owner: 't.account_id' },
  'import_row.body': { row: 'id', owner: '(select account_id from import_batch where id = t.batch_id)' },
  'outbox.body': { row: 'id', owner: 't.account_id' },
};

/** The other columns of words and documents: what they hold, and so what a value of theirs looks like. */
const open: Readonly<Record<string, RegExp>> = {
  // Words and numbers of our own.
  ...named(/^[a-zA-Z]+$/, [
    'account.kind account.state area.level arrival.number check_in.state check_in.feeling consent.purpose',
    'department.kind inbox.state membership.role membership.state need.kind outbox.state outbox.rule person.state',
    'referral.kind referral.state referral_event.kind route.kind task.kind task.state task.outcome timer.rule timer.state',
    'trigger.kind visit.kind visit.state visit.answer visit_record.outcome visit_record.how visit_record.reason',
    'file_closing.reason file_closing.outcome',
    'team_member.state audit.action audit.reason installation_key.name outbox.edit desk_login.purpose',
    'import_batch.state',
    'setting_version.setting',
  ]),
  ...named(/^(telegram|web|clock|desk)$/, ['identity.channel inbox.channel mailbox.channel channel_pace.channel']),
  ...named(/^(zh-CN|en)$/, ['account.locale identity.locale desk_session.locale']),
  ...named(/^[A-Za-z0-9_-]{43}$/, [
    'account.name_hash account.phone_hash enrolment.link_hash enrolment.spoken_hash copy_link.link_hash',
    'desk_login.link_hash import_row.name_hash import_row.phone_hash',
  ]),
  ...named(/^k1\.[A-Za-z0-9_-]{8}\.[A-Za-z0-9_-]+$/, ['account.key installation_key.wrapped']),
  ...named(/^[0-9a-f]{64}$/, ['audit_seal.digest audit_seal.hash desk_login.browser_hash desk_session.token_hash']),
  ...named(/^([0-9a-f-]{36}|system|operator|stranger|setup)$/, [
    'audit.actor membership.approved_by dialogue.lease_by',
  ]),
  // What a browser calls itself, shortened.
  ...named(/^[a-z]+ [a-z]+$/, ['desk_login.browser desk_session.browser']),
  ...named(/^[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}$/, ['desk_pin.hash']),
  ...named(/^\d\d$/, ['desk_login.number']),
  ...named(/^[\d-]+$/, ['arrival.number referral.number outbox.channel_message_id']),
  ...named(/^[A-Za-z]*Error$|^[a-z-]+$/, ['inbox.error outbox.error']),
  ...named(/^\S{1,80}$/, ['task.slot timer.slot visit.slot consent.wording account.reference']),
  // A chat's name on its platform, and an update's: what messages are sent to, and known again by.
  ...named(/^(\d+|[0-9a-zA-Z_:. -]+)$/, ['identity.external_id inbox.external_id']),
  ...named(/^\[("[a-zA-Z_.]+"(, )?)*\]$/, ['audit.fields visit_record.needs']),
  // A question in an office's own words is named with their version.
  ...named(/^\[("[a-zA-Z_.]+(-[0-9a-f-]{36})?(@[0-9a-f-]{36})?"(, )?)*\]$/, ['consent.fields']),
  ...named(/^\[[\d, ]*\]$/, ['audit_seal.ids']),
  ...named(/^\{("(anyway|leftOut)": \[[\d, ]*\](, )?)+\}$/, ['import_batch.chosen']),
  ...named(/^\{("(state|departmentId|expectedOn)": ("[^"]*"|null)(, )?)+\}$/, ['referral_event.data']),
  // A department's own words, which are about nobody.
  ...named(/./, ['answer_template.title answer_template.text']),
  // Public: who does what where.
  ...named(/./, [
    'area.path area.name area.address area.phone department.name department.address department.duty_phone',
    'department.office_hours calendar_year.holidays calendar_year.workdays',
    'setting_version.subject setting_version.content setting_version.before setting_version.note',
  ]),
  // Keys and parameters, looked at below.
  ...named(/./, ['outbox.lines outbox.choices']),
};

function named(pattern: RegExp, columns: readonly string[]): Record<string, RegExp> {
  return Object.fromEntries(columns.flatMap((line) => line.split(' ')).map((column) => [column, pattern]));
}

describe('what lies in the database', () => {
  let town: Town;

  beforeAll(async () => {
    const demo = demoOrganisation();
    const people = demo.people.map((person, place) => (place === 0 ? { ...person, arrivedOn: '2026-09-18' } : person));
    town = await Town.open({ demo: { ...demo, people } });
    const staff = await town.joined('staff-human-resources');
    const helper = await town.joined('helper-1');
    const person = await town.joined('person-1');
    await ask(town, person, 'training');
    await staff.choose('claim');
    await staff.choose('ask');
    await staff.say('哪天方便？');
    await staff.choose('confirm');
    const page = new WebPhone(town.program);
    await page.join(linkCodeOf(town.account('person-2')));
    await page.choose('consentYes');
    await page.choose('checkIn');
    await page.say('我住在槐树巷十二号院');
    for (const action of ['keepPhone', 'basicNeeds']) await page.choose(action);
    await town.tickAt(new Date('2026-09-22T02:00:00Z'));
    await helper.say('/menu');
    await helper.choose('dueVisits');
    await helper.choose('myPeople');
    await tapLabel(helper, town.account('person-1').name);
    for (const action of ['visit', 'logVisit', 'how:home', 'met', 'needsSeen']) await helper.choose(action);
    await helper.say('家里都好');
    await enterDesk(town, staff);
    const office = new WebPhone(town.program);
    await office.join(linkCodeOf(town.account('coordinator-jianshe')));
    for (const typed of ['/pin', '482915', '482915']) await office.say(typed);
    const desk = await DeskBrowser.signedIn(town, 'coordinator-jianshe');
    await desk.open('/desk/import');
    await desk.send('check', { file: new File(['姓名,回来日期\n新归来,2026-09-20'], '名单.csv') });
    await town.rows("update outbox set error = 'blocked' where id = (select id from outbox limit 1)");
  });
  afterAll(() => town.close());

  it('is all accounted for: each column of words is sealed, or says what it holds', async () => {
    const columns = await town.rows<{ name: string }>(
      `select table_name || '.' || column_name as name from information_schema.columns
       where table_schema = 'public' and data_type in ('text', 'jsonb', 'json', 'character varying', 'bytea') order by 1`,
    );
    const known = new Set([...Object.keys(sealed), ...Object.keys(open)]);
    expect(columns.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([]);
    const there = new Set(columns.map(({ name }) => name));
    expect([...known].filter((name) => !there.has(name))).toEqual([]);
  });

  it.each(Object.entries(open))('%s holds nothing of anybody’s', async (column, pattern) => {
    const [table, name] = column.split('.');
    const rows = await town.rows<{ value: string }>(
      `select distinct "${name}"::text as value from "${table}" where "${name}" is not null`,
    );
    for (const { value } of rows) expect(value).toMatch(pattern);
  });

  it('has in what is to be said only keys, ids, numbers, and what is sealed for its reader', async () => {
    const rows = await town.rows<{ text: string }>('select distinct lines::text || choices::text as text from outbox');
    for (const { text } of rows) {
      expect(text).not.toMatch(/"secret"/);
      for (const [, value = ''] of text.matchAll(/"(?:sealed|card|link|spoken|copy|desk)": "([^"]*)"/g))
        expect(value).toMatch(/^s1\./);
      expect(text).not.toMatch(/\p{Script=Han}/u);
    }
  });

  it('is in the list of SECURITY.md, where it is sealed', () => {
    const text = readFileSync(new URL('../../SECURITY.md', import.meta.url), 'utf8');
    for (const column of Object.keys(sealed)) expect(text).toContain(`\`${column}\``);
  });

  describe.each(Object.entries(sealed))('%s', (column, { row, owner }) => {
    const [table, name] = column.split('.');
    const read = () =>
      town.rows<{ row: string; text: string; account: string | null; key: string | null }>(
        `select t."${row}" as row, t."${name}" as text, a.id as account, a.key from "${table}" t
         left join account a on a.id = ${owner} where t."${name}" is not null and ${owner} is not null limit 20`,
      );

    it('is sealed in every row, and opens at its own place alone', async () => {
      const rows = await read();
      expect(rows.length, 'something to look at').toBeGreaterThan(0);
      const [unsealed] = await town.rows<{ count: number }>(
        `select count(*)::integer as count from "${table}" where "${name}" not like 's1.%'`,
      );
      expect(unsealed?.count).toBe(0);
      const [other] = await town.rows<{ id: string; key: string }>(
        'select id, key from account order by created_at, id limit 1 offset 9',
      );
      for (const { row: id, text, account, key } of rows) {
        const whose: Owner = account === null || key === null ? null : { id: account, key };
        expect(await town.vault.open(whose, `${column}:${id}`, text)).not.toBe('');
        await expect(town.vault.open(whose, `${column}:${crypto.randomUUID()}`, text)).rejects.toThrow();
        for (const elsewhere of Object.keys(sealed).filter((each) => each !== column))
          await expect(town.vault.open(whose, `${elsewhere}:${id}`, text)).rejects.toThrow();
        if (other !== undefined && other.id !== account)
          await expect(town.vault.open(other, `${column}:${id}`, text)).rejects.toThrow();
        await expect(town.vault.open(null, `${column}:${id}`, text)).rejects.toThrow();
      }
    });
  });
});
