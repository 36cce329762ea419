import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeskBrowser } from '../../support/deskBrowser.ts';
import { forge } from '../../support/deskRequest.ts';
import { ask } from '../../support/person.ts';
import { type Phone, Town } from '../../support/town.ts';

describe('reception', () => {
  let town: Town;
  let desk: DeskBrowser;
  let filer: Phone;
  let department: Phone;
  beforeAll(async () => {
    town = await Town.open();
    filer = await town.joined('staff-jianshe-station');
    department = await town.joined('staff-human-resources');
    desk = await DeskBrowser.signedIn(town, 'staff-jianshe-station');
  });
  afterAll(async () => {
    expect(town.complaints).toEqual([]);
    await town.close();
  });
  const requests = () => town.rows('select id from referral');

  it('lists nobody, and finds who is on file by name and phone together', async () => {
    await desk.open('/desk/reception');
    expect(desk.text).not.toContain('周念安');
    await desk.send('findName', { name: '周念安', phone: '0000-5550159' });
    expect(desk.notice).toContain('没有找到');
    expect(desk.page.querySelector('#findName-name')?.getAttribute('value')).toBe('周念安');
    expect(desk.text).toContain('要先由协调员登记建档');
    expect(desk.page.querySelector('a[href^="/desk/register"]')).toBeNull();
    await desk.send('findName', { name: ' 周念安 ', phone: '00005550158' });
    expect(desk.path).toMatch(/^\/desk\/reception\/[0-9a-f-]{36}$/);
    expect(desk.text).toContain('给周念安登记');
    expect(desk.page.toString()).not.toContain('5550158');
  });

  it('asks the kind’s questions, shows what would be read out, and takes nothing without the spoken yes', async () => {
    await desk.open(`${desk.path}?kind=training`);
    await desk.send('look', { 'option.trade': 'cooking' });
    expect(desk.status).toBe(400);
    expect(desk.text).toContain('请选一个，或者写一句');
    await desk.send('look', { 'option.trade': 'cooking', 'words.time': '下午三点以后' });
    expect(desk.text).toMatch(
      /请把下面念给周念安听.*只提供下面这些.*姓名：周念安.*电话：0000-5550158.*做饭.*下午三点以后/s,
    );
    await desk.send('file');
    expect(desk.status).toBe(400);
    expect(desk.text).toContain('没有亲口同意，就不能转交');
    expect(await requests()).toEqual([]);
    await desk.send('change');
    expect(desk.page.querySelector('[name="words.time"]')?.getAttribute('value')).toBe('下午三点以后');
    await desk.send('look');
    await desk.send('file', { spoken: 'yes' });
    await town.settle();
    expect(desk.notice).toMatch(/请告诉对方：\n已收到，编号\d{3}-\d{3}-\d{3}，交给归宁区人社局/);
    expect(desk.notice).toContain('有回音会告诉您');
  });

  it('enters the same queue, with who heard the yes and exactly what it was about', async () => {
    department.expectLast(/新的请求：.*下午三点以后/s);
    const account = town.account('staff-jianshe-station').id;
    expect(await town.rows('select filed_by, urgent, state from referral')).toEqual([
      { filed_by: account, urgent: false, state: 'new' },
    ]);
    expect(await town.rows("select spoken_to, fields from consent where purpose = 'passOn'")).toEqual([
      { spoken_to: account, fields: ['name', 'phone', 'trade', 'time'] },
    ]);
    const staff = await DeskBrowser.signedIn(town, 'staff-human-resources');
    await staff.open('/desk/queue');
    await staff.follow('学门技术');
    expect(staff.text).toContain('谭思齐');
    await staff.send('claim');
    await town.settle();
    filer.expectLast(/替周念安求助的事有回音.*已经接手/s);
    const person = await town.joined('person-1');
    await person.say('/menu');
    expect(person.messages.map(({ text }) => text).join()).toMatch(/谭思齐按您说的|服务消息/);
  });

  it('marks an ordinary matter as urgent when it is', async () => {
    await desk.open('/desk/reception');
    await desk.send('findName', { name: '林小满', phone: '0000-5550159' });
    await desk.open(`${desk.path}?kind=mediation`);
    await desk.send('look', { 'option.matter': 'home', 'option.firstStep': 'talkToMe', urgent: 'yes' });
    await desk.send('file', { spoken: 'yes' });
    expect(desk.notice).toContain('这件事按急事办');
    expect(await town.rows("select urgent from referral where kind = 'mediation'")).toEqual([{ urgent: true }]);
    await desk.open('/desk/queue');
    expect(desk.page.querySelector('tbody tr .badge-urgent')?.text).toBe('急');
  });

  it('finds by the number of an earlier request, with dashes or without', async () => {
    const [row] = await town.rows<{ number: string }>("select number from referral where kind = 'mediation'");
    for (const number of [row?.number ?? '', (row?.number ?? '').replaceAll('-', '')]) {
      await desk.open('/desk/reception');
      await desk.send('findNumber', { number });
      expect(desk.text).toContain('给林小满登记');
    }
    await desk.open('/desk/reception');
    await desk.send('findNumber', { number: '12' });
    expect(desk.status).toBe(400);
    expect(desk.text).toContain('请写九位编号');
  });

  it('finds nobody of another area, of whom nothing shows, and takes nothing for them', async () => {
    const answers: string[] = [];
    for (const [name, phone] of [
      ['郑南雁', '0000-5550162'],
      ['无此人', '0000-5550100'],
    ] as const) {
      await desk.open('/desk/reception');
      await desk.send('findName', { name, phone });
      answers.push(desk.text.replaceAll(name, '').replaceAll(phone, ''));
    }
    expect(answers[0]).toBe(answers[1]);
    const path = `/desk/reception/${town.account('person-5').id}`;
    await desk.open(path);
    expect(desk.status).toBe(404);
    const before = (await requests()).length;
    const filled = { kind: 'training', 'option.trade': 'cooking', 'option.time': 'daytime', spoken: 'yes' };
    await forge(desk, path, 'file', filled);
    expect(desk.status).toBe(404);
    expect((await requests()).length).toBe(before);
  });

  it('is for the staff of a station and for coordinators, and for nobody else', async () => {
    const path = `/desk/reception/${town.account('person-1').id}`;
    const filled = { kind: 'training', 'option.trade': 'cooking', 'option.time': 'daytime', spoken: 'yes' };
    const before = (await requests()).length;
    for (const reference of ['staff-human-resources', 'office', 'helper-1', 'coordinator-hexi', 'staff-hexi-station']) {
      const other = await DeskBrowser.signedIn(town, reference);
      await other.open(path);
      expect([403, 404]).toContain(other.status);
      await forge(other, path, 'file', filled);
      expect([403, 404]).toContain(other.status);
    }
    expect((await requests()).length).toBe(before);
    const staff = await DeskBrowser.signedIn(town, 'staff-human-resources');
    await staff.open('/desk/queue');
    expect(staff.page.querySelector('a[href="/desk/reception"]')).toBeNull();
    const coordinator = await DeskBrowser.signedIn(town, 'coordinator-jianshe');
    await coordinator.open('/desk/reception');
    await coordinator.send('findName', { name: '无此人', phone: '1' });
    expect(coordinator.page.querySelector('a[href^="/desk/register"]')).not.toBeNull();
    await coordinator.open(path);
    expect(coordinator.status).toBe(200);
    await forge(coordinator, path, 'file', filled);
    expect((await requests()).length).toBe(before + 1);
  });

  it('opens a shielded file for the coordinator alone', async () => {
    await town.rows('update person set shielded = true where account_id = $1', [town.account('person-4').id]);
    const path = `/desk/reception/${town.account('person-4').id}`;
    expect((await desk.open(path)).status).toBe(404);
    const coordinator = await DeskBrowser.signedIn(town, 'coordinator-jianshe');
    expect((await coordinator.open(path)).status).toBe(200);
  });

  it('takes no answers that the kind does not ask for', async () => {
    const path = `/desk/reception/${town.account('person-1').id}`;
    const before = (await requests()).length;
    await forge(desk, path, 'file', {
      kind: 'training',
      'option.trade': 'piracy',
      'option.time': 'daytime',
      spoken: 'yes',
    });
    expect(desk.notice).toContain('没有登记');
    expect((await requests()).length).toBe(before);
  });

  it('leaves a person who has a chat with the same as if they had asked themselves', async () => {
    const person = await town.joined('person-3');
    await desk.open(`/desk/reception/${town.account('person-3').id}?kind=training`);
    await desk.send('look', { 'option.trade': 'cooking', 'option.time': 'daytime' });
    await desk.send('file', { spoken: 'yes' });
    await town.settle();
    person.expectLast(/谭思齐按您说的，把“.*”转给了归宁区人社局。随时可以撤回/);
    expect(await ask(town, person, 'training')).toBeTruthy();
  });
});
