import type { WebHistory, WebMessage, WebStore } from '../channels/web/store.ts';
import type { Database } from '../db/database.ts';
import type { Owner, Vault } from '../secrets/vault.ts';
import type { SentBody } from './dispatch.ts';

interface WebRow {
  readonly id: string;
  readonly seq: number;
  readonly from: 'me' | 'guitu';
  readonly at: string;
  readonly body: string | null;
  /** Of what was written here: the turn failed, and what came is kept whole. */
  readonly failed: boolean;
  readonly read: boolean;
}

interface WebChat {
  readonly ended: boolean;
  readonly hiddenTo?: number;
  readonly accountId?: string | null;
  readonly key?: string | null;
  readonly messages: readonly WebRow[];
}

const pageSize = 50;

/** The web chat's own record: what was sent and written, opened for the chat whose session asks. */
export function createWebStore({
  database,
  vault,
  clock,
}: {
  readonly database: Database;
  readonly vault: Vault;
  readonly clock: () => Date | null;
}): WebStore {
  return {
    async read(externalId, after): Promise<WebHistory> {
      const [answer] = await database.query<{ chat: WebChat }>('select read_web_chat($1, $2, $3) as chat', [
        externalId,
        after,
        pageSize,
      ]);
      if (answer === undefined) return { joined: false, ended: false, hiddenTo: 0, messages: [] };
      const { ended, hiddenTo = 0, accountId = null, key = null, messages } = answer.chat;
      const owner: Owner = accountId === null || key === null ? null : { id: accountId, key };
      const opened = await Promise.all(messages.map((row) => openRow(vault, owner, row)));
      return { joined: owner !== null, ended, hiddenTo, messages: opened.filter((message) => message !== undefined) };
    },
    async markRead(externalId, upTo) {
      await database.query('select mark_web_read($1, $2, $3)', [externalId, upTo, clock()?.toISOString() ?? null]);
    },
  };
}

/** Undefined for what was said before the chat joined its account: that was sealed for a stranger. */
async function openRow(vault: Vault, owner: Owner, row: WebRow): Promise<WebMessage | undefined> {
  const place = `${row.from === 'me' ? 'inbox' : 'outbox'}.body:${row.id}`;
  const text = row.body === null ? undefined : await vault.open(owner, place, row.body).catch(() => undefined);
  if (text === undefined) return undefined;
  const base = { id: row.id, cursor: row.seq, from: row.from, at: new Date(row.at).toISOString(), read: row.read };
  if (row.from === 'me') {
    const written = row.failed ? textIn(text) : text;
    return written === undefined ? undefined : { ...base, text: written, choices: [] };
  }
  const body: SentBody = JSON.parse(text);
  return {
    ...base,
    text: body.text,
    choices: body.choices.map(({ token, ...choice }) => ({ choice: token, ...choice })),
  };
}

/** The words of what came in a failed turn; a tap has none. */
function textIn(content: string): string | undefined {
  const { text }: { text?: string } = JSON.parse(content);
  return text;
}
