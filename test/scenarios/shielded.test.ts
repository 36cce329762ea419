import { beforeEach, describe, expect, it } from 'vitest';
import { locales } from '../../src/i18n/locale.ts';
import { ask, labelsOf, said } from '../support/person.ts';
import { type Phone, Town } from '../support/town.ts';

/** Files of those under eighteen, or whose record is closed by law. */
describe.each(locales)('a shielded file, in %s', (locale) => {
  let town: Town;
  let person: Phone;
  let helper: Phone;
  let coordinator: Phone;
  const text = (key: Parameters<typeof said>[1], values?: Record<string, string>) => said(locale, key, values);
  const name = () => town.account('person-2').name;

  beforeEach(async () => {
    town = await Town.open();
    helper = await town.joined('helper-1', locale);
    coordinator = await town.joined('coordinator-jianshe', locale);
    person = await town.joined('person-2', locale);
    for (const action of ['checkIn', 'staying:family', 'keepPhone', 'basicNeeds']) await person.choose(action);
    return () => town.close();
  });

  async function openFile(): Promise<void> {
    await coordinator.say('/menu');
    await coordinator.choose('roster');
    await coordinator.choose('findPerson');
    await coordinator.say(name());
    await coordinator.choose('personFile');
  }

  async function shield(): Promise<void> {
    await openFile();
    await coordinator.choose('shieldAsk');
    coordinator.expectLast(text('ownData:shieldAsk'));
    await coordinator.choose('shield');
    coordinator.expectLast(text('ownData:shieldDone'));
  }

  it('is open to no helper from the next tap on, and to them again once it is not shielded', async () => {
    await shield();
    expect(person.messages.some((message) => message.text.includes(text('ownData:shieldTold')))).toBe(true);
    await helper.choose('helpedPerson');
    helper.expectLast(text('common:notYours'));
    await helper.say('/menu');
    await helper.choose('dueVisits');
    expect(helper.text).not.toContain(name());
    await openFile();
    expect(labelsOf(coordinator.last)).not.toContain(text('register:addHelper'));
    await coordinator.choose('unshield');
    await helper.choose('helpedPerson');
    helper.expectLast(name());
  });

  it('is in no morning list, and what waits for a helper about it is not sent', async () => {
    town.setClock(new Date('2026-09-21T13:00:00Z'));
    for (const action of ['myHelpers', 'tellTrigger', 'ownTrigger:family', 'ownTriggerDays'])
      await person.choose(action);
    await shield();
    const before = helper.messages.length;
    await town.tickAt(new Date('2026-09-22T01:00:00Z'));
    await town.tickAt(new Date('2026-09-22T01:30:00Z'));
    for (const message of helper.messages.slice(before)) {
      expect(message.text).not.toContain(name());
      expect(labelsOf(message).join()).not.toContain(name());
    }
    expect(town.complaints).toEqual([]);
  });

  it('lets the person ask for help as before; what they tell goes to the station instead', async () => {
    const staff = await town.joined('staff-human-resources', locale);
    await shield();
    await person.say('/menu');
    for (const action of ['myHelpers', 'tellTrigger', 'ownTrigger:family', 'ownTriggerToday'])
      await person.choose(action);
    expect(coordinator.messages.at(-1)?.text).toContain(name());
    await ask(town, person, 'training');
    await staff.choose('claim');
    staff.expectLast(name());
  });

  it('can be one from its first day', async () => {
    await coordinator.say('/menu');
    await coordinator.choose('register');
    await coordinator.say('小禾');
    await coordinator.choose('registerDay');
    for (const _ of ['phone', 'paper']) await coordinator.choose('registerNone');
    await coordinator.choose('registerShield');
    coordinator.expectLast(text('ownData:registerShielded'));
    await coordinator.choose('registerShield');
    expect(coordinator.text).not.toContain(text('ownData:registerShielded'));
    await coordinator.choose('registerShield');
    await coordinator.choose('registerConfirm');
    expect(labelsOf(coordinator.last)).not.toContain(text('register:addHelper'));
    expect(await town.rows('select id from person where shielded')).toHaveLength(1);
  });
});

it('what staff see of a person is what the yes was about, and nothing that came later', async () => {
  const town = await Town.open();
  try {
    await town.rows('update account set phone = null where id = $1', [town.account('person-1').id]);
    const staff = await town.joined('staff-human-resources');
    const person = await town.joined('person-1');
    await ask(town, person, 'training');
    for (const action of ['myInformation', 'ownData:correct', 'correct:phone']) await person.choose(action);
    await person.say('0000-5558888');
    await staff.choose('claim');
    staff.expectLast(town.account('person-1').name);
    expect(staff.text).not.toContain('00005558888');
  } finally {
    await town.close();
  }
});
