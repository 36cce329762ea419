import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readChoiceToken } from '../../src/channels/channel.ts';
import { fillForm, said } from '../support/person.ts';
import { type Phone, Town } from '../support/town.ts';

const roles = {
  person: 'person-1',
  'another person': 'person-5',
  helper: 'helper-1',
  staff: 'staff-human-resources',
  'other staff': 'staff-health',
  coordinator: 'coordinator-jianshe',
  'another coordinator': 'coordinator-hexi',
  office: 'office',
} as const;

/** Buttons that were never shown to whoever sends them: made up, taken from somebody else, or from long ago. */
describe('forged, swapped and replayed buttons', () => {
  let town: Town;
  const phones = new Map<string, Phone>();
  /** Each role's buttons, before the attacks, which are answered with more of them. */
  const shown = new Map<string, string[]>();
  let updates = 0;

  beforeAll(async () => {
    town = await Town.open();
    for (const [role, reference] of Object.entries(roles)) phones.set(role, await town.joined(reference));
    const [person, staff, coordinator, helper] = ['person', 'staff', 'coordinator', 'helper'].map(phoneOf);
    if (person === undefined || staff === undefined || coordinator === undefined || helper === undefined) return;
    await fillForm(person, 'training', '');
    await person.choose('confirm');
    await staff.choose('claim');
    for (const action of ['roster', 'personFile']) await coordinator.choose(action);
    await coordinator.say('/menu');
    for (const action of ['people', 'reissue']) await coordinator.choose(action);
    await helper.choose('dueVisits');
    for (const phone of phones.values()) await phone.say('/menu');
    for (const [role, phone] of phones) shown.set(role, tokensOf(phone));
  });
  afterAll(async () => {
    expect(town.logged.filter(({ level }) => level === 'error')).toEqual([]);
    await town.close();
  });

  function phoneOf(role: string): Phone {
    const phone = phones.get(role);
    if (phone === undefined) throw new Error(`nobody is ${role}`);
    return phone;
  }

  const tokensOf = (phone: Phone) => phone.messages.flatMap(({ choices }) => choices.map(({ data }) => data));

  /** What the chat is told, as keys: sending it, at one a second, would only take time. */
  async function tap(phone: Phone, ...tokens: readonly string[]): Promise<string[][]> {
    const [last] = await town.rows<{ seq: number }>('select coalesce(max(seq), 0)::integer as seq from outbox');
    for (const token of tokens) {
      updates += 1;
      await town.program.receive({
        channel: 'telegram',
        externalId: String(phone.id),
        updateId: `attack ${updates}`,
        content: readChoiceToken(token),
      });
    }
    const said = await town.rows<{ keys: string[] }>(
      `select jsonb_path_query_array(o.lines, '$[*].key') as keys from outbox o join identity i on i.id = o.identity_id
       where i.external_id = $1 and o.screen and o.seq > $2::integer order by o.seq`,
      [String(phone.id), String(last?.seq ?? 0)],
    );
    expect(said).toHaveLength(tokens.length);
    return said.map(({ keys }) => keys);
  }

  const movedOn = (answers: readonly string[][]) => answers.every(([first]) => first === 'common:movedOn');

  const audited = async () =>
    (await town.rows<{ count: number }>('select count(*)::integer as count from audit'))[0]?.count;

  it('a button that was used does its work once, however often it comes again', async () => {
    const person = phoneOf('person');
    await fillForm(person, 'allowance', '想问问');
    const { message, index } = await person.find('confirm');
    const count = async () => (await town.rows('select 1 from referral')).length;
    const before = await count();
    const token = message.choices[index]?.data ?? '';
    const taps = Array.from({ length: 20 }, (_, place) => ({ place, content: readChoiceToken(token) }));
    await Promise.all(
      taps.map(({ place, content }) =>
        town.program.receive({
          channel: 'telegram',
          externalId: String(person.id),
          updateId: `again ${place}`,
          content,
        }),
      ),
    );
    expect(await count()).toBe(before + 1);
    expect(movedOn(await tap(person, token, token, token))).toBe(true);
    expect(await count()).toBe(before + 1);
  });

  it.each([
    [
      'removed',
      "update membership set state = 'ended', version = version + 1 where account_id = $1",
      'joining:waiting',
    ],
    [
      'demoted',
      "update membership set role = 'helper', department_id = null, version = version + 1 where account_id = $1",
      'menu:worker',
    ],
    ['blocked', "update account set state = 'blocked', version = version + 1 where id = $1", 'joining:stranger'],
  ] as const)(
    'who is %s can do nothing more by any old button, and gets nothing that waited',
    async (_, change, standing) => {
      await fillForm(phoneOf('person'), 'training', '');
      await phoneOf('person').choose('confirm');
      const staff = await town.joined('staff-human-resources-2');
      const { id } = town.account('staff-human-resources-2');
      await staff.say('/queue');
      await staff.choose('open');
      // What the request in hand offered, and what the menu did.
      const old = [...tokensOf(staff).slice(-7), tokensOf(staff)[0] ?? ''];
      await town.rows(
        `insert into outbox (id, identity_id, account_id, lines, choices, urgent, screen, discreet, needs_department_id, due_at, state, created_at)
       select gen_random_uuid(), i.id, $1, '[{"key":"menu:person"}]', '[]', false, false, false, m.department_id, $2::timestamptz + interval '1 minute', 'waiting', $2
       from identity i join membership m on m.account_id = $1 where i.account_id = $1`,
        [id, town.now.toISOString()],
      );
      await town.rows(
        `insert into mailbox (identity_id, urgent, send_at) select id, false, $2::timestamptz + interval '1 minute' from identity where account_id = $1 and ended_at is null
       on conflict (identity_id) do update set send_at = excluded.send_at`,
        [id, town.now.toISOString()],
      );
      await town.rows(change, [id]);
      const seen = staff.messages.length;
      const before = await audited();
      const told = (await tap(staff, ...new Set(old))).flat();
      expect(told.filter((key) => /^(queue|kinds|composing):/.test(key))).toEqual([]);
      await staff.say('/queue');
      const work = (await town.rows<{ action: string }>('select action from audit order by id')).slice(before);
      expect(work.filter(({ action }) => action !== 'languageChosen')).toEqual([]);
      town.setClock(new Date(town.now.getTime() + 120_000));
      await town.settle();
      expect(staff.messages.slice(seen).map(({ text }) => text)).not.toContain(said('zh-CN', 'menu:person'));
      await staff.say('/menu');
      expect([said('zh-CN', standing), said('en', standing)].some((text) => staff.last.text.includes(text))).toBe(true);
      // As it was, with a link of their own for the next case.
      await town.rows("update account set state = 'active', version = version + 1 where id = $1", [id]);
      await town.rows(
        "update membership set state = 'approved', role = 'staff', version = version + 1, department_id = (select department_id from membership where account_id = $2) where account_id = $1",
        [id, town.account('staff-human-resources').id],
      );
      await town.rows('update identity set account_id = null where account_id = $1', [id]);
      await town.rows('update enrolment set used_at = null where account_id = $1', [id]);
    },
  );

  it.each(Object.keys(roles))('%s: a button of anybody else does nothing, and shows nothing', async (role) => {
    const attacker = phoneOf(role);
    const others = [...phones].filter(([other]) => other !== role).flatMap(([other]) => shown.get(other) ?? []);
    const before = await audited();
    expect(movedOn(await tap(attacker, ...others))).toBe(true);
    expect(await audited()).toBe(before);
  });

  it.each(Object.keys(roles))('%s: a button that was made up does nothing', async (role) => {
    const attacker = phoneOf(role);
    const own = tokensOf(attacker)[0] ?? '';
    const forged = [
      own.replace(/\d+$/, '99'),
      own.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
      `${crypto.randomUUID().replaceAll('-', '')}.0`,
      own.toUpperCase(),
      `${own}.0`,
      '',
      '0'.repeat(64),
    ];
    const before = await audited();
    expect(movedOn(await tap(attacker, ...forged.filter((each) => each !== own)))).toBe(true);
    expect(await audited()).toBe(before);
  });
});
