import { beforeEach, describe, expect, it } from 'vitest';
import { checkBooks } from '../../src/backup/books.ts';
import { demoOrganisation } from '../../src/commands/demo/demoOrganisation.ts';
import type { Database } from '../../src/db/database.ts';
import { checkKey } from '../../src/db/open.ts';
import { locales } from '../../src/i18n/locale.ts';
import { setUp } from '../../src/organisation/setup.ts';
import { ask, fillForm, labelsOf, said, tapLabel } from '../support/person.ts';
import { linkCodeOf, monday, type Phone, Town } from '../support/town.ts';
import { WebPhone } from '../support/webPhone.ts';
import { isOnWorker } from '../support/worker/workerProgram.ts';

/** Somebody has themselves erased: in one turn, for good, and nobody stumbles over what is left. */
describe.each(locales)('erase me, in %s', (locale) => {
  let town: Town;
  let person: Phone;
  let helper: Phone;
  let staff: Phone;
  let coordinator: Phone;
  const reference = 'person-2';
  const text = (key: Parameters<typeof said>[1], values?: Record<string, string>) => said(locale, key, values);
  const choose = async (...actions: string[]) => {
    for (const action of actions) await person.choose(action);
  };
  const name = () => town.account(reference).name;

  beforeEach(async () => {
    town = await Town.open();
    helper = await town.joined('helper-1', locale);
    staff = await town.joined('staff-human-resources', locale);
    coordinator = await town.joined('coordinator-jianshe', locale);
    person = await town.joined(reference, locale);
    return () => town.close();
  });

  /** Something of everything that can be held. */
  async function live(): Promise<void> {
    await choose('checkIn', 'staying:family', 'keepPhone', 'basicNeed:noWork', 'basicNeeds');
    await choose('checkIn', 'feel:hard', 'myNeeds', 'callMeYes');
    await helper.choose('helpedPerson');
    for (const action of ['report', 'triggerSeen:company', 'reportUsual', 'helpedPerson']) await helper.choose(action);
    for (const action of ['visit', 'logVisit', 'how:home', 'met', 'needsSeen']) await helper.choose(action);
    await helper.say('家里热闹，在学修车');
    await ask(town, person, 'training', '想学修摩托车的手艺');
    await staff.choose('claim');
  }

  async function leave(): Promise<void> {
    await choose('myInformation', 'ownData:keeping', 'ownData:erase');
    person.expectLast(text('ownData:eraseWhat', { days: '30' }));
    await choose('eraseGoOn');
    person.expectLast(text('ownData:eraseSure'));
    await choose('eraseNow');
  }

  /** The database as its owner sees it: every row. */
  const ownersView = (): Database => ({
    query: (question) => town.rows(question),
    execute: (script) => town.database.execute(script),
    close: async () => {},
  });

  const counted = async () => {
    const counts: Record<string, number> = {};
    for (const table of ['check_in', 'need', 'trigger', 'team_member', 'task', 'arrival']) {
      const [row] = await town.rows<{ count: number }>(
        `select count(*)::integer as count from public.${table} t join person p on p.id = t.person_id where p.account_id = $1`,
        [town.account(reference).id],
      );
      counts[table] = row?.count ?? -1;
    }
    return counts;
  };

  it('is asked twice, and a no at either changes nothing', async () => {
    await live();
    await choose('myInformation', 'ownData:keeping', 'ownData:erase', 'eraseKeep');
    person.expectLast(text('ownData:eraseKept'));
    await choose('ownData:keeping', 'ownData:erase');
    const first = labelsOf(person.last).indexOf(text('ownData:eraseGoOn'));
    await choose('eraseGoOn');
    // Whoever taps the same place twice keeps everything.
    expect(labelsOf(person.last)[first]).toBe(text('ownData:eraseKeep'));
    await choose('eraseKeep');
    expect(await town.rows("select id from account where state = 'erased'")).toEqual([]);
  });

  it('leaves no key, no name, no words, and only rows without content', async () => {
    await live();
    expect(Object.values(await counted()).every((count) => count > 0)).toBe(true);
    await leave();
    person.expectLast(text('ownData:erased', { address: '\0', phone: '' }).split('\0')[0] ?? '');
    const [account] = await town.rows(
      'select key, name, phone, name_hash, phone_hash, state, erased_at is not null as erased from account where id = $1',
      [town.account(reference).id],
    );
    expect(account).toEqual({
      key: null,
      name: '',
      phone: null,
      name_hash: null,
      phone_hash: null,
      state: 'erased',
      erased: true,
    });
    expect(new Set(Object.values(await counted()))).toEqual(new Set([0]));
    expect(await town.rows('select state, answers from referral')).toEqual([{ state: 'withdrawn', answers: '' }]);
    expect(await town.rows('select id from referral_event where text is not null')).toEqual([]);
    expect(await town.rows('select id from visit_record where note is not null')).toEqual([]);
    expect(await town.rows('select id from enrolment where account_id = $1', [town.account(reference).id])).toEqual([]);
    expect(await town.rows('select id from outbox where account_id = $1', [town.account(reference).id])).toEqual([]);
    expect(
      await town.rows(
        'select c.id from consent c join person p on p.id = c.person_id where p.account_id = $1 and withdrawn_at is null',
        [town.account(reference).id],
      ),
    ).toEqual([]);
    const told = await town.rows<{ content: string }>('select lines::text || choices::text as content from outbox');
    expect(told.filter(({ content }) => content.includes(town.account(reference).id))).toEqual([]);
    const [audited] = await town.rows("select action, actor from audit where action = 'personErased'");
    expect(audited).toEqual({ action: 'personErased', actor: town.account(reference).id });
  });

  it('tells departments only that a request is over, and the others that somebody has left', async () => {
    await live();
    const before = [helper, staff, coordinator].map((phone) => phone.messages.length);
    await leave();
    expect(staff.last.text).toContain(text('kinds:training.name'));
    expect(labelsOf(staff.last)).toEqual([text('common:menu')]);
    helper.expectLast(text('ownData:leftToHelper'));
    coordinator.expectLast(text('ownData:leftToCoordinator'));
    for (const [index, phone] of [helper, staff, coordinator].entries()) {
      for (const message of phone.messages.slice(before[index])) expect(message.text).not.toContain(name());
    }
  });

  it('makes the chat a stranger’s, and no old code or button opens anything', async () => {
    await live();
    const old = [
      [staff, await staff.find('answer')],
      [helper, await helper.find('helpedPerson')],
      [helper, await helper.find('visit')],
    ] as const;
    await leave();
    await person.say('你好');
    person.expectLast(text('joining:stranger'));
    await choose('matters');
    person.expectLast(text('joining:stranger'));
    await person.say(`/start ${linkCodeOf(town.account(reference))}`);
    person.expectLast(text('joining:codeRefused'));
    for (const [phone, { message, index }] of old) {
      await phone.tap(message, index);
      phone.expectLast(text('common:movedOn'));
      expect(phone.text).not.toContain(name());
    }
    await staff.say('/queue');
    staff.expectLast(text('queue:empty'));
    await coordinator.say('/menu');
    await coordinator.choose('roster');
    expect(coordinator.text).not.toContain(text('format:erased'));
    await coordinator.choose('findPerson');
    await coordinator.say(name());
    coordinator.expectLast(text('roster:notFound'));
    expect(town.complaints).toEqual([]);
  });

  it('lets the clock go on, the books balance, and another be let in', async () => {
    await live();
    await leave();
    await person.say(`/start ${linkCodeOf(town.account('person-5'))}`);
    person.expectLast(town.account('person-5').name);
    for (const day of ['2026-09-22', '2026-10-21', '2026-11-24', '2026-12-23', '2027-03-22'])
      await town.tickAt(new Date(`${day}T02:00:00Z`));
    expect(town.complaints).toEqual([]);
    expect(JSON.stringify(helper.messages.slice(-3))).not.toContain(name());
    await checkBooks(ownersView());
    await checkKey(town.database, town.vault);
  });

  it('is not undone by a file of the organisation that still has the name', async () => {
    await leave();
    await town.rows('update installation set demo = false');
    const deps = { database: town.database, vault: town.vault, now: monday, links: { web: 'https://guitu.test' } };
    await setUp(deps, demoOrganisation());
    const [account] = await town.rows('select key, name, state from account where id = $1', [
      town.account(reference).id,
    ]);
    expect(account).toEqual({ key: null, name: '', state: 'erased' });
  });

  // It reaches into the database object of the process that takes the turn.
  it.skipIf(isOnWorker())(
    'is taken again when a request moves meanwhile, so that no department is told of what is over',
    async () => {
      await live();
      const { query } = town.database;
      let isFirst = true;
      town.database.query = async (statement, parameters) => {
        if (isFirst && statement.includes('write_turns') && JSON.stringify(parameters).includes('personErased')) {
          isFirst = false;
          await town.rows("update referral set state = 'closed', version = version + 1");
        }
        return query(statement, parameters);
      };
      const before = staff.messages.length;
      await leave();
      expect(isFirst).toBe(false);
      expect(staff.messages).toHaveLength(before);
      expect(await town.rows('select state, answers from referral')).toEqual([{ state: 'closed', answers: '' }]);
      expect(await town.rows("select id from account where state = 'erased'")).toHaveLength(1);
      expect(town.complaints).toEqual([]);
    },
  );

  it('also from who does not want to be contacted', async () => {
    const other = await town.stranger(locale);
    await other.say(`/start ${linkCodeOf(town.account('person-5'))}`);
    await other.choose('consentNo');
    for (const action of ['myInformation', 'ownData:keeping', 'ownData:erase', 'eraseGoOn', 'eraseNow'])
      await other.choose(action);
    expect(await town.rows("select id from account where state = 'erased'")).toEqual([
      { id: town.account('person-5').id },
    ]);
  });

  it('takes what waits for others about them, and what their web chats show', async () => {
    const web = new WebPhone(town.program, locale);
    await web.join(linkCodeOf(town.account('staff-human-resources-2')));
    await ask(town, person, 'training', '想学修摩托车的手艺');
    expect((await web.messages()).some(({ text: each }) => each.includes(name()))).toBe(true);
    town.setClock(new Date('2026-09-21T13:00:00Z'));
    await fillForm(person, 'training', '想学修摩托车的手艺');
    await tapLabel(person, text('help:passOnYes'));
    await leave();
    expect((await web.messages()).some(({ text: each }) => each.includes(name()))).toBe(false);
    await town.tickAt(new Date('2026-09-22T01:00:00Z'));
    const [, ...told] = (await web.messages()).filter(({ from }) => from === 'guitu').slice(-2);
    expect(told.map(({ text: each }) => each).join()).not.toContain(name());
    expect(town.complaints).toEqual([]);
  });
});

describe('erase me, in the web chat', () => {
  it('shows the farewell and nothing of what was said before', async () => {
    const town = await Town.open();
    try {
      const web = new WebPhone(town.program);
      await web.join(linkCodeOf(town.account('person-1')));
      await web.choose('consentYes');
      await web.say('我住在槐树巷十二号院');
      await web.say('/menu');
      for (const action of ['myInformation', 'ownData:keeping', 'ownData:erase', 'eraseGoOn', 'eraseNow'])
        await web.choose(action);
      const shown = await web.messages();
      expect(shown.map(({ text }) => text).join('\n')).toContain('都删掉了');
      expect(shown).toHaveLength(1);
      expect(await town.rows('select seq from inbox where body is not null')).toEqual([]);
      await web.say('你好');
      expect(await web.text()).toContain('您好，这里是便民服务');
      expect(town.complaints).toEqual([]);
    } finally {
      await town.close();
    }
  });
});
