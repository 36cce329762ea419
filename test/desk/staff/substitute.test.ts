import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeskBrowser } from '../../support/deskBrowser.ts';
import { askedByChat, forge, stateOf } from '../../support/deskRequest.ts';
import { ask } from '../../support/person.ts';
import { type Phone, Town } from '../../support/town.ts';

const day = (date: string) => new Date(`2026-09-${date}T02:00:00Z`);

describe('a colleague who stands in', () => {
  let town: Town;
  let person: Phone;
  let away: Phone;
  let substitute: Phone;
  let desk: DeskBrowser;
  let path: string;
  let awayId: string;
  let substituteId: string;
  beforeAll(async () => {
    town = await Town.open();
    person = await town.joined('person-1');
    away = await town.joined('staff-human-resources');
    substitute = await town.joined('staff-human-resources-2');
    awayId = town.account('staff-human-resources').id;
    substituteId = town.account('staff-human-resources-2').id;
    path = await askedByChat(town, person);
    await away.choose('claim');
    desk = await DeskBrowser.signedIn(town, 'staff-human-resources');
  });
  afterAll(async () => {
    expect(town.complaints).toEqual([]);
    await town.close();
  });
  /** What was open for days has ended by itself. */
  const signInAgain = async () => {
    desk = await DeskBrowser.signedIn(town, 'staff-human-resources');
    await desk.open('/desk/away');
  };
  const leave = (from: string, until: string) => desk.send('leave', { from, until, substitute: substituteId });

  it('is of the same department, and the days make sense', async () => {
    await desk.open('/desk/away');
    expect(desk.page.querySelectorAll('select[name=substitute] option').map(({ text }) => text)).toEqual(['秦桑榆']);
    for (const [from, until] of [
      ['2026-09-20', '2026-09-25'],
      ['2026-09-25', '2026-09-22'],
      ['2026-09-25', '2028-09-25'],
    ] as const) {
      await leave(from, until);
      expect(desk.notice).toContain('日期不对');
    }
    await desk.send('leave', { from: '2026-09-22', until: '2026-09-23', substitute: town.account('staff-tax').id });
    expect(desk.notice).toContain('请选一位在岗的同事');
    await desk.send('leave', { from: '2026-09-22', until: '2026-09-23', substitute: awayId });
    expect(desk.notice).toContain('请选一位在岗的同事');
    expect(await town.rows('select 1 from staff_absence')).toEqual([]);
  });

  it('is told at once, and again on the first day', async () => {
    await leave('2026-09-23', '2026-09-24');
    await town.settle();
    expect(desk.notice).toContain('9月23日到9月24日您不在，由秦桑榆代办，已经告诉对方');
    substitute.expectLast('苏明远从9月23日到9月24日不在，到时由您代办');
    await town.tickAt(day('22'));
    substitute.expectLast('到时由您代办');
    await town.tickAt(day('23'));
    substitute.expectLast('苏明远从今天到9月24日不在，由您代办');
    const other = await DeskBrowser.signedIn(town, 'staff-human-resources-2');
    await other.open('/desk/away');
    expect(other.text).toContain('您替谁代办');
    expect(other.text).toContain('没有别的同事可以代办');
  });

  it('gets what is new and what is about theirs, which the one who is away does not', async () => {
    const before = away.messages.length;
    await ask(town, await town.joined('person-2'), 'socialInsurance');
    substitute.expectLast('新的请求');
    await person.say('/menu');
    await person.choose('matters');
    await person.choose('matter');
    await person.choose('write');
    await person.say('我换号码了');
    substitute.expectLast('我换号码了');
    expect(away.messages.length).toBe(before);
    const told = await town.rows<{ actor: string }>(
      "select distinct actor from audit where action = 'told' and at >= $1",
      [day('23').toISOString()],
    );
    expect(told.map(({ actor }) => actor)).toEqual([substituteId]);
  });

  it('has it among their own, and may take it over', async () => {
    const other = await DeskBrowser.signedIn(town, 'staff-human-resources-2');
    await other.open('/desk/queue?tab=mine');
    expect(other.text).toContain('苏明远（不在，您代办）');
    await other.open(path);
    expect(other.page.querySelectorAll('main a[href^="?do="]')).toEqual([]);
    await other.send('claim');
    await town.settle();
    expect(other.notice).toBe('已受理，由您来办。');
    expect(await town.rows('select claimed_by from referral where id = $1', [path.split('/').at(-1) ?? ''])).toEqual([
      { claimed_by: substituteId },
    ]);
    expect(await stateOf(town, path)).toBe('claimed');
    other.expectText(/秦桑榆 接过来办/);
    person.expectLast('已经接手');
  });

  it('stands in for nobody once the last day is over, and both are told', async () => {
    await town.tickAt(day('25'));
    away.expectLast('欢迎回来');
    substitute.expectLast('苏明远回来了');
    expect(await town.tickAt(day('25'))).toBe(0);
    await ask(town, await town.joined('person-3'), 'training');
    away.expectLast('新的请求');
    const other = await DeskBrowser.signedIn(town, 'staff-human-resources-2');
    await other.open('/desk/queue?tab=mine');
    expect(other.text).not.toContain('您代办');
  });

  it('is not needed any more when the other is back early', async () => {
    await signInAgain();
    await leave('2026-09-25', '2026-09-30');
    await town.settle();
    substitute.expectLast('苏明远从今天到9月30日不在，由您代办');
    await desk.open('/desk/away');
    const [row] = await town.rows<{ id: string }>('select id from staff_absence where ended_at is null');
    for (const reference of ['staff-human-resources-2', 'staff-tax']) {
      const other = await DeskBrowser.signedIn(town, reference);
      await forge(other, '/desk/away', 'back', { absence: row?.id ?? '' });
    }
    expect(await town.rows('select 1 from staff_absence where ended_at is null')).toHaveLength(1);
    await desk.send('back');
    await town.settle();
    expect(desk.notice).toContain('欢迎回来');
    substitute.expectLast('苏明远提前回来了');
    const kept = await town.rows<{ action: string }>("select action from audit where action like 'staff%' order by id");
    expect(kept.map(({ action }) => action)).toEqual([
      'staffAway',
      'staffAwayBegan',
      'staffBack',
      'staffAway',
      'staffBack',
    ]);
  });

  it('takes over in the chat as well', async () => {
    const theirs = await town.joined('person-6');
    const own = await askedByChat(town, theirs, 'formerEmployer', '旧厂');
    await away.choose('claim');
    await signInAgain();
    await leave('2026-09-25', '2026-09-30');
    await town.settle();
    await theirs.say('/menu');
    for (const action of ['matters', 'matter', 'write']) await theirs.choose(action);
    await theirs.say('有消息吗');
    substitute.expectLast('有消息吗');
    await substitute.choose('open');
    substitute.expectLast('代办，接过来');
    await substitute.choose('claim');
    substitute.expectLast('已受理，由您来办。');
    expect(await town.rows('select claimed_by from referral where id = $1', [own.split('/').at(-1) ?? ''])).toEqual([
      { claimed_by: substituteId },
    ]);
    await desk.open('/desk/away');
    await desk.send('back');
  });

  it('may not take over what a colleague has who is there', async () => {
    const own = await askedByChat(town, await town.joined('person-4'));
    await desk.open(own);
    await desk.send('claim');
    const other = await DeskBrowser.signedIn(town, 'staff-human-resources-2');
    await other.open(own);
    expect(other.offers('claim')).toBe(false);
    await forge(other, own, 'claim');
    expect(other.notice).toContain('苏明远已经受理了');
  });

  it('is nobody when the substitute no longer works there: what is new still reaches somebody', async () => {
    await desk.open('/desk/away');
    await leave('2026-09-25', '2026-09-30');
    await town.rows("update membership set state = 'ended' where account_id = $1", [substituteId]);
    await ask(town, await town.joined('person-5'), 'training');
    away.expectLast('新的请求');
  });
});
