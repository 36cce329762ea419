import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkCodeOf, Town } from '../support/town.ts';
import { WebPhone } from '../support/webPhone.ts';

/** What a form or a webhook is sent beside what it asks for: fields of ours, of the database, and of JavaScript itself. */
describe('mass assignment', () => {
  let town: Town;
  let page: WebPhone;
  beforeAll(async () => {
    town = await Town.open();
    page = new WebPhone(town.program);
    await page.join(linkCodeOf(town.account('person-1')));
    await page.choose('consentYes');
    await town.joined('person-2');
  });
  afterAll(async () => {
    expect(town.complaints).toEqual([]);
    await town.close();
  });

  const more = () => ({
    account: town.account('office').id,
    accountId: town.account('office').id,
    account_id: town.account('office').id,
    actor: 'system',
    channel: 'clock',
    externalId: 'clock',
    identity: { accountId: town.account('office').id },
    memberships: [{ role: 'office', state: 'approved' }],
    person: { state: 'agreed' },
    role: 'office',
    state: 'approved',
    locale: 'en',
    now: '2030-01-01T00:00:00Z',
    phone: 'person-2',
    constructor: { prototype: { role: 'office' } },
  });
  /** As text, so that `__proto__` is a field of the body and not of the object here. */
  const withMore = (body: object) =>
    JSON.stringify({ ...body, ...more() }).replace(/}$/, ',"__proto__":{"role":"office","accountId":"x"}}');

  const everything = () =>
    town.rows(
      `select (select json_agg(json_build_array(id, account_id, locale, ended_at) order by id) from identity) as chats,
        (select json_agg(json_build_array(id, account_id, role, state) order by id) from membership) as rights,
        (select json_agg(json_build_array(id, state, area_id) order by id) from person) as people,
        (select json_agg(json_build_array(id, kind, state, locale) order by id) from account) as accounts`,
    );

  const id = () => crypto.randomUUID();

  it.each([
    ['a text', () => page.post('/chat/messages', withMore({ kind: 'text', id: id(), text: '/menu' }))],
    [
      'a choice',
      () => page.post('/chat/messages', withMore({ kind: 'choice', id: id(), choice: `${'0'.repeat(32)}.0` })),
    ],
    ['a code', () => page.post('/chat/messages', withMore({ kind: 'code', id: id(), code: 'AAAAA-AAAAA' }))],
    ['what was read', () => page.post('/chat/read', withMore({ upTo: 1 }))],
  ])('%s on the web chat is nothing but that', async (_, post) => {
    const before = await everything();
    const { status } = await post();
    expect([200, 204]).toContain(status);
    const after = await everything();
    // A code opens a chat of its own, which is nobody's.
    expect({ ...(after[0] as object), chats: null }).toEqual({ ...(before[0] as object), chats: null });
    const joined = await town.rows('select account_id from identity where account_id is not null');
    expect(joined).toHaveLength(2);
    expect(({} as { role?: string }).role).toBeUndefined();
  });

  it('an update of Telegram is nothing but what its chat said', async () => {
    const stranger = town.stranger();
    await stranger.say('/menu');
    const before = await everything();
    const update = town.telegram.textUpdate(stranger.id, '/queue');
    const body = withMore({
      ...update,
      message: { ...update.message, ...more(), from: { ...update.message?.from, ...more() } },
    });
    const response = await town.post(JSON.parse(body));
    expect(response.status).toBe(200);
    expect(await everything()).toEqual(before);
    for (const { name } of town.accounts) expect(stranger.text).not.toContain(name);
  });
});
