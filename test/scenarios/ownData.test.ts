import { beforeEach, describe, expect, it } from 'vitest';
import { locales } from '../../src/i18n/locale.ts';
import { labelsOf, said, tapLabel } from '../support/person.ts';
import { type Phone, Town } from '../support/town.ts';

/** What is held about somebody, seen and corrected by themselves. */
describe.each(locales)('my information, in %s', (locale) => {
  let town: Town;
  let person: Phone;
  let helper: Phone;
  let coordinator: Phone;
  const text = (key: Parameters<typeof said>[1], values?: Record<string, string>) => said(locale, key, values);

  beforeEach(async () => {
    town = await Town.open();
    helper = await town.joined('helper-1', locale);
    coordinator = await town.joined('coordinator-jianshe', locale);
    person = await town.joined('person-2', locale);
    return () => town.close();
  });

  const choose = async (...actions: string[]) => {
    for (const action of actions) await person.choose(action);
  };
  const arrive = (staying: string) => choose('checkIn', staying, 'keepPhone', 'basicNeed:noWork', 'basicNeeds');

  it('shows who they are, where they live, and until when they are helped', async () => {
    await town.rows("update person set released_on = '2026-09-01', helped_until = '2031-09-01' where account_id = $1", [
      town.account('person-2').id,
    ]);
    await arrive('staying:family');
    await person.say(text('menu:myInformation'));
    person.expectLast(text('ownData:home'));
    await tapLabel(person, text('ownData:self'));
    for (const shown of ['林小满', text('arrival:where.family'), '0000-5550121', '2026-09-01', '2031-09-01'])
      person.expectLast(shown);
    const [row] = await town.rows<{ number: string }>(
      'select number from arrival r join person p on p.id = r.person_id where p.account_id = $1',
      [town.account('person-2').id],
    );
    person.expectLast(row?.number ?? 'no number');
    expect(labelsOf(person.last).slice(-2)).toEqual([text('common:back'), text('common:human')]);
  });

  it('shows check-ins and needs, by whom and until when; what somebody said themselves they take back', async () => {
    await arrive('staying:family');
    await choose('checkIn', 'feel:hard', 'myNeeds', 'callMeYes', 'myInformation', 'ownData:onFile');
    person.expectLast(text('checkIn:feeling.hard'));
    person.expectLast(text('visits:need.noWork'));
    await choose('dropNeed');
    person.expectLast(text('ownData:dropped', { need: text('visits:need.noWork') }));
    expect(await town.rows('select id from need where ended_at is null')).toEqual([]);
    expect(labelsOf(person.last)).not.toContain(text('ownData:drop', { need: text('visits:need.noWork') }));
  });

  it('shows what a helper noted of a visit, word for word', async () => {
    await arrive('staying:family');
    await helper.choose('helpedPerson');
    for (const action of ['visit', 'logVisit', 'how:home', 'met', 'needsSeen']) await helper.choose(action);
    await helper.say('家里热闹，在学修车');
    await choose('myInformation', 'ownData:contacts');
    person.expectLast('刘青禾');
    person.expectLast('家里热闹，在学修车');
    await choose('askAboutData:correct');
    person.expectLast(text('kinds:myData.questions.details.ask'));
    await person.say('日子写错了');
    await choose('confirm');
    const [request] = await town.rows(
      'select r.kind, d.kind as department from referral r join department d on d.id = r.department_id',
    );
    expect(request).toEqual({ kind: 'myData', department: 'districtJustice' });
  });

  it('leads back one step at a time, and out', async () => {
    await choose('myInformation', 'ownData:self');
    await person.say('9');
    person.expectLast(text('ownData:home'));
    await person.say('9');
    person.expectLast(text('menu:person'));
    await choose('myInformation', 'ownData:keeping');
    person.expectLast(text('ownData:keepAnswer', { days: '5' }));
    await choose('askAboutData:complaint');
    person.expectLast(text('kinds:myData.questions.details.ask'));
  });

  it('is corrected at once, where it is theirs to state', async () => {
    await arrive('staying:rented');
    await choose('myInformation', 'ownData:correct', 'correct:name');
    await person.say('12345');
    person.expectLast(text('ownData:notUnderstood.name'));
    await person.say('林小曼');
    person.expectLast(text('ownData:corrected.name', { name: '林小曼' }));
    coordinator.expectLast(text('ownData:correctedTold.name', { name: '林小曼' }));
    await choose('ownData:correct', 'correct:phone');
    await person.say('0000-5559999');
    person.expectLast(text('ownData:corrected.phone', { phone: '00005559999' }));
    for (const phone of [helper, coordinator])
      phone.expectLast(text('ownData:correctedTold.phone', { name: '林小曼', phone: '00005559999' }));
    await choose('ownData:correct', 'correct:staying', 'stayingNow:family');
    await choose('ownData:self');
    for (const shown of ['林小曼', '00005559999', text('arrival:where.family')]) person.expectLast(shown);
    await coordinator.choose('roster');
    await coordinator.choose('findPerson');
    await coordinator.say('林小曼');
    coordinator.expectLast(text('roster:found'));
    await choose('ownData:correct', 'correct:staying');
    await person.say('槐树巷十二号');
    await choose('ownData:self');
    person.expectLast('槐树巷十二号');
    expect(town.complaints).toEqual([]);
  });
});
