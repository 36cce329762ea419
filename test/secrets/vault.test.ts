import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looksLikeLinkCode, newCode, readSpokenCode } from '../../src/secrets/codes.ts';
import { openVault } from '../../src/secrets/vault.ts';

const vault = await openVault(new Uint8Array(32).fill(1));
const owner = { id: 'account', key: await vault.newKey('account') };

describe('sealing', () => {
  it('opens what it sealed, whatever was typed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), async (text) => {
        expect(await vault.open(owner, 'a.b:1', await vault.seal(owner, 'a.b:1', text))).toBe(text);
      }),
    );
  });

  it('gives another ciphertext each time', async () => {
    expect(await vault.seal(owner, 'a.b:1', 'x')).not.toBe(await vault.seal(owner, 'a.b:1', 'x'));
  });

  it('opens nothing that was changed by one bit', async () => {
    const sealed = await vault.seal(owner, 'a.b:1', 'hello');
    for (let place = 's1.'.length; place < sealed.length; place += 1) {
      const other = sealed[place] === 'A' ? 'B' : 'A';
      const changed = `${sealed.slice(0, place)}${other}${sealed.slice(place + 1)}`;
      // The last character of base64url may hold bits that decode to nothing.
      if (place === sealed.length - 1) continue;
      await expect(vault.open(owner, 'a.b:1', changed)).rejects.toThrow();
    }
  });

  it('keeps strangers, other accounts and other installations apart', async () => {
    const sealed = await vault.seal(owner, 'a.b:1', 'hello');
    const other = { id: 'other', key: await vault.newKey('other') };
    const elsewhere = await openVault(new Uint8Array(32).fill(2));
    await expect(vault.open(null, 'a.b:1', sealed)).rejects.toThrow();
    await expect(vault.open(other, 'a.b:1', sealed)).rejects.toThrow();
    await expect(vault.open({ id: 'other', key: owner.key }, 'a.b:1', sealed)).rejects.toThrow();
    await expect(elsewhere.open(owner, 'a.b:1', sealed)).rejects.toThrow();
    expect(await elsewhere.hash('purpose', 'x')).not.toBe(await vault.hash('purpose', 'x'));
    expect(await vault.hash('one', 'x')).not.toBe(await vault.hash('two', 'x'));
  });
});

describe('joining codes', () => {
  it('are drawn as they are read back, and never look like a word', () => {
    for (let count = 0; count < 2000; count += 1) {
      const { link, spoken } = newCode();
      expect(looksLikeLinkCode(link)).toBe(true);
      expect(spoken).toMatch(/^[34679ACDEFGHJKMNPQRTWXY]{5}-[34679ACDEFGHJKMNPQRTWXY]{5}$/);
      expect(readSpokenCode(spoken.toLowerCase().replace('-', ' '))).toBe(spoken.replace('-', ''));
    }
  });

  it.each(['helloworld', 'hello', '13800000000', '我想学门技术', 'AB3CD-7EFG', ''])('is not found in %j', (text) => {
    expect(readSpokenCode(text)).toBeUndefined();
  });
});
