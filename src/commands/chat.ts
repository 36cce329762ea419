/**
 * `npm run chat -- --as <reference or name> [--yes]` chats in the terminal as one of the accounts, over the web chat's
 * own machinery: each line is a message, a number is a choice, Ctrl+D ends. The account's other chats end, so that a
 * database that is not a demo wants `--yes`.
 */
import { createInterface } from 'node:readline';
import { readConfig } from '../config.ts';
import { createWebStore } from '../delivery/webStore.ts';
import { type Existing, type ExistingAccount, readExisting } from '../organisation/setupState.ts';
import { PlainError } from '../plainError.ts';
import type { Vault } from '../secrets/vault.ts';
import { openCommandDeps } from './commandDeps.ts';
import { readArguments, withEntry } from './entry.ts';
import { TerminalChat } from './terminalChat.ts';

const usage = 'usage: npm run chat -- --as <reference or name> [--yes]';

await withEntry(async () => {
  const { as, yes } = readArguments(usage, { as: { type: 'string' }, yes: { type: 'boolean', default: false } });
  if (as === undefined) throw new PlainError(usage);
  const { deps, dispatcher, close } = await openCommandDeps(readConfig(process.env));
  try {
    const existing = await readExisting(deps.database);
    if (!existing.demo && !yes) {
      throw new PlainError("This is not a demo, and the account's own chats would end; add --yes if you mean it.");
    }
    const account = await findAccount(existing, deps.vault, as);
    const chat = await TerminalChat.open({
      deps,
      store: createWebStore(deps),
      accountId: account.id,
      languageTag: terminalLanguage(process.env.LANG),
      print: (text) => process.stdout.write(text),
    });
    try {
      for await (const line of createInterface({ input: process.stdin })) {
        if (line.trim() !== '') await chat.say(line);
      }
      await dispatcher.idle();
    } finally {
      await chat.close();
    }
  } finally {
    await close();
  }
});

/** The account with that reference, or the only one with that name. Throws PlainError when there is none. */
async function findAccount({ accounts }: Existing, vault: Vault, wanted: string): Promise<ExistingAccount> {
  const byReference = accounts.find(({ reference }) => reference === wanted);
  if (byReference !== undefined) return byReference;
  const names = await Promise.all(
    accounts.map((account) => vault.open(account, `account.name:${account.id}`, account.name)),
  );
  const [found, ...others] = accounts.filter((_, index) => names[index] === wanted);
  if (found === undefined) throw new PlainError('--as: no account has this reference or name');
  if (others.length > 0) throw new PlainError('--as: several accounts have this name; give the reference');
  return found;
}

/** The language in `LANG`, for example `en` of `en_GB.UTF-8`; `C` and `POSIX` are none. */
function terminalLanguage(lang: string | undefined): string | undefined {
  return /^[a-z]{2,3}(?=[_.@]|$)/.exec(lang ?? '')?.[0];
}
