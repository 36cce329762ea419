/** What a page of the web chat shows, keeps and sends: each message once, in order, and sealed where it is stored. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { linkCodeOf, Town } from '../../support/town.ts';
import { reissue, WebPhone } from '../../support/webPhone.ts';

describe('the messages of a web chat', () => {
  let town: Town;
  let phone: WebPhone;
  beforeAll(async () => {
    town = await Town.open();
    const first = new WebPhone(town.program);
    await first.join(linkCodeOf(town.account('person-1')));
    await first.choose('consentYes');
  });
  afterAll(() => town.close());
  beforeEach(async () => {
    phone = new WebPhone(town.program);
    await phone.join(await reissue(town, 'person-1'));
  });

  const textsOf = async () => (await phone.messages()).map(({ from, text }) => ({ from, text }));

  it('come in their order with what was written here, and are there again after a reload', async () => {
    await phone.choose('help');
    await phone.choose('group:other');
    await phone.choose('kind:other');
    const asked = await phone.last();
    await phone.say('想学一门技术，您看 <b>行不行</b>？');
    const messages = await phone.messages();
    expect(messages.map(({ from }) => from).slice(-3)).toEqual(['guitu', 'me', 'guitu']);
    expect(messages.at(-3)).toEqual(asked);
    expect(messages.at(-2)).toMatchObject({ text: '想学一门技术，您看 <b>行不行</b>？', choices: [], read: true });
    const cursors = messages.map(({ cursor }) => cursor);
    expect(cursors).toEqual([...cursors].sort((one, other) => one - other));
    expect(messages.at(-1)?.at).toBe(town.now.toISOString());
    expect(await phone.messages()).toEqual(messages);
  });

  it('can be asked for from a cursor on', async () => {
    const before = await phone.list();
    expect(before.cursor).toBe(before.messages.at(-1)?.cursor);
    expect(await phone.list(before.cursor)).toEqual({ messages: [], cursor: before.cursor, ended: false, hiddenTo: 0 });
    await phone.choose('help');
    const after = await phone.list(before.cursor);
    expect(after.messages).toHaveLength(1);
    expect(after.cursor).toBeGreaterThan(before.cursor);
    for (const cursor of ['-1', 'none', '1e400', '']) {
      const response = await phone.request(`/chat/messages?after=${cursor}`);
      expect(await response.json()).toEqual(await phone.list());
    }
  });

  it('are the newest fifty, and from a cursor on the oldest first', async () => {
    const { cursor } = await phone.list();
    for (let count = 0; count < 30; count += 1) await phone.say('菜单');
    const newest = await phone.list();
    expect(newest.messages).toHaveLength(50);
    const first = await phone.list(cursor);
    expect(first.messages).toHaveLength(50);
    const rest = await phone.list(first.cursor);
    expect([...first.messages, ...rest.messages]).toHaveLength(60);
    expect([...first.messages, ...rest.messages].slice(-50)).toEqual(newest.messages);
  });

  it('are kept sealed, on both sides', async () => {
    const secret = '我住在银杏路十二号，没有钱了';
    await phone.say(secret);
    expect(JSON.stringify(await textsOf())).toContain(secret);
    const rows = await town.rows<{ row: string }>(
      'select i::text as row from inbox i union all select o::text from outbox o union all select d::text from dialogue d',
    );
    const stored = rows.map(({ row }) => row).join('\n');
    for (const clear of ['银杏路', '没有钱', town.account('person-1').name]) expect(stored).not.toContain(clear);
  });

  it('posted twice with one id do nothing twice', async () => {
    const [text, choice] = [crypto.randomUUID(), crypto.randomUUID()];
    const { choice: help } = await phone.find('help');
    for (const _ of [1, 2]) expect(await phone.tap(help, choice)).toEqual({ status: 200 });
    for (const _ of [1, 2]) expect(await phone.say('返回', text)).toEqual({ status: 200 });
    await Promise.all([1, 2, 3].map(() => phone.say('菜单', '0190a5c8-0000-7000-8000-000000000001')));
    const said = (await textsOf()).filter(({ from }) => from === 'me').map((message) => message.text);
    expect(said).toEqual(['返回', '菜单']);
    const other = new WebPhone(town.program);
    await other.join(linkCodeOf(town.account('person-2')));
    await other.say('菜单', text);
    expect((await other.messages()).filter(({ from }) => from === 'me')).toHaveLength(1);
  });

  it('are marked read up to where the page says, and not before', async () => {
    await phone.choose('help');
    const [first, second] = (await phone.messages()).filter(({ from }) => from === 'guitu').slice(-2);
    expect([first?.read, second?.read]).toEqual([false, false]);
    expect(await phone.post('/chat/read', { upTo: first?.cursor })).toEqual({ status: 204 });
    const reads = (await phone.messages()).filter(({ from }) => from === 'guitu').map(({ read }) => read);
    expect(reads.slice(0, -1)).not.toContain(false);
    expect(reads.at(-1)).toBe(false);
    const nobody = new WebPhone(town.program);
    expect(await nobody.post('/chat/read', { upTo: 1 })).toMatchObject({ status: 401, error: 'noSession' });
  });

  it('whose turn failed are still shown as they were written, with an apology', async () => {
    await failing(town, 'XX000', 'write_turn', 1, () => phone.say('这句话出了岔子'));
    expect((await textsOf()).slice(-2)).toEqual([
      { from: 'me', text: '这句话出了岔子' },
      { from: 'guitu', text: expect.stringContaining('抱歉') },
    ]);
    const { choice } = await phone.find('help');
    const before = await textsOf();
    await failing(town, 'XX000', 'write_turn', 1, () => phone.tap(choice));
    expect((await textsOf()).slice(before.length)).toEqual([{ from: 'guitu', text: expect.stringContaining('抱歉') }]);
  });

  it('wait while the database is away, and the same id works later', async () => {
    const id = crypto.randomUUID();
    await failing(town, 'ECONNREFUSED', '', Number.POSITIVE_INFINITY, async () => {
      expect(await phone.say('求助', id)).toMatchObject({ status: 503, error: 'unavailable' });
      expect((await phone.request('/chat/messages')).status).toBe(503);
      expect(await phone.post('/chat/read', { upTo: 1 })).toMatchObject({ status: 503 });
      expect((await town.program.app.request('/readyz')).status).toBe(503);
      expect((await town.program.app.request('/healthz')).status).toBe(200);
    });
    expect(await phone.say('求助', id)).toEqual({ status: 200 });
    expect((await textsOf()).filter(({ text }) => text === '求助')).toHaveLength(1);
    await phone.find('group:work');
    expect((await town.program.app.request('/readyz')).status).toBe(200);
  });
});

/** Lets so many of the statements that contain `part` fail with `code` while `work` runs. */
async function failing(town: Town, code: string, part: string, times: number, work: () => Promise<unknown>) {
  const query = town.database.query;
  let left = times;
  town.database.query = (text, parameters) => {
    if (!text.includes(part) || left <= 0) return query(text, parameters);
    left -= 1;
    return Promise.reject(Object.assign(new Error('a failure of the test'), { code }));
  };
  try {
    await work();
  } finally {
    town.database.query = query;
  }
}
