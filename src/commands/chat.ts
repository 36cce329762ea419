/**
 * `npm run chat -- --as <reference or name> [--yes]` chats in the terminal as one of the accounts, over the web chat's
 * own machinery: each line is a message, a number is a choice, Ctrl+D ends. The account's other chats end, so that a
 * database that is not a demo wants `--yes`.
 */
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WebMessage, WebStore } from '../channels/web/store.ts';
import { readConfig } from '../config.ts';
import { createWebStore } from '../delivery/webStore.ts';
import type { Deps } from '../deps.ts';
import { type Existing, readExisting } from '../organisation/setupState.ts';
import { PlainError } from '../plainError.ts';
import { takeTurn } from '../turn/takeTurn.ts';
import { openCommandDeps } from './commandDeps.ts';
import { readArguments, withEntry } from './entry.ts';
import { joinAs } from './joinAs.ts';

const usage = 'usage: npm run chat -- --as <reference or name> [--yes]';
/** How often what others say is looked for, and how long an answer is waited for. In milliseconds. */
const lookEvery = 300;
const patience = 3000;

await withEntry(async () => {
  const { as, yes } = readArguments(usage, { as: { type: 'string' }, yes: { type: 'boolean', default: false } });
  if (as === undefined) throw new PlainError(usage);
  const { deps, dispatcher, close } = await openCommandDeps(readConfig(process.env));
  try {
    const existing = await readExisting(deps.database);
    const account = await findAccount(deps, existing, as);
    if (!existing.demo && !yes) {
      throw new PlainError("This database is not a demo, and the account's own chats would end; add --yes if you mean it.");
    }
    // The same chat the next time, so that it goes on where it was.
    const externalId = `terminal ${await deps.vault.hash('terminal', account.id)}`;
    const chat = new TerminalChat(deps, createWebStore(deps), externalId);
    await chat.open(account.id);
    for await (const line of createInterface({ input: process.stdin })) await chat.say(line);
    await dispatcher.idle();
    await chat.close();
  } finally {
    await close();
  }
});
