import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoOrganisation } from '../../src/commands/demo/demoOrganisation.ts';
import { linkCodeOf, type Phone, Town } from '../support/town.ts';

const typed = {
  answer: '想学修摩托车的手艺',
  words: '我住在槐树巷十二号院',
  staff: '请到三楼找小葛师傅登记',
  question: '您以前修过发动机没有',
  paper: '高中毕业证复印件',
  reason: '名额已经满员不再增加',
  next: '下个月初再来报一次',
  passReason: '这件事归住房那边管理',
  abandoned: '这句话打了一半没有发完',
} as const;

/** Everything that can be typed, told and passed on, and then what a thief of the database would read. */
describe('a dump of the database after a long day', () => {
  let town: Town;
  let dump: string;

  beforeAll(async () => {
    town = await Town.open();
    const staff = await town.joined('staff-human-resources');
    const person = await town.joined('person-1');
    await askInOwnWords(person);
    await staff.choose('claim');
    await staffSays(staff, 'ask', typed.question);
    await staffSays(staff, 'askPaper', typed.paper);
    await staff.choose('paperReceived');
    await staffSays(staff, 'answer', typed.staff);
    await person.choose('human');
    await person.say(typed.words);
    await person.say('/menu');
    await askInOwnWords(person);
    await staff.choose('claim');
    await staff.choose('refuse');
    await staff.say(typed.reason);
    await staff.say(typed.next);
    await staff.choose('confirm');
    await person.say('/menu');
    await askInOwnWords(person);
    await staff.choose('sendBack');
    await staff.say(typed.passReason);
    await staff.choose('confirm');
    const coordinator = await town.joined('coordinator-jianshe');
    await coordinator.choose('people');
    await coordinator.choose('reissue');
    await person.choose('help');
    await person.say(typed.abandoned);
    dump = await dumpOf(town);
  });
  afterAll(() => town.close());

  async function askInOwnWords(person: Phone): Promise<void> {
    for (const action of ['help', 'group:work', 'kind:training']) await person.choose(action);
    await person.say(typed.answer);
    await person.choose('firstOption');
    await person.choose('confirm');
  }

  async function staffSays(staff: Phone, action: string, text: string): Promise<void> {
    await staff.choose(action);
    await staff.say(text);
    await staff.choose('confirm');
  }

  it('holds rows in every table the day went through', () => {
    for (const table of ['referral_event', 'outbox', 'dialogue', 'consent', 'enrolment', 'audit'])
      expect(dump).toContain(`\n# ${table}\n{`);
  });

  it('holds no typed word', () => {
    for (const text of Object.values(typed)) expect(dump).not.toContain(text);
  });

  it('holds no name and no phone of anybody', () => {
    const { workers, people } = demoOrganisation();
    for (const { name, phone } of [...workers, ...people]) {
      expect(dump).not.toContain(name);
      if (phone !== undefined) expect(dump).not.toContain(phone);
    }
  });

  it('holds no joining code', () => {
    for (const account of town.accounts) {
      expect(dump).not.toContain(linkCodeOf(account));
      expect(dump).not.toContain(account.code);
      expect(dump).not.toContain(account.code.replace('-', ''));
    }
  });

  it('has left nothing of it in the log either', () => {
    const log = JSON.stringify(town.logged);
    for (const text of [...Object.values(typed), ...town.accounts.flatMap(({ name, code }) => [name, code])])
      expect(log).not.toContain(text);
  });

  it('gives nothing to whoever moves a ciphertext to another row or column', async () => {
    const [first, second] = await town.rows<{ id: string; key: string; name: string; phone: string }>(
      "select id, key, name, phone from account where phone is not null and kind = 'person' limit 2",
    );
    if (first === undefined || second === undefined) throw new Error('the demo has two people with a phone');
    await expect(town.vault.open(first, `account.name:${first.id}`, first.name)).resolves.toBeTruthy();
    await expect(town.vault.open(first, `account.name:${first.id}`, first.phone)).rejects.toThrow();
    await expect(town.vault.open(first, `account.name:${second.id}`, first.name)).rejects.toThrow();
    await expect(town.vault.open(second, `account.name:${second.id}`, first.name)).rejects.toThrow();
    await expect(
      town.vault.open({ id: first.id, key: second.key }, `account.name:${first.id}`, first.name),
    ).rejects.toThrow();
  });
});

/** Every row of every table as text, whatever its columns are. */
async function dumpOf(town: Town): Promise<string> {
  const tables = await town.rows<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
  );
  const parts = await Promise.all(
    tables.map(async ({ name }) => {
      const rows = await town.rows<{ row: string }>(`select to_jsonb(t)::text as row from "${name}" t`);
      return `\n# ${name}\n${rows.map(({ row }) => row).join('\n')}`;
    }),
  );
  return parts.join('\n');
}
