import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { checkKey, vaultOver } from '../../src/db/open.ts';
import { hashLinkCode } from '../../src/secrets/codes.ts';
import { hashName } from '../../src/secrets/onFile.ts';
import { readKeyIds, rotateKeys } from '../../src/secrets/rotateKeys.ts';
import { openVault, type Vault } from '../../src/secrets/vault.ts';
import { ask } from '../support/person.ts';
import { linkCodeOf, Town } from '../support/town.ts';

const oldKey = new Uint8Array(32).fill(7);
const newKey = new Uint8Array(32).fill(8);

/** A process that is killed after so many statements. */
function dyingAfter(statements: number, database: Database): Database {
  let left = statements;
  return {
    ...database,
    query: (text, parameters) => {
      left -= 1;
      if (left < 0) throw new Error('killed');
      return database.query(text, parameters);
    },
  };
}

describe('a change of DATA_KEY', () => {
  let town: Town;
  let before: Vault;

  beforeAll(async () => {
    town = await Town.open();
    before = town.vault;
    const person = await town.joined('person-1');
    await ask(town, person, 'training');
    // Somebody who was erased has no key to wrap.
    const leaving = await town.joined('person-3');
    for (const action of ['myInformation', 'ownData:keeping', 'ownData:erase', 'eraseGoOn', 'eraseNow'])
      await leaving.choose(action);
    expect(await town.rows('select id from account where key is null')).toHaveLength(1);
  });
  afterAll(() => town.close());

  /** Everything that is sealed in the tables a person's request goes through, opened. */
  async function openAll(vault: Vault): Promise<number> {
    const sealed = await town.rows<{ id: string; key: string; place: string; text: string }>(`
      select a.id, a.key, 'account.name:' || a.id as place, a.name as text from account a where a.key is not null
      union all select a.id, a.key, 'account.phone:' || a.id, a.phone from account a where a.phone is not null and a.key is not null
      union all select a.id, a.key, 'referral.answers:' || r.id, r.answers from referral r join person p on p.id = r.person_id join account a on a.id = p.account_id
      union all select a.id, a.key, 'dialogue.state:' || d.identity_id, d.state from dialogue d join identity i on i.id = d.identity_id join account a on a.id = i.account_id`);
    for (const { id, key, place, text } of sealed) expect(await vault.open({ id, key }, place, text)).not.toBe('');
    return sealed.length;
  }

  it('has new keys say by which they are wrapped, and opens those from before', async () => {
    const vault = await openVault(newKey, { previous: oldKey });
    expect(await vault.newKey('somebody')).toMatch(new RegExp(`^k1\\.${vault.keys.id}\\.`));
    const bare = (await before.newKey('somebody')).replace(`${before.keys.id}.`, '');
    const owner = { id: 'somebody', key: bare };
    expect(await vault.open(owner, 'a.b:1', await vault.seal(owner, 'a.b:1', 'x'))).toBe('x');
    await expect((await openVault(newKey)).seal(owner, 'a.b:1', 'x')).rejects.toThrow();
  });

  it('opens everything while both keys are there, before anything is wrapped anew', async () => {
    const vault = await vaultOver(town.database, newKey, oldKey);
    expect(await openAll(vault)).toBeGreaterThan(20);
    expect(await hashName(vault, '周念安')).toBe(await hashName(before, '周念安'));
  });

  it('goes on where it was killed, however often', async () => {
    const vault = await vaultOver(town.database, newKey, oldKey);
    let kills = 0;
    for (const statements of [0, 1, 2, 3, 4, 5, 8]) {
      await rotateKeys(dyingAfter(statements, town.database), vault, 3).catch(() => {
        kills += 1;
      });
      expect(await openAll(await vaultOver(town.database, newKey, oldKey))).toBeGreaterThan(20);
      await checkKey(town.database, await vaultOver(town.database, newKey, oldKey));
    }
    expect(kills).toBe(7);
    const ids = await readKeyIds(town.database);
    expect(ids[before.keys.id]).toBeGreaterThan(0);
    expect(ids[vault.keys.id]).toBeGreaterThan(3);
    await expect(
      vaultOver(town.database, newKey, undefined).then((early) => checkKey(town.database, early)),
    ).rejects.toThrow(/^DATA_KEY/);
    expect(await rotateKeys(town.database, vault, 3)).toBeGreaterThan(0);
    expect(Object.keys(await readKeyIds(town.database))).toEqual([vault.keys.id]);
    expect(await rotateKeys(town.database, vault, 3)).toBe(0);
  });

  it('leaves nothing to the key before: everything opens without it, also what has no account, and codes are still found', async () => {
    const stranger = await before.seal(null, 'dialogue.state:1', 'who is this');
    const vault = await vaultOver(town.database, newKey, undefined);
    await checkKey(town.database, vault);
    expect(await openAll(vault)).toBeGreaterThan(20);
    expect(await vault.open(null, 'dialogue.state:1', stranger)).toBe('who is this');
    const hash = await hashLinkCode(vault, linkCodeOf(town.account('person-2')));
    expect(await town.rows('select 1 from enrolment where link_hash = $1', [hash])).toHaveLength(1);
    await expect(openAll(before)).rejects.toThrow();
    await expect(vaultOver(town.database, oldKey, undefined)).rejects.toThrow('DATA_KEY: not the key');
  });

  it('can be done again', async () => {
    const third = new Uint8Array(32).fill(9);
    await rotateKeys(town.database, await vaultOver(town.database, third, newKey));
    const vault = await vaultOver(town.database, third, undefined);
    expect(await openAll(vault)).toBeGreaterThan(20);
    expect(await hashName(vault, '周念安')).toBe(await hashName(before, '周念安'));
  });
});
