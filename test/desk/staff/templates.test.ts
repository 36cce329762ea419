import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeskBrowser } from '../../support/deskBrowser.ts';
import { askedByChat, forge } from '../../support/deskRequest.ts';
import { Town } from '../../support/town.ts';

describe('what a department often answers', () => {
  let town: Town;
  let desk: DeskBrowser;
  let foreign: DeskBrowser;
  beforeAll(async () => {
    town = await Town.open();
    desk = await DeskBrowser.signedIn(town, 'staff-human-resources');
    foreign = await DeskBrowser.signedIn(town, 'staff-tax');
  });
  afterAll(async () => {
    expect(town.complaints).toEqual([]);
    await town.close();
  });

  it('is written down, with a word that nothing of anybody belongs there', async () => {
    await desk.open('/desk/templates');
    expect(desk.text).toContain('还没有常用答复');
    expect(desk.text).toContain('不要写任何人的姓名、电话、证件号');
    await desk.send('add', { title: '', text: 'x' });
    expect(desk.status).toBe(400);
    await desk.send('add', { title: '报名', text: '请带身份证来报名。' });
    expect(desk.notice).toBe('已保存。');
    expect(desk.text).toMatch(/苏明远，.*第 1 版/);
  });

  it('is chosen at an answer, and can be changed before it is sent', async () => {
    const person = await town.joined('person-1');
    await desk.open(await askedByChat(town, person));
    await desk.send('claim');
    await desk.open(`${desk.path.split('?')[0]}?do=answer`);
    const template = desk.page.querySelectorAll('#template option').find(({ text }) => text === '报名');
    await desk.send('look', { template: template?.getAttribute('value') ?? '', use: 'yes' });
    expect(desk.page.querySelector('#look-text')?.text.trim()).toBe('请带身份证来报名。');
    await desk.send('look', { text: '请带身份证来报名，周二。' });
    await desk.send('send');
    await town.settle();
    person.expectLast('请带身份证来报名，周二。');
    for (const purpose of ['ask', 'askPaper']) {
      await desk.open(`${desk.path.split('?')[0]}?do=${purpose}`);
      expect(desk.page.querySelector('#template')).not.toBeNull();
    }
  });

  it('fills a refusal’s reason, and leaves the next step as it is', async () => {
    const person = await town.joined('person-2');
    await desk.open(await askedByChat(town, person));
    await desk.send('claim');
    await desk.open(`${desk.path.split('?')[0]}?do=refuse`);
    const template = desk.page.querySelectorAll('#template option').find(({ text }) => text === '报名');
    await desk.send('look', { template: template?.getAttribute('value') ?? '', use: 'yes', text: '下月再来' });
    expect(desk.page.querySelector('#look-reason')?.text.trim()).toBe('请带身份证来报名。');
    expect(desk.page.querySelector('#look-text')?.text.trim()).toBe('下月再来');
  });

  it('is not there for another department, which can neither change nor remove it', async () => {
    await desk.open('/desk/templates');
    const path = desk.link('报名');
    await foreign.open('/desk/templates');
    expect(foreign.text).not.toContain('报名');
    await foreign.open(path);
    expect(foreign.status).toBe(404);
    const [row] = await town.rows<{ departmentId: string; own: string }>(
      `select department_id as "departmentId", (select id from department where kind = 'tax') as own from answer_template`,
    );
    const words = { version: '1', title: 'x', text: 'x' };
    for (const department of [row?.departmentId ?? '', row?.own ?? ''])
      await forge(foreign, path, 'save', { department, ...words });
    await forge(foreign, path, 'remove');
    await forge(foreign, '/desk/templates', 'add', { department: row?.departmentId ?? '', title: 'x', text: 'x' });
    expect(await town.rows('select title, version, removed_at from answer_template')).toEqual([
      { title: '报名', version: 1, removed_at: null },
    ]);
  });

  it('counts its wordings, and of two who change it at once the second is told', async () => {
    await desk.open('/desk/templates');
    await desk.follow('报名');
    const other = await DeskBrowser.signedIn(town, 'staff-human-resources-2');
    await other.open(desk.path);
    await desk.send('save', { text: '请带身份证和照片来报名。' });
    expect(desk.notice).toBe('已保存。');
    await other.send('save', { text: '旧的' });
    expect(other.notice).toContain('同事刚刚改过');
    expect(other.page.querySelector('#save-text')?.text.trim()).toBe('请带身份证和照片来报名。');
    expect(await town.rows('select version from answer_template')).toEqual([{ version: 2 }]);
  });

  it('is removed, and each change is kept with who made it', async () => {
    await desk.open('/desk/templates');
    await desk.follow('报名');
    await desk.send('remove');
    expect(desk.notice).toBe('已删掉。');
    await desk.open('/desk/templates');
    expect(desk.text).toContain('还没有常用答复');
    const kept = await town.rows<{ action: string; actor: string }>(
      "select action, actor from audit where action like 'template%' order by id",
    );
    expect(kept.map(({ action }) => action)).toEqual(['templateWritten', 'templateWritten', 'templateRemoved']);
    for (const { actor } of kept) expect(actor).toBe(town.account('staff-human-resources').id);
  });
});
