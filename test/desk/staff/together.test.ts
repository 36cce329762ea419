import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeskBrowser } from '../../support/deskBrowser.ts';
import { askedByChat, write } from '../../support/deskRequest.ts';
import { type Phone, Town } from '../../support/town.ts';

describe('two who work on the same at once', () => {
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
  const claims = (path: string) =>
    town.rows("select 1 from referral_event where kind = 'claimed' and referral_id = $1", [
      path.split('/').at(-1) ?? '',
    ]);

  it('of two at the desk one wins, and the other is told who', async () => {
    const path = await askedByChat(town, person);
    const both = await Promise.all(
      ['staff-human-resources', 'staff-human-resources-2'].map((who) => DeskBrowser.signedIn(town, who)),
    );
    for (const desk of both) await desk.open(path);
    await Promise.all(both.map((desk) => desk.send('claim')));
    const said = both.map(({ notice }) => notice).sort();
    expect(said.filter((text) => text === '已受理，由您来办。')).toHaveLength(1);
    expect(said.filter((text) => /^(苏明远|秦桑榆)已经受理了/.test(text))).toHaveLength(1);
    expect(await claims(path)).toHaveLength(1);
  });

  it('of one at the desk and one in the chat one wins', async () => {
    const chat = await town.joined('staff-human-resources-2');
    const path = await askedByChat(town, person, 'formerEmployer', '旧厂');
    const desk = await DeskBrowser.signedIn(town, 'staff-human-resources');
    await desk.open(path);
    await Promise.all([desk.send('claim'), chat.choose('claim')]);
    await town.settle();
    expect(await claims(path)).toHaveLength(1);
    const deskWon = desk.notice === '已受理，由您来办。';
    expect(chat.text.includes('已受理，由您来办。')).toBe(!deskWon);
    expect(deskWon || desk.notice.includes('秦桑榆已经受理了')).toBe(true);
  });

  it('what was meanwhile answered in the chat is not answered over from an old page', async () => {
    const chat = await town.joined('staff-human-resources');
    const path = await askedByChat(town, person, 'socialInsurance');
    await chat.choose('claim');
    const desk = await DeskBrowser.signedIn(town, 'staff-human-resources');
    await desk.open(`${path}?do=refuse`);
    await desk.send('look', { reason: '不归我们', text: '问社保站' });
    await chat.choose('answer');
    await chat.say('可以补缴。');
    await chat.choose('confirm');
    await desk.send('send');
    expect(desk.notice).toContain('已经有了变化');
    person.expectLast('可以补缴。');
    expect(await town.rows("select 1 from referral where state = 'refused'")).toEqual([]);
  });

  it('the same form sent twice, at once or later, counts once', async () => {
    const path = await askedByChat(town, person, 'training');
    const desk = await DeskBrowser.signedIn(town, 'staff-human-resources');
    await desk.open(path);
    await desk.send('claim');
    await desk.open(`${path}?do=answer`);
    await desk.send('look', { text: '请周二来。' });
    const again = await DeskBrowser.signedIn(town, 'staff-human-resources');
    again.path = desk.path;
    again.page = desk.page;
    await Promise.all([desk.send('send'), again.send('send')]);
    expect(new Set([desk.notice, again.notice])).toEqual(
      new Set(['已发给本人。', '这张表已经提交过了，没有再做一次。']),
    );
    expect(
      await town.rows("select 1 from referral_event where kind = 'answered' and referral_id = $1", [
        path.split('/').at(-1) ?? '',
      ]),
    ).toHaveLength(1);
    await write(town, desk, 'ask', { text: '来了吗？' });
    person.expectLast('来了吗？');
  });
});
