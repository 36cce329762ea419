import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeskBrowser } from '../../support/deskBrowser.ts';
import { askedByChat } from '../../support/deskRequest.ts';
import { Town } from '../../support/town.ts';

/** It is Monday, 21 September 2026: the Sunday before was worked in exchange for the holiday of the 25th. */
const cases: readonly (readonly [change: string, tone: string, words: string])[] = [
  ["expected_on = '2026-09-21'", 'soon', '今天到期'],
  ["expected_on = '2026-09-22'", 'soon', '还剩 1 个工作日'],
  ["expected_on = '2026-09-23'", 'soon', '还剩 2 个工作日'],
  ["expected_on = '2026-09-26'", 'calm', '还剩 3 个工作日'],
  ["expected_on = '2026-10-09'", 'calm', '还剩 8 个工作日'],
  ["expected_on = '2026-09-20'", 'late', '晚了 1 个工作日'],
  ["expected_on = '2026-09-18'", 'late', '晚了 2 个工作日'],
  ["expected_on = '2027-01-05', provisional = true", 'calm', '个工作日（暂估）'],
  ["expected_on = '2020-01-05'", 'late', '晚了'],
  ["expected_on = '2026-09-18', state = 'waitingForPerson', paused_on = '2026-09-18'", 'calm', '等材料，期限暂停'],
  ["expected_on = '2026-09-18', state = 'answered'", 'done', '已答复，等办结'],
  ["expected_on = '2026-09-18', state = 'closed'", 'done', '已结束'],
];

describe('how a request’s day stands', () => {
  let town: Town;
  let desk: DeskBrowser;
  let path: string;
  beforeAll(async () => {
    town = await Town.open();
    path = await askedByChat(town, await town.joined('person-1'));
    desk = await DeskBrowser.signedIn(town, 'staff-human-resources');
  });
  afterAll(() => town.close());

  it.each(cases)('%s: %s, %s', async (change, tone, words) => {
    await town.rows(`update referral set state = 'new', paused_on = null, provisional = false`);
    await town.rows(`update referral set ${change}`);
    await desk.open(path);
    const badge = desk.page.querySelector('.facts .badge');
    expect(badge?.getAttribute('class')).toBe(`badge badge-${tone}`);
    expect(badge?.text).toContain(words);
  });

  it('puts what is urgent first, with a word of its own', async () => {
    await town.rows("update referral set state = 'new', urgent = false, expected_on = '2026-09-18'");
    const urgent = await askedByChat(town, await town.joined('person-2'), 'socialInsurance');
    await town.rows('update referral set urgent = true where id = $1', [urgent.split('/').at(-1) ?? '']);
    await desk.open('/desk/queue');
    const rows = desk.page.querySelectorAll('tbody tr').map((row) => row.querySelector('.badge-urgent')?.text ?? '');
    expect(rows).toEqual(['急', '']);
  });
});

describe('a long conversation', () => {
  let town: Town;
  beforeAll(async () => {
    town = await Town.open();
  });
  afterAll(() => town.close());

  it('is read fifty moves at a time, in few statements, none left out and none twice', async () => {
    const path = await askedByChat(town, await town.joined('person-1'));
    await town.rows(
      `insert into referral_event (id, referral_id, position, kind, by_account, at, data)
        select gen_random_uuid(), referral_id, n, 'departmentReminded', null, at + n * interval '1 minute', data
        from referral_event cross join generate_series(2, 130) n`,
    );
    const desk = await DeskBrowser.signedIn(town, 'staff-human-resources');
    town.database.statements = [];
    await desk.open(path);
    expect(town.database.statements.length).toBeLessThan(10);
    const seen: string[] = [];
    for (let pages = 0; pages < 5; pages += 1) {
      seen.unshift(...desk.page.querySelectorAll('.talk time').map((time) => time.getAttribute('datetime') ?? ''));
      const earlier = desk.page.querySelectorAll('a').find(({ text }) => text === '更早的');
      if (earlier === undefined) break;
      await desk.open(`${path}${earlier.getAttribute('href')}`);
      expect(desk.status).toBe(200);
    }
    expect(seen).toHaveLength(130);
    expect(seen).toEqual([...new Set(seen)].sort());
  });
});
