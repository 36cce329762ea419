/** Who works where, at the desk: proposed by one, approved by another, given a new way in, taken off. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeskBrowser } from '../../support/deskBrowser.ts';
import { openStepUp } from '../../support/stepUp.ts';
import { Town } from '../../support/town.ts';

describe('workers at the desk', () => {
  let town: Town;
  let desk: DeskBrowser;
  let office: DeskBrowser;
  beforeAll(async () => {
    town = await Town.open();
    desk = await DeskBrowser.signedIn(town, 'coordinator-jianshe');
    office = await DeskBrowser.signedIn(town, 'office');
    await openStepUp(town);
  });
  afterAll(async () => {
    expect(town.complaints).toEqual([]);
    await town.close();
  });
  const jianshe = async () => {
    const [row] = await town.rows<{ id: string }>("select id from area where name->>'en' = 'Jianshe Road Street'");
    return row?.id ?? '';
  };
  let link = '';

  it('are listed by place, in few statements, and those of other areas are not', async () => {
    town.database.statements = [];
    await desk.open('/desk/workers');
    expect(town.database.statements.length).toBeLessThan(10);
    for (const name of ['刘青禾', '谭思齐', '韩清和']) desk.expectText(name);
    expect(desk.text).not.toContain('邓雨桐');
    desk.expectText('没有等待确认的账号');
  });

  it('are proposed with a code that is shown once, and only for a place of one’s own', async () => {
    const fields = { name: '沈新桥', phone: '0000-5550999', role: 'helper', area: await jianshe(), department: '' };
    await desk.send('propose', { ...fields, name: '7', area: '' });
    expect(desk.status).toBe(400);
    desk.expectText('姓名请直接写');
    const [hexi] = await town.rows<{ id: string }>("select id from area where name->>'en' = 'Hexi Street'");
    await desk.send('propose', { ...fields, area: hexi?.id ?? '' });
    expect(desk.notice).toContain('这个地方不在您这里');
    await desk.send('propose', { ...fields, role: 'office' });
    expect(desk.notice).toContain('由办公室来提');
    expect(await town.rows("select id from membership where state = 'proposed'")).toHaveLength(0);
    await desk.send('propose', fields);
    expect(desk.notice).toContain('沈新桥（联系人）提好了');
    link = /https:\/\/\S+#([A-Za-z0-9_-]{22})/.exec(desk.notice)?.[1] ?? '';
    expect(link).toHaveLength(22);
    await desk.open('/desk/workers');
    expect(desk.page.toString()).not.toContain(link);
    desk.expectText('沈新桥');
    desk.expectText('您提的，等别人确认');
    const [name] = await town.rows<{ name: string }>(
      "select a.name from account a join membership m on m.account_id = a.id where m.state = 'proposed'",
    );
    expect(name?.name).not.toContain('沈');
  });

  it('are not approved by whoever proposed them, who is not even asked', async () => {
    expect(desk.offers('approve')).toBe(false);
    const [proposed] = await town.rows<{ id: string }>("select id from membership where state = 'proposed'");
    const form = new FormData();
    for (const [name, value] of Object.entries({
      act: 'approve',
      form: crypto.randomUUID(),
      membership: proposed?.id ?? '',
    }))
      form.append(name, value);
    await desk.post('/desk/workers', form);
    expect(desk.notice).toContain('这里没有找到');
    expect(await town.rows("select id from membership where state = 'proposed'")).toHaveLength(1);
  });

  it('come in by the code, see nothing before the second yes, and all after it', async () => {
    const phone = town.stranger();
    await phone.say(`/start ${link}`);
    expect(phone.text).not.toContain('走访');
    await office.open('/desk/workers');
    office.expectText('沈新桥');
    await office.send('approve');
    await town.settle();
    expect(office.notice).toContain('沈新桥的账号已生效');
    phone.expectLast('您的账号已经确认');
    await desk.open('/desk/teams');
    desk.expectText('沈新桥');
  });

  it('get a new way in, and are told; not those who lead', async () => {
    const helper = await town.joined('helper-2');
    await desk.open(`/desk/workers/${town.account('helper-2').id}`);
    await desk.send('reissue');
    await town.settle();
    const code = /https:\/\/\S+#([A-Za-z0-9_-]{22})/.exec(desk.notice)?.[1] ?? '';
    helper.expectLast('服务站给您补发了一个新的加入链接');
    const phone = town.stranger();
    await phone.say(`/start ${code}`);
    expect(phone.text).toContain('王暖阳');
    await town.rows("update membership set role = 'coordinator' where account_id = $1", [town.account('helper-2').id]);
    await desk.open(`/desk/workers/${town.account('helper-2').id}`);
    expect(desk.offers('reissue')).toBe(false);
    const form = new FormData();
    for (const [name, value] of Object.entries({ act: 'reissue', form: crypto.randomUUID() })) form.append(name, value);
    await desk.post(desk.path, form);
    expect(desk.notice).toContain('链接请由管理的人补发');
  });

  it('are taken off, and their people have nobody', async () => {
    await desk.open(`/desk/workers/${town.account('helper-1').id}`);
    await desk.send('takeOff');
    expect(desk.status).toBe(400);
    await desk.send('takeOff', { sure: 'yes' });
    expect(desk.notice).toContain('刘青禾的账号停用了');
    await desk.open('/desk/teams/unhelped');
    desk.expectText('林小满');
    await desk.open('/desk/workers');
    expect(desk.text).not.toContain('刘青禾');
  });

  it('of another area look like what does not exist', async () => {
    await desk.open(`/desk/workers/${town.account('coordinator-hexi').id}`);
    const foreign = desk.text;
    expect(desk.status).toBe(404);
    await desk.open('/desk/workers/0199e1a5-0000-4000-8000-000000000009');
    expect(desk.text).toBe(foreign);
  });
});
