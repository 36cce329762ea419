import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, tapLabel } from '../support/person.ts';
import { type Phone, Town } from '../support/town.ts';

/*
 * 居民：谁看过
 * 归途：看过您信息的人，最近的在前：
 *       · 今天 马志远（建设路街道，联系人）看了：姓名、需要、电话、走访情况。原因：走访联系。
 *       · 今天 ……（人力资源和社会保障局，部门经办）看了：您填的内容、姓名、电话。原因：您的事项“学技术”，编号123-456-789。
 *       每次看都自动记下，保留三年。名单里只看到名字的，不列在这里。
 *       [9 主菜单] [0 找人]
 */

interface SeenRow {
  readonly actor: string;
  readonly action: string;
  readonly fields: string[];
  readonly reason: string;
}

describe('who saw what of a person', () => {
  let town: Town;
  let person: Phone;
  let staff: Phone;
  let helper: Phone;
  let coordinator: Phone;

  const seen = (actor: string, action: string) =>
    town.rows<SeenRow>(
      `select a.actor, a.action, a.fields, a.reason from audit a join person p on p.id = a.person_id
       where a.reason is not null and p.account_id = $1 and a.actor = $2 and a.action = $3 order by a.id`,
      [town.account('person-1').id, town.account(actor).id, action],
    );

  beforeAll(async () => {
    town = await Town.open();
    staff = await town.joined('staff-human-resources');
    helper = await town.joined('helper-1');
    coordinator = await town.joined('coordinator-jianshe');
    person = await town.joined('person-1');
  });
  afterAll(() => town.close());

  it('is nobody at first', async () => {
    await person.say('谁看过');
    person.expectLast('还没有人看过您的信息。');
  });

  it('is kept of a request that comes to the department, and of one that is opened there', async () => {
    await ask(town, person, 'training');
    expect(await seen('staff-human-resources', 'told')).toEqual([
      expect.objectContaining({ fields: ['answers', 'name', 'phone'], reason: 'request' }),
    ]);
    await staff.say('/queue');
    expect(await seen('staff-human-resources', 'listed')).toEqual([
      expect.objectContaining({ fields: ['name'], reason: 'request' }),
    ]);
    await staff.choose('open');
    expect(await seen('staff-human-resources', 'shown')).toEqual([
      expect.objectContaining({ fields: ['answers', 'name', 'phone'], reason: 'request' }),
    ]);
  });

  it('is kept of the words that staff read', async () => {
    await staff.choose('claim');
    await person.say('/menu');
    await person.choose('matters');
    await person.choose('matter');
    await person.choose('write');
    await person.say('星期三方便');
    const told = await seen('staff-human-resources', 'told');
    expect(told.at(-1)?.fields).toContain('words');
  });

  it('is kept of a file that a helper or a coordinator opens', async () => {
    await helper.say('/menu');
    await helper.choose('dueVisits');
    await helper.choose('myPeople');
    await tapLabel(helper, town.account('person-1').name);
    expect(await seen('helper-1', 'shown')).toEqual([
      expect.objectContaining({ fields: ['name', 'phone', 'visits'], reason: 'visit' }),
    ]);
    await coordinator.say('/menu');
    await coordinator.choose('roster');
    await coordinator.choose('findPerson');
    await coordinator.say(town.account('person-1').name);
    await coordinator.choose('personFile');
    const [file] = await seen('coordinator-jianshe', 'shown');
    expect(file?.fields).toEqual(
      expect.arrayContaining(['arrival', 'helpers', 'intervals', 'name', 'phone', 'requests', 'visits']),
    );
  });

  it('is told to the person, with the day, the place, the role and the reason', async () => {
    await person.say('/menu');
    await person.say('谁看过我的信息');
    const text = person.last.text;
    const [first, ...looks] = text.split('\n');
    expect(first).toBe('看过您信息的人，最近的在前：');
    expect(looks[0]).toMatch(/^· 今天 .+（.+，服务站工作人员）看了：.*电话.*。原因：管理档案。$/);
    expect(looks[1]).toMatch(/^· 今天 .+（.+，联系人）看了：姓名、电话、走访情况。原因：走访联系。$/);
    expect(looks[2]).toMatch(
      /^· 今天 .+（.+，部门经办）看了：.*您填的内容.*。原因：您的事项“.+”，编号\d{3}-\d{3}-\d{3}。$/,
    );
    expect(text).toContain(town.account('helper-1').name);
    expect(looks.at(-1)).toBe('每次看都自动记下，保留三年。名单里只看到名字的，不列在这里。');
  });

  it('is found where one’s helpers are, too, in both languages', async () => {
    await person.say('/menu');
    await person.choose('myHelpers');
    await person.choose('whoLooked');
    person.expectLast('看过您信息的人');
    await person.say('English');
    await person.say('who looked');
    person.expectLast(/Who has seen your information, newest first:\n· today .+ \(.+\) saw: /);
    await person.say('中文');
  });

  it('tells nobody of anybody else', async () => {
    const other = await town.joined('person-3');
    await other.say('谁看过');
    other.expectLast('还没有人看过您的信息。');
    await staff.say('谁看过');
    expect(staff.text).not.toContain('看过您信息的人');
  });

  it('comes page by page', async () => {
    await town.rows(
      `insert into audit (at, actor, action, person_id, fields, reason)
       select timestamptz '2026-09-01 02:00Z' - n * interval '1 day', $1, 'shown', p.id, '["phone"]', 'visit'
       from person p, generate_series(1, 9) n where p.account_id = $2`,
      [town.account('helper-1').id, town.account('person-1').id],
    );
    await person.say('谁看过');
    expect(person.last.text.split('\n')).toHaveLength(9);
    await person.choose('whoLooked');
    expect(person.last.text.split('\n').length).toBeLessThan(9);
    person.expectLast('8月23日');
  });

  it('is not of a person’s own looks, and holds no value', async () => {
    const rows = await town.rows<{ own: number; odd: number }>(
      `select count(*) filter (where a.actor = p.account_id::text)::integer as own,
         count(*) filter (where a.fields::text !~ '^\\[("[a-z]+"(, )?)+\\]$')::integer as odd
       from audit a join person p on p.id = a.person_id where a.reason is not null`,
    );
    expect(rows).toEqual([{ own: 0, odd: 0 }]);
    expect(town.complaints).toEqual([]);
  });
});

describe('a look that cannot be kept', () => {
  it('is not shown: the turn fails, and nothing of anybody is said', async () => {
    const town = await Town.open();
    const helper = await town.joined('helper-1');
    const { name } = town.account('person-1');
    await helper.say('/menu');
    await town.rows(
      "create function no_looks() returns trigger language plpgsql as $$ begin if new.reason is not null then raise exception 'no'; end if; return new; end $$",
    );
    await town.rows('create trigger no_looks before insert on audit for each row execute function no_looks()');
    await helper.choose('dueVisits');
    await helper.choose('myPeople').catch(() => {});
    expect(
      helper.messages.some(({ text, choices }) => `${text}${choices.map((c) => c.text).join()}`.includes(name)),
    ).toBe(false);
    helper.expectLast('抱歉，刚才出了点问题');
    await town.close();
  });
});
