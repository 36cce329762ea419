import { beforeEach, describe, expect, it } from 'vitest';
import { locales } from '../../src/i18n/locale.ts';
import { ask, labelsOf, said, tapLabel } from '../support/person.ts';
import { type Phone, Town } from '../support/town.ts';

/** What somebody agreed to, and what happens the moment they no longer do. */
describe.each(locales)('what I agreed to, in %s', (locale) => {
  let town: Town;
  let person: Phone;
  let staff: Phone;
  const text = (key: Parameters<typeof said>[1], values?: Record<string, string>) => said(locale, key, values);

  beforeEach(async () => {
    town = await Town.open();
    staff = await town.joined('staff-human-resources', locale);
    person = await town.joined('person-1', locale);
    return () => town.close();
  });

  const choose = async (...actions: string[]) => {
    for (const action of actions) await person.choose(action);
  };
  const kind = () => text('kinds:training.name');
  const department = () => text('ownData:consentItem.passOn', { kind: kind(), department: '\0' }).split('\0')[0] ?? '';
  const standing = (purpose: string) =>
    town.rows<{ wording: string; fields: string[] }>(
      'select wording, fields from consent where purpose = $1 and withdrawn_at is null',
      [purpose],
    );
  const waiting = () =>
    town.rows<{ state: string; error: string | null }>(
      'select state, error from outbox where account_id = $1 and not screen order by seq desc limit 1',
      [town.account('staff-human-resources').id],
    );

  /** The item of the list that is about the request. */
  const openPassingOn = async () => {
    await choose('myInformation', 'ownData:consents');
    const item = labelsOf(person.last).find((label) => label.startsWith(department()));
    await tapLabel(person, item ?? '');
  };

  it('is listed, each in full: what for, exactly what with it, when, in which wording', async () => {
    await ask(town, person, 'training');
    await choose('myInformation', 'ownData:consents');
    expect(labelsOf(person.last)).toContain(text('ownData:consentItem.contact'));
    await openPassingOn();
    const [consent] = await standing('passOn');
    expect(consent?.fields).toEqual(['name', 'phone', 'trade', 'time']);
    for (const shown of [
      text('ownData:field.name'),
      text('ownData:field.phone'),
      text('ownData:field.other', { label: text('kinds:training.questions.trade.label') }),
      consent?.wording ?? 'no wording',
      text('help:onward'),
    ])
      person.expectLast(shown);
  });

  it('ends with a second tap: an open request is withdrawn, and the department sees nothing of it any more', async () => {
    await ask(town, person, 'training');
    await staff.choose('claim');
    await openPassingOn();
    await choose('stopConsent');
    person.expectLast(text('ownData:stoppedRequest', { kind: kind(), department: '\0' }).split('\0')[0] ?? '');
    expect(await standing('passOn')).toEqual([]);
    expect(await town.rows('select state from referral')).toEqual([{ state: 'withdrawn' }]);
    const name = town.account('person-1').name;
    expect(staff.last.text).not.toContain(name);
    expect(labelsOf(staff.last)).toEqual([text('common:menu')]);
    await staff.choose('answer');
    staff.expectLast(text('queue:notAgreed'));
    expect(staff.last.text).not.toContain(name);
    expect(town.complaints).toEqual([]);
  });

  it('also ends for what waits to be sent', async () => {
    // At night, so that the department is told in the morning.
    town.setClock(new Date('2026-09-21T13:00:00Z'));
    await ask(town, person, 'training');
    expect(await waiting()).toMatchObject([{ state: 'waiting' }]);
    await openPassingOn();
    await choose('stopConsent');
    const before = staff.messages.length;
    await town.tickAt(new Date('2026-09-22T01:00:00Z'));
    const told = staff.messages.slice(before).map((message) => message.text);
    expect(told.some((each) => each.includes(town.account('person-1').name))).toBe(false);
    expect(told).toHaveLength(1);
    expect(await town.rows("select error from outbox where state = 'dropped'")).toEqual([{ error: 'notPermitted' }]);
  });

  it('sends nothing about a request for which no yes is on record', async () => {
    town.setClock(new Date('2026-09-21T13:00:00Z'));
    await ask(town, person, 'training');
    await town.rows('update consent set withdrawn_at = given_at where referral_id is not null');
    const before = staff.messages.length;
    await town.tickAt(new Date('2026-09-22T01:00:00Z'));
    expect(staff.messages).toHaveLength(before);
  });

  it('of a request that is over ends too: nobody can open it, and it is asked for anew', async () => {
    await ask(town, person, 'training');
    await staff.choose('claim');
    await staff.choose('answer');
    await staff.say('下周一开班');
    await staff.choose('confirm');
    await staff.choose('close');
    await staff.choose('confirm');
    await openPassingOn();
    await choose('stopConsent');
    person.expectLast(text('ownData:stopped'));
    expect(await town.rows('select state from referral')).toEqual([{ state: 'closed' }]);
    await person.say('/menu');
    await choose('matters', 'matter');
    expect(labelsOf(person.last)).toContain(text('matters:again'));
    expect(labelsOf(person.last)).not.toContain(text('matters:reopen'));
  });

  it('to being contacted ends reminders at once, and still lets them see and erase what is held', async () => {
    await choose('myInformation', 'ownData:consents');
    await tapLabel(person, text('ownData:consentItem.contact'));
    await choose('stopConsent');
    person.expectLast(text('joining:changedMind'));
    expect(await standing('contact')).toEqual([]);
    await choose('myInformation');
    person.expectLast(text('ownData:home'));
    await choose('ownData:self');
    person.expectLast(town.account('person-1').name);
    await person.say('9');
    await person.say('9');
    person.expectLast(text('joining:changedMind'));
    await choose('myInformation', 'ownData:keeping', 'askAboutData:complaint');
    person.expectLast('0000-');
    await choose('matters');
    person.expectLast(text('joining:changedMind'));
    await choose('consentYes');
    expect(await standing('contact')).toHaveLength(1);
  });

  it('to a volunteer ends with what they may see', async () => {
    const volunteer = await town.joined('helper-2', locale);
    await town.rows("update membership set role = 'volunteer' where account_id = $1", [town.account('helper-2').id]);
    await town.rows("update team_member set state = 'asked' where account_id = $1", [town.account('helper-2').id]);
    await choose('myHelpers', 'volunteerYes');
    const sees = () =>
      town.rows('select 1 from person p where p.account_id = $2 and is_helper_of($1, p.id)', [
        town.account('helper-2').id,
        town.account('person-1').id,
      ]);
    expect(await sees()).toHaveLength(1);
    await choose('myInformation', 'ownData:consents');
    await tapLabel(person, text('ownData:consentItem.volunteer', { helper: '王暖阳' }));
    await choose('stopConsent');
    expect(await sees()).toEqual([]);
    expect(await standing('volunteer')).toEqual([]);
    volunteer.expectLast(text('ownData:leftToHelper'));
  });

  it('is never out of reach, however many there are', async () => {
    await ask(town, person, 'training');
    await town.rows(
      `insert into consent (id, person_id, purpose, department_id, referral_id, fields, wording, given_at)
        select gen_random_uuid(), person_id, purpose, department_id, referral_id, fields, wording, given_at
        from consent, generate_series(1, 15) where purpose = 'passOn'`,
    );
    await choose('myInformation', 'ownData:consents');
    expect(labelsOf(person.last)).toContain(text('ownData:consentItem.contact'));
    for (const _ of ['second', 'third']) await choose('consents');
    expect(labelsOf(person.last)).not.toContain(text('common:more'));
    expect(labelsOf(person.last).filter((label) => label.startsWith(department()))).toHaveLength(3);
  });

  it('to a story is given with two taps, the first of which says what it means, and taken back with two', async () => {
    await choose('myInformation', 'ownData:consents', 'askStory');
    expect(await standing('story')).toEqual([]);
    await choose('agreeToStory');
    expect(await standing('story')).toHaveLength(1);
    await choose('ownData:consents');
    await tapLabel(person, text('ownData:consentItem.story'));
    await choose('stopConsent');
    expect(await standing('story')).toEqual([]);
  });
});
