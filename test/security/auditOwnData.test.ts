import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OwnDataFact } from '../../src/dialogue/facts/ownData.ts';
import { said, tapLabel } from '../support/person.ts';
import { type Phone, Town } from '../support/town.ts';

/** Everything that can become true when a person decides about what is held about them. */
const facts: Record<OwnDataFact['fact'], true> = {
  consentWithdrawn: true,
  volunteerStopped: true,
  storyAgreed: true,
  needDropped: true,
  nameCorrected: true,
  phoneCorrected: true,
  stayingCorrected: true,
  copyAsked: true,
  personErased: true,
};

describe('the audit of what people decide about their own data', () => {
  let town: Town;
  let person: Phone;

  async function choose(...actions: string[]): Promise<void> {
    for (const action of actions) await person.choose(action);
  }

  beforeAll(async () => {
    town = await Town.open();
    person = await town.joined('person-1');
    await choose('checkIn', 'staying:rented', 'keepPhone', 'basicNeed:noWork', 'basicNeeds');
    await choose('myInformation', 'ownData:onFile', 'dropNeed');
    for (const [what, typed] of [
      ['name', '周念平'],
      ['phone', '0000-5558888'],
      ['staying', '槐树巷'],
    ] as const) {
      await choose('myInformation', 'ownData:correct', `correct:${what}`);
      await person.say(typed);
    }
    await choose('myInformation', 'ownData:consents', 'askStory', 'agreeToStory', 'ownData:consents');
    await tapLabel(person, said('zh-CN', 'ownData:consentItem.story'));
    await choose('stopConsent');
    await town.rows("update team_member set state = 'asked' where account_id = $1", [town.account('helper-2').id]);
    await choose('myHelpers', 'volunteerYes', 'myInformation', 'ownData:consents');
    await tapLabel(person, said('zh-CN', 'ownData:consentItem.volunteer', { helper: town.account('helper-2').name }));
    await choose('stopConsent', 'myInformation', 'ownData:copy', 'makeCopy');
    await choose('myInformation', 'ownData:keeping', 'ownData:erase', 'eraseGoOn', 'eraseNow');
  });
  afterAll(() => town.close());

  it('has a row for each thing that became true, by the person, with ids alone', async () => {
    const rows = await town.rows<{ action: string; actor: string; subject_id: string | null }>(
      'select action, actor, subject_id from audit',
    );
    const written = new Set(rows.map(({ action }) => action));
    expect(Object.keys(facts).filter((fact) => !written.has(fact))).toEqual([]);
    for (const { action, actor, subject_id } of rows.filter((row) => row.action in facts)) {
      expect(subject_id, action).toMatch(/^[0-9a-f-]{36}$/);
      expect(actor, action).toBe(town.account('person-1').id);
    }
    expect(town.complaints).toEqual([]);
  });
});
