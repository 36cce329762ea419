import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeskBrowser } from '../../support/deskBrowser.ts';
import { askedByChat, stateOf, write } from '../../support/deskRequest.ts';
import { type Phone, Town } from '../../support/town.ts';

/** The person has a phone; whoever helps them has the desk and nothing else. */
describe('a request from its first message to its end, at the desk', () => {
  let town: Town;
  let person: Phone;
  let desk: DeskBrowser;
  let path: string;
  beforeAll(async () => {
    town = await Town.open();
    person = await town.joined('person-1');
    path = await askedByChat(town, person);
    desk = await DeskBrowser.signedIn(town, 'staff-human-resources');
  });
  afterAll(async () => {
    expect(town.complaints).toEqual([]);
    await town.close();
  });

  it('begins where nobody has it, and is then mine', async () => {
    await desk.open('/desk/queue');
    expect(desk.text).toContain('没人接的（1）');
    expect(desk.text).toContain('还剩 5 个工作日');
    await desk.follow('学门技术');
    expect(desk.offers('look')).toBe(false);
    await desk.send('claim');
    await town.settle();
    person.expectLast('归宁区人社局已经接手');
    await desk.open('/desk/queue');
    expect(desk.text).toContain('没人接的（0）');
    await desk.open('/desk/queue?tab=mine');
    expect(desk.text).toContain('周念安');
    expect(desk.text).toContain('我在办的（1）');
  });

  it('goes on as a conversation that is seen beside it', async () => {
    await desk.open(path);
    await write(town, desk, 'ask', { text: '您哪天方便来？' });
    expect(desk.notice).toBe('已发给本人。');
    person.expectLast('您哪天方便来？');
    await person.choose('write');
    await person.say('周二上午');
    await desk.open(path);
    expect(desk.page.querySelector('.talk-person:last-child')?.structuredText).toContain('周二上午');
    expect(desk.page.querySelector('.talk')?.structuredText).toMatch(/本人 提出请求.*苏明远 受理.*苏明远 问本人/s);
  });

  it('waits for a paper with its clock stopped, and goes on when that came', async () => {
    await write(town, desk, 'askPaper', { text: '身份证复印件' });
    person.expectLast('还差：身份证复印件');
    expect(await stateOf(town, path)).toBe('waitingForPerson');
    expect(desk.text).toContain('等材料，期限暂停');
    await desk.send('paperReceived');
    await town.settle();
    person.expectLast('材料收到了');
    expect(desk.text).toContain('还剩 5 个工作日');
  });

  it('is answered, closed, and taken up again', async () => {
    await write(town, desk, 'answer', { text: '周二上午九点来报名。' });
    person.expectLast('周二上午九点来报名。');
    expect(desk.text).toContain('已答复，等办结');
    await desk.send('close');
    await town.settle();
    person.expectLast('已经办好');
    expect(await stateOf(town, path)).toBe('closed');
    await desk.send('reopen');
    await town.settle();
    person.expectLast('又接着办了');
    expect(await stateOf(town, path)).toBe('claimed');
    await desk.open('/desk/queue?tab=mine');
    expect(desk.text).toContain('我在办的（1）');
  });

  it('is refused with a reason and a next step, never without both', async () => {
    await desk.open(`${path}?do=refuse`);
    await desk.send('look', { reason: '名额满了', text: '' });
    expect(desk.status).toBe(400);
    expect(desk.page.querySelector('#look-text-error')?.text).toBe('请填写这一项。');
    expect(desk.page.querySelector('#look-reason')?.text.trim()).toBe('名额满了');
    await desk.send('look', { text: '下个月再报' });
    expect(desk.text).toContain('原因：名额满了');
    await desk.send('send');
    await town.settle();
    person.expectLast(/原因：名额满了\n您可以：下个月再报/);
    expect(await stateOf(town, path)).toBe('refused');
  });

  it('keeps who saw what of the person, and who did what', async () => {
    const seen = await town.rows<{ fields: string[] }>(
      "select fields from audit where action = 'shown' and reason = 'request' and actor = $1 order by jsonb_array_length(fields) desc limit 1",
      [town.account('staff-human-resources').id],
    );
    expect(seen).toEqual([{ fields: ['answers', 'name', 'phone', 'words'] }]);
    const listed = await town.rows("select 1 from audit where action = 'listed' and actor = $1", [
      town.account('staff-human-resources').id,
    ]);
    expect(listed.length).toBeGreaterThan(0);
    const moves = await town.rows<{ kind: string }>('select kind from referral_event order by position');
    expect(moves.map(({ kind }) => kind)).toEqual(
      'requested claimed staffWrote personWrote paperAsked paperReceived answered closed reopened refused'.split(' '),
    );
  });
});

describe('a request that is passed on at the desk', () => {
  let town: Town;
  let person: Phone;
  beforeAll(async () => {
    town = await Town.open();
    person = await town.joined('person-1');
  });
  afterAll(async () => {
    expect(town.complaints).toEqual([]);
    await town.close();
  });

  it('is seen by who has it now, back at the station, and by nobody else', async () => {
    const path = await askedByChat(town, person);
    const first = await DeskBrowser.signedIn(town, 'staff-human-resources');
    await first.open(`${path}?do=passOn`);
    const department = first.page
      .querySelectorAll('#look-department option')
      .find(({ text }) => text.includes('就业服务站'));
    await first.send('look', { department: department?.getAttribute('value') ?? '', text: '就业站有同样的班' });
    await first.send('send');
    await town.settle();
    person.expectLast(/转给建设路街道就业服务站办了/);
    expect(first.notice).toContain('已转给建设路街道就业服务站');
    await first.open(path);
    expect(first.status).toBe(404);
    const second = await DeskBrowser.signedIn(town, 'staff-jianshe-employment');
    await second.open(path);
    expect(second.text).toContain('就业站有同样的班');
    await write(town, second, 'sendBack', { text: '不归我们' });
    person.expectLast(/先回到便民服务站/);
    expect((await second.open(path)).status).toBe(404);
    const station = await DeskBrowser.signedIn(town, 'staff-jianshe-station');
    await station.open(path);
    expect(station.status).toBe(200);
    expect(station.offers('claim')).toBe(true);
    expect(station.text).not.toContain('退回便民服务站');
  });

  it('may not go where its kind must not go', async () => {
    const path = await askedByChat(town, person);
    const desk = await DeskBrowser.signedIn(town, 'staff-human-resources');
    await desk.open(`${path}?do=passOn`);
    expect(desk.page.querySelector('#look-department')?.structuredText).not.toContain('派出所');
    const [police] = await town.rows<{ id: string }>("select id from department where kind = 'police'");
    await desk.send('look', { department: police?.id ?? '', text: '请看' });
    await desk.send('send');
    expect(desk.notice).toContain('已经有了变化');
    expect(await stateOf(town, path)).toBe('new');
  });
});
