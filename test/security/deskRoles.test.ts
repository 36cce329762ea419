import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deskCookie } from '../../src/desk/session.ts';
import { askLink, bound, enterDesk, numberOn } from '../support/deskLogin.ts';
import { said, tapLabel } from '../support/person.ts';
import { type Phone, Town } from '../support/town.ts';
import { reissue } from '../support/webPhone.ts';

/** Whoever works here no more is out at once, whatever they still have in their browser. */
describe('the desk of who is taken off', () => {
  let town: Town;
  let coordinator: Phone;
  let staff: Phone;

  beforeAll(async () => {
    town = await Town.open();
    coordinator = await town.joined('coordinator-jianshe');
    staff = await town.joined('staff-jianshe-station');
  });
  afterAll(async () => {
    expect(town.complaints).toEqual([]);
    await town.close();
  });

  async function takeOff(reference: string): Promise<void> {
    await coordinator.say('/menu');
    await coordinator.choose('roster');
    await coordinator.choose('workers');
    const { name } = town.account(reference);
    await tapLabel(
      coordinator,
      said('zh-CN', 'coordination:approvalItem', { name, role: said('zh-CN', 'coordination:role.staff') }),
    );
    await coordinator.choose('takeOff');
  }

  it('closes in the very commit that ends their last role, with what was on its way in', async () => {
    const desk = await enterDesk(town, staff);
    const waiting = await bound(town, await askLink(staff));
    const confirmed = numberOn(waiting);
    await staff.say(confirmed);
    await takeOff('staff-jianshe-station');
    expect((await desk.open('/desk/queue')).status).toBe(403);
    await waiting.open('/desk/in');
    expect([waiting.status, waiting.cookies.has(deskCookie)]).toEqual([403, false]);
    const id = town.account('staff-jianshe-station').id;
    expect(
      await town.rows(
        'select s.ended_at is not null as ended, s.xmin::text = m.xmin::text as together from desk_session s join membership m on m.account_id = s.account_id where s.account_id = $1',
        [id],
      ),
    ).toEqual([{ ended: true, together: true }]);
    expect(await town.rows("select count(*)::int as count from audit where action = 'deskSessionEnded'")).toEqual([
      { count: 1 },
    ]);
    await staff.say('/desk');
    expect(staff.text).not.toContain('/desk/in');
  });

  it('closes when the account is set inactive', async () => {
    const other = await town.joined('staff-tax');
    const desk = await enterDesk(town, other);
    await town.rows("update account set state = 'inactive' where id = $1", [town.account('staff-tax').id]);
    expect((await desk.open('/desk/queue')).status).toBe(403);
    await town.rows("update account set state = 'active' where id = $1", [town.account('staff-tax').id]);
    expect((await desk.open('/desk/queue')).status).toBe(403);
  });

  it('stays open with one of two roles, and does what that one may', async () => {
    const id = town.account('staff-health').id;
    await town.rows(
      `insert into membership (id, account_id, area_id, role, state, created_at)
        select gen_random_uuid(), account_id, area_id, 'coordinator', 'approved', created_at from membership where account_id = $1`,
      [id],
    );
    const phone = await town.joined('staff-health');
    const desk = await enterDesk(town, phone);
    expect((await desk.open('/desk/queue')).status).toBe(200);
    await town.rows("update membership set state = 'ended' where account_id = $1 and role = 'staff'", [id]);
    expect((await desk.open('/desk/queue')).status).toBe(404);
    expect((await desk.open('/desk/sessions')).status).toBe(200);
    await town.rows("update membership set state = 'ended' where account_id = $1", [id]);
    expect((await desk.open('/desk/sessions')).status).toBe(403);
  });

  it('closes when a lost phone is replaced by another', async () => {
    const desk = await enterDesk(town, coordinator);
    const next = town.stranger();
    await next.say(`/start ${await reissue(town, 'coordinator-jianshe')}`);
    expect((await desk.open('/desk/sessions')).status).toBe(403);
    expect((await (await enterDesk(town, next)).open('/desk/sessions')).status).toBe(200);
  });
});
