import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locales } from '../../src/i18n/locale.ts';
import { hashLinkCode, hashSpokenCode, newCode } from '../../src/secrets/codes.ts';
import { beginning, said, tapLabel } from '../support/person.ts';
import { linkCodeOf, type Phone, Town } from '../support/town.ts';

const day = 86_400_000;

/** Codes that open nothing look the same, whatever is wrong with them, and cannot be guessed at. */
describe.each(locales)('a code that opens nothing, in %s', (locale) => {
  let town: Town;
  beforeAll(async () => {
    town = await Town.open();
  });
  afterAll(() => town.close());

  /** A new pair of codes for an account, past its expiry or replaced if so wished. */
  async function makeCode(reference: string, spoilt: { expired?: boolean; replaced?: boolean } = {}) {
    const code = newCode();
    const expires = new Date(town.now.getTime() + (spoilt.expired === true ? 0 : day));
    await town.rows(
      `insert into enrolment (id, account_id, link_hash, spoken_hash, created_at, expires_at, replaced_at, version)
       values (gen_random_uuid(), $1, $2, $3, $4, $5, nullif($6, '')::timestamptz, 1)`,
      [
        town.account(reference).id,
        await hashLinkCode(town.vault, code.link),
        await hashSpokenCode(town.vault, code.spoken),
        town.now.toISOString(),
        expires.toISOString(),
        spoilt.replaced === true ? town.now.toISOString() : '',
      ],
    );
    return code;
  }

  async function attempts(): Promise<number> {
    const [row] = await town.rows<{ count: number }>('select count(*)::integer as count from code_attempt');
    return row?.count ?? 0;
  }

  /** The rows that a refused code leaves, apart from ids and times. */
  async function traceOf(phone: Phone): Promise<unknown[]> {
    return town.rows(
      `select i.account_id, o.lines, o.choices - 'id' as choices, o.state, b.state as received, b.error
       from identity i join outbox o on o.identity_id = i.id join inbox b on b.identity_id = i.id where i.external_id = $1`,
      [String(phone.id)],
    );
  }

  it('is refused in the same words and rows, be it unknown, used, expired, replaced or misspelt', async () => {
    const joined = await town.joined('person-1', locale);
    expect(joined.text).toContain(said(locale, 'menu:person'));
    const expired = await makeCode('person-2', { expired: true });
    const replaced = await makeCode('person-2', { replaced: true });
    const unknown = newCode();
    const typed = [
      `/start ${unknown.link}`,
      `/start ${linkCodeOf(town.account('person-1'))}`,
      `/start ${expired.link}`,
      `/start ${replaced.link}`,
      unknown.spoken,
      town.account('person-1').code,
      expired.spoken,
      replaced.spoken,
      'AAAAA-AAAA3',
    ];
    const before = await attempts();
    const seen = new Set<string>();
    for (const text of typed) {
      const phone = town.stranger(locale);
      await phone.say(text);
      expect(phone.messages).toHaveLength(1);
      seen.add(JSON.stringify([phone.text, await traceOf(phone)]));
    }
    expect(seen.size).toBe(1);
    expect([...seen][0]).toContain(said(locale, 'joining:codeRefused'));
    expect([...seen][0]).toContain('0000-5550101');
    expect(await attempts()).toBe(before + typed.length);
    const people = await town.rows("select id from identity where account_id is not null and external_id <> ''");
    expect(people).toHaveLength(1);
  });

  it('may be tried five times an hour in one chat; then even a right one is refused, until the hour is over', async () => {
    const phone = town.stranger(locale);
    for (let count = 0; count < 5; count += 1) await phone.say(newCode().spoken);
    const refused = phone.text;
    await phone.say(town.account('person-3').code);
    expect(phone.text).toBe(refused);
    await phone.say(`/start ${linkCodeOf(town.account('person-3'))}`);
    expect(phone.text).toBe(refused);
    town.setClock(new Date(town.now.getTime() + 3_600_001));
    await phone.say(town.account('person-3').code);
    expect(phone.text).toContain(town.account('person-3').name);
  });

  it('is not refused to somebody else because of one chat', async () => {
    const guesser = town.stranger(locale);
    for (let count = 0; count < 6; count += 1) await guesser.say(newCode().spoken);
    const phone = town.stranger(locale);
    await phone.say(town.account('person-4').code);
    expect(phone.text).toContain(town.account('person-4').name);
  });

  it('tried 300 times in all chats closes the spoken codes for an hour, and never the links', async () => {
    const anHourAgo = new Date(town.now.getTime() - 3_600_000).toISOString();
    const [recent] = await town.rows<{ count: number }>(
      'select count(*)::integer as count from code_attempt where at > $1',
      [anHourAgo],
    );
    await town.rows(
      'insert into code_attempt (id, identity_id, at) select gen_random_uuid(), gen_random_uuid(), $1 from generate_series(1, $2::integer)',
      [town.now.toISOString(), String(299 - (recent?.count ?? 0))],
    );
    const lastLucky = town.stranger(locale);
    await lastLucky.say(town.account('person-5').code);
    expect(lastLucky.text).toContain(town.account('person-5').name);
    await town.stranger(locale).say(newCode().spoken);
    const phone = town.stranger(locale);
    await phone.say(town.account('person-6').code);
    expect(phone.text).toContain(said(locale, 'joining:codeRefused'));
    await phone.say(`/start ${linkCodeOf(town.account('person-6'))}`);
    expect(phone.text).toContain(town.account('person-6').name);
    town.setClock(new Date(town.now.getTime() + 3_600_001));
    const later = town.stranger(locale);
    await later.say(town.account('person-2').code);
    expect(later.text).toContain(town.account('person-2').name);
  });

  it('for somebody else is not used up in a chat that has its person, and a typed one tells nothing', async () => {
    const phone = await town.joined('person-7', locale);
    await phone.say(`/start ${linkCodeOf(town.account('person-8'))}`);
    expect(phone.text).toContain(beginning(locale, 'joining:chatTaken'));
    expect(phone.text).toContain('0000-5550101');
    expect(phone.text).toContain(said(locale, 'menu:person'));
    await phone.say(town.account('person-8').code);
    const answer = phone.text;
    expect(answer).toContain(said(locale, 'joining:already'));
    await phone.say(newCode().spoken);
    expect(phone.text).toBe(answer);
    const [owner] = await town.rows<{ account_id: string }>('select account_id from identity where external_id = $1', [
      String(phone.id),
    ]);
    expect(owner?.account_id).toBe(town.account('person-7').id);
    const own = town.stranger(locale);
    await own.say(`/start ${linkCodeOf(town.account('person-8'))}`);
    expect(own.text).toContain(town.account('person-8').name);
  });

  it('and what a stranger sends otherwise lead to the same words about how to get in', async () => {
    const phone = town.stranger(locale);
    await phone.say('/start');
    const greeting = phone.last.text;
    expect(greeting).toContain(beginning(locale, 'joining:stranger'));
    for (const text of [
      '/menu',
      '/help',
      '/queue',
      '/cancel',
      '0',
      '9',
      '1',
      '77',
      '你好',
      '👋',
      'ABC',
      '一二三四五六七八九十',
    ]) {
      await phone.say(text);
      // 1 is the number of the other language.
      expect(phone.last.text === greeting, text).toBe(text !== '1');
      if (text === '1') await tapLabel(phone, locale === 'en' ? 'English' : '中文');
    }
    for (const [update, what] of [
      [town.telegram.voiceUpdate(phone.id), 'voice'],
      [town.telegram.photoUpdate(phone.id), 'photo'],
      [town.telegram.stickerUpdate(phone.id), 'sticker'],
      [town.telegram.contactUpdate(phone.id, '0000-1'), 'contact'],
    ] as const) {
      await town.post(update);
      expect(phone.last.text).toBe(`${said(locale, `common:unsupported.${what}`)}\n${greeting}`);
    }
    await phone.say(locale === 'en' ? 'I can’t go on' : '我活不下去了');
    expect(phone.last.text).toBe(`${said(locale, 'help:numbersHealth')}\n${greeting}`);
    expect(town.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
