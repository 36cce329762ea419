import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RegisterFact } from '../../src/dialogue/facts/register.ts';
import { DeskBrowser } from '../support/deskBrowser.ts';
import { openStepUp } from '../support/stepUp.ts';
import { Town } from '../support/town.ts';

/** Everything that can become true through a coordinator. */
const facts: Record<RegisterFact['fact'], true> = {
  personRegistered: true,
  helperAdded: true,
  helperRemoved: true,
  visitsAgreed: true,
  checkInsAgreed: true,
  fileShielded: true,
  paperSeen: true,
  arrivedInPerson: true,
  arrivalLateTold: true,
  nudged: true,
  messageResent: true,
  absenceCovered: true,
  workerProposed: true,
  accountTakenOff: true,
};

/** What a coordinator does is answered for: by whom, and about which row, never with a value. */
/** What a coordinator does at the desk alone. */
async function atDesk(town: Town): Promise<void> {
  const desk = await DeskBrowser.signedIn(town, 'coordinator-jianshe');
  await openStepUp(town);
  await desk.open('/desk/teams');
  await desk.open(desk.page.querySelector('tbody a')?.getAttribute('href') ?? '');
  await desk.send('cover', { until: '2026-09-24' });
  await desk.open('/desk/workers');
  const [area] = desk.page
    .querySelectorAll('select[name=area] option')
    .map((option) => option.getAttribute('value') ?? '')
    .filter(Boolean);
  await desk.send('propose', { name: '沈新桥', area: area ?? '' });
}

describe('the audit of the register', () => {
  let town: Town;
  beforeAll(async () => {
    town = await Town.open();
    const coordinator = await town.joined('coordinator-jianshe');
    const choose = async (...actions: string[]) => {
      for (const action of actions) await coordinator.choose(action);
    };
    await choose('register');
    await coordinator.say('新归来');
    await choose('registerDay', 'registerNone', 'registerNone', 'registerConfirm', 'chooseHelper', 'setHelper');
    await choose(
      'personFile',
      'cameInPerson',
      'paperSeen',
      'shieldAsk',
      'shield',
      'unshield',
      'visitInterval',
      'agreeVisits:1',
    );
    await choose('checkInInterval', 'agreeCheckIns:3', 'chooseLeaving', 'removeHelper');
    await town.rows(
      `insert into visit (id, person_id, kind, slot, urgent, opens_on, due_on, provisional, state, created_at)
       select gen_random_uuid(), id, 'regular', 'x', false, '2026-09-01', '2026-09-10', false, 'due', now() from person where account_id = $1`,
      [town.account('person-2').id],
    );
    await coordinator.say('/menu');
    await choose('overdue', 'lateHelpers', 'lateOf', 'nudgeHelper');
    await coordinator.say('/menu');
    await choose('roster', 'workers', 'worker', 'takeOff');
    await town.rows(`with letter as (update outbox set state = 'dead' where id = (select id from outbox order by seq limit 1) returning id)
      insert into timer select gen_random_uuid(), 'deadLetter', letter.id, p.area_id, now(), 'done' from letter, person p where p.account_id = '${town.account('person-2').id}'`);
    await coordinator.say('/menu');
    await choose('overdue', 'undelivered', 'resend');
    await atDesk(town);
    await town.tickAt(new Date('2026-09-29T02:00:00Z'));
  });
  afterAll(() => town.close());

  it('has a row for each thing that became true', async () => {
    const rows = await town.rows<{ action: string; actor: string; subject_id: string | null }>(
      'select action, actor, subject_id from audit',
    );
    const written = new Set(rows.map(({ action }) => action));
    expect(Object.keys(facts).filter((fact) => !written.has(fact))).toEqual([]);
    for (const { action, actor, subject_id } of rows.filter((row) => row.action in facts)) {
      expect(actor, action).toBe(action === 'arrivalLateTold' ? 'system' : town.account('coordinator-jianshe').id);
      expect(subject_id, action).toMatch(/^[0-9a-f-]{36}$/);
    }
    expect(town.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
