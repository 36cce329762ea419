import { channelNames, type OutgoingChoice, type SendResult } from '../channels/channel.ts';
import type { Deps } from '../deps.ts';
import type { Mail } from '../mail/mail.ts';
import { type OpenedMail, openMail, ownerOf } from './openMail.ts';
import { remindersFirst, sendTogether } from './reminderList.ts';
import { renderMail } from './renderMail.ts';
import { sendInTurn } from './sendInTurn.ts';
import { type Lease, type Settled, settleMail } from './settle.ts';
import { watchSend } from './watchSend.ts';

/** What was really sent, kept sealed: the web chat shows it, and staff can see what was seen. */
export interface SentBody {
  readonly text: string;
  readonly choices: readonly OutgoingChoice[];
}

/** What sending needs of `Deps`. */
export type Delivery = Omit<Deps, 'wake' | 'hand'>;

const chatsAtOnce = 100;
/** Longer than any sender's own time-out, so that two never send the same while both live. */
export const leaseSeconds = 60;
const mostAttempts = 12;

let name: string | undefined;

/** In whose name this process leases. It is made when it is first asked for: some runtimes give no chance before. */
export function holder(): string {
  name ??= crypto.randomUUID();
  return name;
}

/** A chat as it is leased: what is the same for all of its mail stands beside it. */
type LeasedChat = Pick<
  Mail,
  'identityId' | 'channel' | 'externalId' | 'locale' | 'accountId' | 'key' | 'station' | 'now'
> & {
  readonly mails: readonly Omit<Mail, keyof LeasedChat>[];
};

/** Chats that were leased together, each with its mail. */
interface Batch {
  readonly chats: readonly (readonly Mail[])[];
  readonly leases: readonly Lease[];
  /** By this process's steady clock. */
  readonly leasedAt: number;
}

/** What was leased ahead and has waited longer than this is given back: its leases are not to run out while it is sent. */
const freshMilliseconds = 5000;

/**
 * Sends what is due now on channels that let through whatever comes: leases chats, says their messages in order, settles.
 * While one batch is rendered and sent, the database settles the one before it and leases the next. Gives how many messages
 * were looked at.
 */
export async function dispatch(deps: Delivery, isStopped = () => false): Promise<number> {
  let looked = 0;
  let next: Promise<Batch> | undefined = lease(deps);
  let settling: Promise<void> | undefined;
  try {
    while (next !== undefined) {
      const batch: Batch = await next;
      looked += batch.chats.flat().length;
      next = batch.chats.length === chatsAtOnce && !isStopped() ? lease(deps) : undefined;
      // Whoever waits for it hears of it; where this batch fails first, nobody does, and those leases run out.
      next?.catch(() => undefined);
      if (batch.chats.length === 0) break;
      const settled = await sendBatch(deps, batch);
      const before = settling;
      settling = settleBatch(deps, batch, settled);
      settling.catch(() => undefined);
      await before;
    }
  } finally {
    // Also where another one failed: what was sent is not to be said again.
    await settling;
  }
  return looked;
}

async function lease(deps: Delivery): Promise<Batch> {
  const leasedAt = performance.now();
  const rows = await deps.database.query<{ chat: LeasedChat }>('select lease_mail($1, $2, $3, $4, $5) as chat', [
    holder(),
    chatsAtOnce,
    leaseSeconds,
    deps.clock()?.toISOString() ?? null,
    channelNames.filter((channel) => deps.pacers[channel] === undefined),
  ]);
  return {
    chats: rows.map(({ chat: { mails, ...chat } }) => mails.map((mail) => ({ ...chat, ...mail }))),
    leases: rows.map(({ chat }) => ({ identityId: chat.identityId, lease: holder() })),
    leasedAt,
  };
}

/** What became of it; nothing, where it is to be given back as it is. */
async function sendBatch(deps: Delivery, { chats, leasedAt }: Batch): Promise<readonly Settled[]> {
  if (performance.now() - leasedAt > freshMilliseconds) return [];
  const opened = await openMail(deps, chats.flat());
  const settled = await Promise.all(chats.map((mails) => sendInOrder(deps, mails, opened)));
  return settled.flat();
}

async function settleBatch(deps: Delivery, { chats, leases }: Batch, settled: readonly Settled[]): Promise<void> {
  await settleMail(deps, leases, settled);
  if (settled.length === 0) return;
  const reached = chats.flatMap(([mail]) =>
    mail === undefined ? [] : [{ channel: mail.channel, externalId: mail.externalId }],
  );
  for (const chat of reached) deps.spoken(chat);
  deps.settled(reached);
}

/** Lets what somebody held who has died wait like any other mail. Gives how many chats that were. */
export async function recoverMail({ database, clock }: Pick<Deps, 'database' | 'clock'>): Promise<number> {
  const [row] = await database.query<{ count: number }>('select recover_mail($1) as count', [
    clock()?.toISOString() ?? null,
  ]);
  return row?.count ?? 0;
}

/** One chat's messages, each only after the one before it is through; reminders that follow each other as one list. */
export async function sendInOrder(deps: Delivery, mails: readonly Mail[], opened: OpenedMail): Promise<Settled[]> {
  const settled: Settled[] = [];
  while (settled.length < mails.length && !settled.some(isWaiting)) {
    const rest = mails.slice(settled.length);
    settled.push(...(await sendFirst(deps, rest, opened)));
  }
  return settled;
}

/** The first of these, or as many as go with it. */
async function sendFirst(deps: Delivery, mails: readonly Mail[], opened: OpenedMail): Promise<readonly Settled[]> {
  const run = remindersFirst(mails, opened);
  if (run.length < 2) return sendEach(deps, mails.slice(0, 1), opened);
  const list = await sendTogether(run, opened, (mail, as) => sendOne(deps, mail, as));
  // What is refused as a list goes one by one.
  return list ?? sendEach(deps, run, opened);
}

async function sendEach(deps: Delivery, mails: readonly Mail[], opened: OpenedMail): Promise<Settled[]> {
  const settled: Settled[] = [];
  for (const mail of mails) {
    settled.push(await sendOne(deps, mail, opened));
    if (settled.some(isWaiting)) break;
  }
  return settled;
}

function isWaiting({ state }: Settled): boolean {
  return state === 'waiting';
}

async function sendOne(deps: Delivery, mail: Mail, opened: OpenedMail): Promise<Settled> {
  const base = { id: mail.id, identity_id: mail.identityId };
  const send = deps.senders[mail.channel];
  if (!mail.permitted) return { ...base, state: 'dropped', error: 'notPermitted' };
  if (send === undefined) return { ...base, state: 'waiting', error: 'channelOff', due_at: later(mail, 300) };
  const isTakenOff = mail.edit != null && mail.edit.as !== 'open';
  if (isTakenOff && mail.edit?.messageId == null) return { ...base, state: 'dropped', error: 'notShown' };
  const message = renderMail(mail, opened);
  if (message === undefined) {
    deps.log.error('message.unreadable', { message: mail.id });
    return { ...base, state: 'dead', error: 'unreadable' };
  }
  const result = await sendInTurn(deps.pacers[mail.channel], mail, (turn) =>
    watchSend(deps, mail, () => send({ ...message, ...turn })),
  );
  const body: SentBody = { text: message.text, choices: message.choices };
  // Other channels keep what was said themselves, so it is not kept here as well.
  const kept = async () =>
    mail.channel === 'web' ? deps.vault.seal(ownerOf(mail), `outbox.body:${mail.id}`, JSON.stringify(body)) : null;
  const settled = await settle(mail, result, kept);
  // What is no longer on the screen, or cannot be taken off it, is nothing that anybody misses.
  const isGivenUp = isTakenOff && (settled.state === 'dead' || settled.unreachable === true);
  if (isGivenUp) return { ...base, state: 'dropped', error: settled.error ?? 'notEdited' };
  return { ...base, ...settled };
}

async function settle(
  mail: Mail,
  result: SendResult,
  kept: () => Promise<string | null>,
): Promise<Omit<Settled, 'id' | 'identity_id'>> {
  switch (result.result) {
    case 'sent':
      return { state: 'sent', body: await kept(), channel_message_id: result.channelMessageId, folded: mail.folded };
    case 'refused':
      return { state: 'dead', error: result.error };
    case 'unreachable':
      // It waits until the chat writes again: `/start` brings what waited.
      return { state: 'waiting', error: result.error, unreachable: true, due_at: later(mail, 30 * 86_400) };
    case 'retry': {
      if (mail.attempts + 1 >= mostAttempts && result.afterSeconds === undefined)
        return { state: 'dead', error: result.error };
      return {
        state: 'waiting',
        error: result.error,
        due_at: later(mail, result.afterSeconds ?? backOff(mail.attempts)),
      };
    }
  }
}

/** 1, 2, 4 … up to 15 minutes, spread by half so that chats do not come back together. */
function backOff(attempts: number): number {
  const base = Math.min(900, 2 ** attempts);
  return base / 2 + (base / 2) * ((crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32);
}

function later(mail: Mail, seconds: number): string {
  return new Date(new Date(mail.now).getTime() + seconds * 1000).toISOString();
}
