/** Who is who on the web chat: a cookie that only the server reads, opened by a link and ended by the next one. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkCodeOf, Town } from '../../support/town.ts';
import { reissue, WebPhone } from '../../support/webPhone.ts';

describe('a session of the web chat', () => {
  let town: Town;
  beforeAll(async () => {
    town = await Town.open();
  });
  afterAll(() => town.close());

  const browser = () => new WebPhone(town.program);
  const codeOf = (reference: string) => linkCodeOf(town.account(reference));
  const unknownCode = 'A'.repeat(22);

  it('lies in a cookie that scripts, other sites and other paths do not get', async () => {
    const phone = browser();
    await phone.say('/start');
    expect(phone.setCookies).toHaveLength(1);
    const [pair, ...attributes] = (phone.setCookies[0] ?? '').split('; ');
    expect(pair).toMatch(/^__Host-guitu=[A-Za-z0-9_-]{43}$/);
    expect(attributes.sort()).toEqual(['HttpOnly', 'Max-Age=15552000', 'Path=/', 'SameSite=Lax', 'Secure']);
    const [identity] = await town.rows<{ external_id: string }>('select external_id from identity');
    expect(identity?.external_id).toMatch(/^[0-9a-f]{64}$/);
    expect(identity?.external_id).not.toContain(phone.cookies.get('__Host-guitu'));
  });

  it('is opened by a link, and a new one by the next link, so that nobody sees what another said before', async () => {
    const phone = browser();
    await phone.join(codeOf('person-1'));
    const first = phone.cookies.get('__Host-guitu');
    expect(await phone.text()).toContain(town.account('person-1').name);
    await phone.say('这是第一个人写的');
    await phone.join(codeOf('person-2'));
    expect(phone.cookies.get('__Host-guitu')).not.toBe(first);
    const said = (await phone.messages()).map(({ text }) => text).join('\n');
    expect(said).toContain(town.account('person-2').name);
    expect(said).not.toContain('第一个人');
  });

  it('runs on when a used or unknown link is opened in the same browser', async () => {
    const phone = browser();
    const code = codeOf('person-3');
    await phone.join(code);
    const running = phone.cookies.get('__Host-guitu');
    const before = await phone.messages();
    expect(before).toHaveLength(1);
    for (const opened of [code, unknownCode]) {
      expect(await phone.join(opened)).toMatchObject({ status: 200 });
      expect(phone.cookies.get('__Host-guitu')).toBe(running);
      expect(await phone.text()).toContain('您已经在这里了');
    }
    expect((await phone.messages()).slice(0, 1)).toEqual(before);
  });

  it('is kept when the answer to the joining was lost, and the page asked again', async () => {
    const phone = browser();
    const id = crypto.randomUUID();
    const lost = new WebPhone(town.program);
    await lost.join(codeOf('person-4'), id);
    await phone.join(codeOf('person-4'), id);
    expect(await phone.text()).toContain(town.account('person-4').name);
    expect(await phone.messages()).toHaveLength(1);
  });

  it('opens for no other code, and tells the same of each', async () => {
    const told = [];
    for (const code of [unknownCode, codeOf('person-1'), 'short', '']) {
      const phone = browser();
      expect(await phone.join(code)).toMatchObject({ status: 200 });
      told.push(await phone.text());
    }
    expect(new Set(told).size).toBe(1);
    expect(told[0]).toContain('这个码现在不能用');
  });

  it('is ended by a new link: it sees nothing more, marks nothing read, and can join again', async () => {
    const old = browser();
    await old.join(codeOf('person-5'));
    const { cursor } = await old.list();
    const fresh = browser();
    await fresh.join(await reissue(town, 'person-5'));
    expect(await fresh.text()).toContain(town.account('person-5').name);

    await old.post('/chat/read', { upTo: cursor });
    const [unread] = await town.rows<{ count: number }>(
      `select count(*)::int as count from outbox o join identity i on i.id = o.identity_id
        where i.ended_at is not null and o.state = 'sent' and o.read_at is null`,
    );
    expect(unread?.count).toBe(1);
    expect(await old.list()).toMatchObject({ messages: [], ended: true });
    await old.join(await reissue(town, 'person-5'));
    expect(await old.text()).toContain(town.account('person-5').name);
    expect((await fresh.list()).ended).toBe(true);
  });

  it('greets whoever comes without one, in the language of the page, and again after it was ended', async () => {
    const phone = new WebPhone(town.program, 'en');
    await phone.say('/start');
    expect(await phone.text()).toContain('automatic assistant');
    await phone.say(town.account('person-6').code);
    expect(await phone.text()).toContain('assistant');
    await new WebPhone(town.program).join(await reissue(town, 'person-6'));
    expect(await phone.list()).toMatchObject({ messages: [], ended: true });
    await phone.say('/start');
    expect(await phone.text()).toContain('automatic assistant');
  });

  it.each(['', 'short', 'x'.repeat(43), `${'A'.repeat(42)}!`])(
    'is not made of whatever a cookie says: %s',
    async (value) => {
      const phone = browser();
      phone.cookies.set('__Host-guitu', value);
      expect(await phone.messages()).toEqual([]);
    },
  );
});
