import { newCode } from '../secrets/codes.ts';
import type { TurnDeps } from '../turn/chatMemory.ts';
import { readTurn } from '../turn/readTurn.ts';
import { takeTurn } from '../turn/takeTurn.ts';
import { writeClockTurn } from '../turn/writeTurn.ts';

interface Chat {
  /** On the web channel. */
  readonly externalId: string;
  readonly languageTag: string | undefined;
}

/** Lets a chat join an account as anybody does, by a new link; the account's other chats end. */
export async function joinAs(deps: TurnDeps, { externalId, languageTag }: Chat, accountId: string): Promise<void> {
  const code = newCode();
  const updateId = `join ${crypto.randomUUID()}`;
  const read = await readTurn(deps, { channel: 'clock', externalId: 'clock', updateId });
  const reissued = { changes: [{ fact: 'linkReissued', account: accountId, code } as const], messages: [] };
  await writeClockTurn(deps, read, reissued, updateId, null);
  await takeTurn(deps, {
    channel: 'web',
    externalId,
    updateId,
    ...(languageTag === undefined ? {} : { languageTag }),
    content: { type: 'code', code: code.link },
  });
}
