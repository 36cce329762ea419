import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeskBrowser } from '../support/deskBrowser.ts';
import { type Phone, Town } from '../support/town.ts';

/** A person writes from a phone; the department works at the desk alone. */
describe('a request that is answered at the desk', () => {
  let town: Town;
  let person: Phone;
  let desk: DeskBrowser;
  beforeAll(async () => {
    town = await Town.open();
    person = await town.joined('person-1');
    for (const action of ['help', 'group:work', 'kind:training', 'firstOption', 'firstOption', 'confirm'])
      await person.choose(action);
    desk = await DeskBrowser.signedIn(town, 'staff-human-resources');
  });
  afterAll(async () => {
    expect(town.complaints).toEqual([]);
    await town.close();
  });

  it('stands in the queue, is claimed and answered, and the person is told', async () => {
    await desk.open('/desk/queue');
    expect(desk.status).toBe(200);
    await desk.follow('学门技术');
    expect(desk.text).toContain('周念安');
    await desk.send('claim');
    await town.settle();
    expect(desk.notice).toBe('已受理，由您来办。');
    person.expectLast('归宁区人社局已经接手');
    await desk.send('look', { text: ' ' });
    expect(desk.status).toBe(400);
    expect(desk.text).toContain('请填写这一项');
    await desk.send('look', { text: '下周一上午九点来报名。' });
    expect(desk.text).toContain('对方会看到');
    expect(await town.rows('select state from referral')).toEqual([{ state: 'claimed' }]);
    await desk.send('send');
    await town.settle();
    expect(desk.status).toBe(200);
    person.expectLast('下周一上午九点来报名。');
    expect(await town.rows('select state from referral')).toEqual([{ state: 'answered' }]);
  });

  it('does what a form asks once, however often it is sent', async () => {
    const [before] = await town.rows<{ count: number }>('select count(*)::int as count from referral_event');
    const again = await DeskBrowser.signedIn(town, 'staff-human-resources');
    await again.open(desk.path);
    const words = { purpose: 'answer', text: '再说一次。' };
    await again.send('look', words);
    const once = { ...words, form: '0199e1a5-0000-4000-8000-000000000001' };
    const preview = again.page;
    await again.send('send', once);
    again.page = preview;
    await again.send('send', once);
    expect(again.notice).toContain('已经提交过了');
    const [after] = await town.rows<{ count: number }>('select count(*)::int as count from referral_event');
    expect(after?.count).toBe((before?.count ?? 0) + 1);
  });

  it('is not there for another department, and shows that in no way', async () => {
    const other = await DeskBrowser.signedIn(town, 'staff-tax');
    await other.open(desk.path);
    const missing = await DeskBrowser.signedIn(town, 'staff-tax');
    await missing.open('/desk/requests/0199e1a5-0000-4000-8000-000000000009');
    expect(other.status).toBe(404);
    expect(other.text).toBe(missing.text);
    const stranger = new DeskBrowser(town.program);
    await stranger.open('/desk/queue');
    expect(stranger.status).toBe(403);
    expect(stranger.text).toContain('/desk');
  });
});
