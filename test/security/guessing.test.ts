import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashLinkCode, hashSpokenCode, newCode } from '../../src/secrets/codes.ts';
import { full } from '../faults/size.ts';
import { said } from '../support/person.ts';
import { linkCodeOf, Town } from '../support/town.ts';

const chats = 1000;
const mostWrong = 300;
/** Of each kind of code, this many chats at once. */
const atOnce = full ? 500 : 50;

/** A code is guessed at, or used by many at once: over the webhook, as anybody could. */
describe('codes under attack', () => {
  let town: Town;
  let nextChat = 100_000;
  beforeAll(async () => {
    town = await Town.open();
  });
  afterAll(async () => {
    expect(town.logged.filter(({ level }) => level === 'error')).toEqual([]);
    await town.close();
  });

  async function sayAll(texts: readonly string[]): Promise<number[]> {
    const ids = texts.map(() => nextChat++);
    const replica = town.replica();
    for (let start = 0; start < texts.length; start += 100) {
      const part = texts.slice(start, start + 100);
      const responses = await Promise.all(
        part.map((text, index) => {
          const update = town.telegram.textUpdate(ids[start + index] ?? 0, text);
          return town.deliver(update, undefined, index % 2 === 0 ? town.program : replica);
        }),
      );
      expect(responses.filter(({ status }) => status !== 200)).toEqual([]);
    }
    return ids;
  }

  async function joinedAs(ids: readonly number[]): Promise<string[]> {
    const rows = await town.rows<{ account: string }>(
      'select account_id as account from identity where account_id is not null and external_id = any (string_to_array($1, $2))',
      [ids.join(), ','],
    );
    return rows.map(({ account }) => account);
  }

  async function makeCode(reference: string, spoilt: 'good' | 'used' | 'expired' | 'replaced'): Promise<string> {
    const code = newCode();
    const at = town.now.toISOString();
    await town.rows(
      `insert into enrolment (id, account_id, link_hash, spoken_hash, created_at, expires_at, used_at, replaced_at, version)
       values (gen_random_uuid(), $1, $2, $3, $4, $5, nullif($6, '')::timestamptz, nullif($7, '')::timestamptz, 1)`,
      [
        town.account(reference).id,
        await hashLinkCode(town.vault, code.link),
        await hashSpokenCode(town.vault, code.spoken),
        at,
        spoilt === 'expired' ? at : new Date(town.now.getTime() + 86_400_000).toISOString(),
        spoilt === 'used' ? at : '',
        spoilt === 'replaced' ? at : '',
      ],
    );
    return code.link;
  }

  it('a good, a used, an expired and a replaced link, opened by many at once: one gets in, once', async () => {
    const kinds = ['good', 'used', 'expired', 'replaced'] as const;
    const codes = await Promise.all(kinds.map((kind, index) => makeCode(`person-${index + 1}`, kind)));
    const texts = Array.from({ length: atOnce }, () => codes.map((code) => `/start ${code}`)).flat();
    const ids = await sayAll(texts);
    expect(await joinedAs(ids)).toEqual([town.account('person-1').id]);
    expect(await town.rows("select 1 from audit where action = 'joined'")).toHaveLength(1);
    const refused = await town.rows("select 1 from audit where action = 'codeRefused'");
    expect(refused).toHaveLength(texts.length - 1);
  });

  it(`${chats} chats guess at spoken codes: after ${mostWrong} nobody gets in by one, not even by the right one`, async () => {
    const wrong = Array.from({ length: mostWrong }, () => newCode().spoken);
    const right = town.account('person-5').code;
    const ids = await sayAll([...wrong, ...Array.from({ length: chats - mostWrong }, () => right)]);
    expect(await joinedAs(ids)).toEqual([]);
    const answers = await town.rows(
      `select distinct o.lines::text from outbox o join identity i on i.id = o.identity_id where i.external_id = any (string_to_array($1, ','))`,
      [ids.join()],
    );
    expect(answers).toHaveLength(1);
    const owner = town.stranger();
    await owner.say(`/start ${linkCodeOf(town.account('person-5'))}`);
    expect(owner.text).toContain(town.account('person-5').name);
  });

  it('one chat that goes on guessing is refused the right code, and a web session is no way round', async () => {
    town.setClock(new Date(town.now.getTime() + 3_600_001));
    const guesser = town.stranger();
    for (let count = 0; count < 5; count += 1) await guesser.say(newCode().spoken);
    await guesser.say(town.account('person-6').code);
    expect(guesser.text).toContain(said('zh-CN', 'joining:codeRefused'));
    expect(await joinedAs([guesser.id])).toEqual([]);
  });
});
