import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeskFact } from '../../src/dialogue/facts/desk.ts';
import { askLink, bound, enterDesk, linkIn, numberOn, wrongNumber } from '../support/deskLogin.ts';
import { linkCodeOf, Town } from '../support/town.ts';
import { WebPhone } from '../support/webPhone.ts';

/** Everything that can become true on the way in to the desk: by a chat, and by a browser. */
const byChat: Record<DeskFact['fact'], true> = {
  deskLinkMade: true,
  deskNumberMissed: true,
  deskRefused: true,
  deskConfirmed: true,
  deskSteppedUp: true,
  deskSessionEnded: true,
  deskPinSet: true,
  deskPinMissed: true,
  deskPinLocked: true,
  deskPinUnlocked: true,
};
const actions = [...Object.keys(byChat), 'deskBrowserBound', 'deskEntered', 'deskStepUpAsked'];

describe('the audit of the way in to the desk', () => {
  let town: Town;

  beforeAll(async () => {
    town = await Town.open();
    const staff = await town.joined('staff-human-resources');
    const first = await bound(town, await askLink(staff));
    for (let times = 0; times < 3; times += 1) await staff.say(wrongNumber(first));
    const desk = await enterDesk(town, staff);
    await desk.open('/desk/step-up');
    await desk.send('ask');
    await town.settle();
    await staff.choose('deskNumber');
    await staff.say(numberOn(desk));
    await staff.say('/desk');
    await staff.choose('deskSessions');
    await staff.choose('endDeskSessions');
    const page = new WebPhone(town.program);
    await page.join(linkCodeOf(town.account('coordinator-jianshe')));
    for (const typed of ['/pin', '482915', '482915', '/pin', '739104', '482915', '/pin']) await page.say(typed);
    for (let times = 0; times < 5; times += 1) await page.say('739104');
    await page.say('/desk');
    linkIn(await page.text());
  });
  afterAll(() => town.close());

  it('has a row for each, by the account whose desk it is, with ids alone', async () => {
    const rows = await town.rows<{ action: string; actor: string; subject_id: string | null; fields: string[] }>(
      "select action, actor, subject_id, fields from audit where action like 'desk%'",
    );
    expect(actions.filter((action) => !rows.some((row) => row.action === action))).toEqual([]);
    const accounts = ['staff-human-resources', 'coordinator-jianshe'].map((reference) => town.account(reference).id);
    for (const { action, actor, subject_id, fields } of rows) {
      expect(actions, action).toContain(action);
      expect(subject_id, action).toMatch(/^[0-9a-f-]{36}$/);
      expect(accounts, action).toContain(actor);
      for (const field of fields) expect(field).toMatch(/^desk_[a-z_.]+$/);
    }
    expect(town.complaints).toEqual([]);
  });
});
