import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeskBrowser } from '../../support/deskBrowser.ts';
import { askedByChat, forge } from '../../support/deskRequest.ts';
import { Town } from '../../support/town.ts';

const writings = ['answer', 'ask', 'askPaper', 'refuse', 'passOn', 'sendBack'] as const;
const plain = ['claim', 'paperReceived', 'close', 'reopen'] as const;
const acts = [...writings, ...plain];

/** A state, in whose hands, and what may then be done: written down here by hand, from the life cycle's meaning. */
const cases: readonly (readonly [state: string, hands: 'mine' | 'colleague' | 'nobody', may: string])[] = [
  ['new', 'nobody', 'claim passOn sendBack'],
  ['claimed', 'mine', 'answer ask askPaper refuse passOn sendBack close'],
  ['claimed', 'colleague', ''],
  ['waitingForPerson', 'mine', 'answer ask refuse passOn sendBack paperReceived'],
  ['waitingForPerson', 'colleague', ''],
  ['answered', 'mine', 'answer ask askPaper close'],
  ['answered', 'colleague', ''],
  ['closed', 'mine', 'reopen'],
  ['closed', 'colleague', ''],
  ['refused', 'mine', 'reopen'],
  ['withdrawn', 'mine', ''],
  ['withdrawn', 'nobody', ''],
];

describe('what the desk offers and takes', () => {
  let town: Town;
  let desk: DeskBrowser;
  let foreign: DeskBrowser;
  let path: string;
  let department: string;
  beforeAll(async () => {
    town = await Town.open();
    path = await askedByChat(town, await town.joined('person-1'));
    desk = await DeskBrowser.signedIn(town, 'staff-human-resources');
    foreign = await DeskBrowser.signedIn(town, 'staff-tax');
    department = (await town.rows<{ id: string }>("select id from department where kind = 'tax'"))[0]?.id ?? '';
  });
  afterAll(async () => {
    expect(town.complaints).toEqual([]);
    await town.close();
  });

  /** Puts the request into this state, whatever was done to it before. */
  async function stand(state: string, hands: string): Promise<void> {
    const holders = { mine: 'staff-human-resources', colleague: 'staff-human-resources-2' };
    const holder = hands === 'nobody' ? null : town.account(holders[hands as 'mine' | 'colleague']).id;
    await town.rows(
      `update referral set state = $1, claimed_by = nullif($2, '')::uuid, version = version + 1,
        department_id = (select id from department where kind = 'humanResources'),
        paused_on = case when $1 = 'waitingForPerson' then '2026-09-21'::date end`,
      [state, holder ?? ''],
    );
  }

  async function done(): Promise<number> {
    const [row] = await town.rows<{ count: number }>('select count(*)::int as count from referral_event');
    return row?.count ?? 0;
  }

  function send(browser: DeskBrowser, name: string): Promise<void> {
    return (plain as readonly string[]).includes(name)
      ? forge(browser, path, name)
      : forge(browser, path, 'send', { purpose: name, text: '好的', reason: '原因', department });
  }

  async function offered(): Promise<string[]> {
    await desk.open(path);
    const links = writings.filter((name) => desk.page.querySelector(`main a[href="?do=${name}"]`) !== null);
    return [...links, ...plain.filter((name) => desk.offers(name))];
  }

  it.each(cases)('of what is %s, in the hands of %s: %s', async (state, hands, may) => {
    await stand(state, hands);
    const expected = may.split(' ').filter((name) => name !== '');
    expect((await offered()).sort()).toEqual([...expected].sort());
    for (const name of acts) {
      await stand(state, hands);
      const before = await done();
      await send(desk, name);
      expect([200, 404]).toContain(desk.status);
      expect(`${name} ${(await done()) - before}`).toBe(`${name} ${expected.includes(name) ? 1 : 0}`);
    }
  });

  it.each(acts)('takes no %s from another department, and answers as if there were nothing', async (name) => {
    for (const [state, hands] of cases) {
      await stand(state, hands);
      const before = await done();
      await send(foreign, name);
      expect(foreign.status).toBe(404);
      const here = foreign.text;
      const missing = await DeskBrowser.signedIn(town, 'staff-tax');
      await forge(missing, '/desk/requests/0199e1a5-0000-4000-8000-000000000009', 'claim');
      expect(here).toBe(missing.text);
      expect(await done()).toBe(before);
    }
  });

  it.each(['coordinator-jianshe', 'office', 'helper-1', 'person-1'])('has no page for %s', async (reference) => {
    const other = await DeskBrowser.signedIn(town, reference);
    for (const address of [path, '/desk/queue', '/desk/queue/version', '/desk/templates', '/desk/away']) {
      await other.open(address);
      expect([403, 404]).toContain(other.status);
      expect(other.text).not.toContain('周念安');
    }
  });

  it('refuses addresses that are none', async () => {
    for (const address of ['/desk/requests/x', '/desk/requests/%00', '/desk/templates/x', '/desk/reception/x']) {
      await desk.open(address);
      expect(desk.status).toBe(404);
    }
    await desk.open(`${path}?before=-1&do=nothing`);
    expect(desk.status).toBe(200);
    await desk.open('/desk/queue?tab=x&kind=x&state=x&after=x');
    expect(desk.status).toBe(200);
  });
});
