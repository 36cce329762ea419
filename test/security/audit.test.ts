import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseFileFact } from '../../src/dialogue/facts/caseFile.ts';
import type { DeskFact } from '../../src/dialogue/facts/desk.ts';
import type { ImportFact } from '../../src/dialogue/facts/imports.ts';
import type { OwnDataFact } from '../../src/dialogue/facts/ownData.ts';
import type { PersonFact } from '../../src/dialogue/facts/person.ts';
import type { RegisterFact } from '../../src/dialogue/facts/register.ts';
import type { SettingFact } from '../../src/dialogue/facts/settings.ts';
import type { StaffFact } from '../../src/dialogue/facts/staff.ts';
import type { VisitFact } from '../../src/dialogue/facts/visits.ts';
import type { Change } from '../../src/dialogue/outcome.ts';
import { eventKinds } from '../../src/referrals/referral.ts';
import { ask, fillForm } from '../support/person.ts';
import { linkCodeOf, type Phone, Town } from '../support/town.ts';
import { WebPhone } from '../support/webPhone.ts';

type PeopleFact = (
  | VisitFact
  | PersonFact
  | RegisterFact
  | OwnDataFact
  | DeskFact
  | SettingFact
  | StaffFact
  | CaseFileFact
  | ImportFact
)['fact'];
/** Everything that can become true about requests and chats, but for a request's moves, each of which is named by itself. */
const facts: Record<Exclude<Change['fact'], 'referralMoved' | PeopleFact>, true> = {
  languageChosen: true,
  joined: true,
  codeRefused: true,
  contactAgreed: true,
  contactDeclined: true,
  chatBlocked: true,
  chatReopened: true,
  referralRequested: true,
  linkReissued: true,
  membershipApproved: true,
  membershipDeclined: true,
  personCalled: true,
  callNeeded: true,
  unreadNoticed: true,
  screensHidden: true,
  screensShown: true,
  phoneLeft: true,
  phonesEnded: true,
  foldedChosen: true,
  plainlyChosen: true,
};

describe('the audit', () => {
  let town: Town;
  let staff: Phone;
  let person: Phone;
  let coordinator: Phone;

  beforeAll(async () => {
    town = await Town.open();
    staff = await town.joined('staff-human-resources');
    coordinator = await town.joined('coordinator-jianshe');
    person = await town.joined('person-1');
    await peopleComeAndGo();
    await requestsGoTheirWay();
    await timePasses();
    await coordinatorsDoTheirWork();
    await phonesAreLookedAfter();
  });
  afterAll(() => town.close());

  async function write(phone: Phone, action: string, ...texts: string[]): Promise<void> {
    await phone.choose(action);
    for (const text of texts) await phone.say(text);
    await phone.choose('confirm');
  }

  async function peopleComeAndGo(): Promise<void> {
    await person.say('/language');
    await person.say('/language');
    const stranger = town.stranger();
    await stranger.say(`/start ${'x'.repeat(22)}`);
    const other = town.stranger();
    await other.say(`/start ${linkCodeOf(town.account('person-2'))}`);
    await other.choose('consentNo');
    await town.post(town.telegram.blockedUpdate(other.id));
    await town.post(town.telegram.unblockedUpdate(other.id));
  }

  async function requestsGoTheirWay(): Promise<void> {
    await ask(town, person, 'training');
    await staff.choose('claim');
    await write(staff, 'ask', '哪天方便？');
    await person.choose('write');
    await person.say('星期三');
    await write(staff, 'askPaper', '毕业证');
    await leave('staff-human-resources-2', 'staff-human-resources');
    await person.say('帮忙');
    await staff.choose('open');
    await staff.choose('paperReceived');
    await write(staff, 'refuse', '名额满了', '下月再来');
    await person.choose('reopen');
    await staff.choose('open');
    await write(staff, 'answer', '来报名');
    await person.choose('helpedNo');
    await staff.choose('open');
    await write(staff, 'close');
    await ask(town, person, 'training');
    await write(staff, 'sendBack', '先问清楚');
    await coordinator.choose('passOn');
    await coordinator.choose('passOnTo');
    await coordinator.say('归这里');
    await coordinator.choose('confirm');
    await person.say('/menu');
    await person.choose('matters');
    await person.choose('matter');
    await person.choose('withdraw');
    await person.choose('confirm');
  }

  /** Somebody who has a request in hand leaves, and the one who stays takes it over. */
  async function leave(leaving: string, staying: string): Promise<void> {
    await town.rows('update referral set claimed_by = $1 where claimed_by = $2', [
      town.account(leaving).id,
      town.account(staying).id,
    ]);
    await town.rows("update membership set state = 'ended' where account_id = $1", [town.account(leaving).id]);
    await staff.say('/queue');
    await staff.choose('open');
    await staff.choose('claim');
  }

  async function timePasses(): Promise<void> {
    await fillForm(person, 'training', '');
    await person.choose('confirm');
    const web = new WebPhone(town.program);
    await web.join(linkCodeOf(town.account('person-3')));
    await web.choose('consentYes');
    await web.choose('human');
    await web.say('想问一件事');
    await coordinator.choose('claim');
    for (const day of ['22', '23', '24', '30']) await town.tickAt(new Date(`2026-09-${day}T10:00:00Z`));
  }

  async function coordinatorsDoTheirWork(): Promise<void> {
    await coordinator.say('/menu');
    await coordinator.choose('calls');
    await coordinator.choose('call');
    await coordinator.choose('calledReached');
    await coordinator.choose('people');
    await coordinator.choose('reissue');
    for (const [reference, action] of [
      ['helper-1', 'approve'],
      ['helper-2', 'decline'],
    ] as const) {
      await town.rows("update membership set state = 'proposed' where account_id = $1", [town.account(reference).id]);
      await coordinator.say('/menu');
      await coordinator.choose('approvals');
      await coordinator.choose('approval');
      await coordinator.choose(action);
    }
  }

  async function phonesAreLookedAfter(): Promise<void> {
    for (const words of ['收起', '显示', '手机和隐私']) await person.say(words);
    for (const action of ['tellPlainly', 'tellFolded', 'leavePhone', 'leavePhoneNow']) await person.choose(action);
    await coordinator.say('/menu');
    for (const action of ['people', 'reissue', 'lostPhone']) await coordinator.choose(action);
  }

  it('has a row for each thing that became true', async () => {
    const rows = await town.rows<{ action: string }>('select distinct action from audit');
    const written = new Set(rows.map(({ action }) => action));
    const moves = eventKinds.filter((kind) => kind !== 'requested');
    expect([...Object.keys(facts), ...moves].filter((action) => !written.has(action))).toEqual([]);
    expect(town.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('names who and what by id alone', async () => {
    const rows = await town.rows<{ actor: string; subject_id: string | null; action: string }>(
      'select actor, subject_id, action from audit',
    );
    for (const { actor, subject_id, action } of rows) {
      expect(actor).toMatch(/^([0-9a-f-]{36}|system|operator|stranger)$/);
      expect(action).toMatch(/^[a-zA-Z]+$/);
      if (subject_id !== null) expect(subject_id).toMatch(/^[0-9a-f-]{36}$/);
    }
    const about = rows.filter(({ action }) => eventKinds.includes(action as never));
    expect(about.every(({ subject_id }) => subject_id !== null)).toBe(true);
    const byNobody = rows.filter(({ actor }) => actor === 'stranger').map(({ action }) => action);
    expect(new Set(byNobody)).toEqual(new Set(['codeRefused']));
  });
});
