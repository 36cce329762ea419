import type { Outgoing, OutgoingChoice, SendResult } from '../channels/channel.ts';
import { channelNames, choiceToken } from '../channels/channel.ts';
import type { Deps } from '../deps.ts';
import { nameOfAction } from '../dialogue/action.ts';
import type { Line, Parameter } from '../dialogue/parameter.ts';
import { type References, renderLine, renderLines } from '../i18n/render.ts';
import { textOf } from '../i18n/texts.ts';
import type { Mail } from '../mail/mail.ts';
import { stationOf } from '../organisation/directory.ts';
import type { Owner } from '../secrets/vault.ts';
import { readReferences } from './references.ts';
import { remindersFirst, sendTogether } from './reminderList.ts';
import { sendInTurn } from './sendInTurn.ts';
import { type Settled, settleMail } from './settle.ts';
import { watchSend } from './watchSend.ts';

/** What was really sent, kept sealed: the web chat shows it, and staff can see what was seen. */
export interface SentBody {
  readonly text: string;
  readonly choices: readonly OutgoingChoice[];
}

/** What sending needs of `Deps`. */
export type Delivery = Omit<Deps, 'wake' | 'hand'>;

const chatsAtOnce = 50;
/** Longer than any sender's own time-out, so that two never send the same while both live. */
export const leaseSeconds = 60;
const mostAttempts = 12;
export const holder = crypto.randomUUID();

/**
 * Sends what is due now on channels that let through whatever comes: leases chats, says their messages in order, settles.
 * Gives how many messages were looked at.
 */
export async function dispatch(deps: Delivery): Promise<number> {
  const now = deps.clock()?.toISOString() ?? null;
  const rows = await deps.database.query<{ mail: Mail }>('select lease_mail($1, $2, $3, $4, $5) as mail', [
    holder,
    chatsAtOnce,
    leaseSeconds,
    now,
    channelNames.filter((channel) => deps.pacers[channel] === undefined),
  ]);
  if (rows.length === 0) return 0;
  const byChat = Map.groupBy(
    rows.map(({ mail }) => mail),
    (mail) => mail.identityId,
  );
  const opened = await openMail(
    deps,
    rows.map(({ mail }) => mail),
  );
  const settled = await Promise.all([...byChat.values()].map((mails) => sendInOrder(deps, mails, opened)));
  const leases = [...byChat.keys()].map((identityId) => ({ identityId, lease: holder }));
  await settleMail(deps, leases, settled.flat());
  const chats = [...byChat.values()].flatMap(([mail]) =>
    mail === undefined ? [] : [{ channel: mail.channel, externalId: mail.externalId }],
  );
  for (const chat of chats) deps.spoken(chat);
  deps.settled(chats);
  return rows.length;
}

/** Lets what somebody held who has died wait like any other mail. Gives how many chats that were. */
export async function recoverMail({ database, clock }: Pick<Deps, 'database' | 'clock'>): Promise<number> {
  const [row] = await database.query<{ count: number }>('select recover_mail($1) as count', [
    clock()?.toISOString() ?? null,
  ]);
  return row?.count ?? 0;
}

export interface OpenedMail {
  readonly references: References;
  readonly lines: ReadonlyMap<string, readonly Line[]>;
  readonly labels: ReadonlyMap<string, readonly Line[]>;
}

export async function openMail(deps: Delivery, mails: readonly Mail[]): Promise<OpenedMail> {
  const lines = new Map<string, readonly Line[]>();
  const labels = new Map<string, readonly Line[]>();
  for (const mail of mails) {
    try {
      lines.set(mail.id, await unsealLines(deps, mail, mail.lines));
      labels.set(
        mail.id,
        await unsealLines(
          deps,
          mail,
          mail.choices.map(({ label }) => label),
        ),
      );
    } catch {
      // Sealed for somebody who no longer has this chat: the message stays without lines, and is given up below.
      lines.delete(mail.id);
    }
  }
  const all = [...lines.values(), ...labels.values()].flat();
  const references = await readReferences(deps, all, new Date(mails[0]?.now ?? 0), mails[0]?.own);
  return { references, lines, labels };
}

function ownerOf(mail: Mail): Owner {
  return mail.accountId === null || mail.key === null ? null : { id: mail.accountId, key: mail.key };
}

/** Few lines are, and a promise for each part of the others would cost every message. */
function isSealed({ parameters }: Line): boolean {
  return (
    parameters !== undefined &&
    Object.values(parameters).some((value) => 'sealed' in value || 'joiningCode' in value || 'card' in value)
  );
}

/** What was sealed for this reader when it was written is opened again just before it is sent. */
async function unsealLines(deps: Delivery, mail: Mail, lines: readonly Line[]): Promise<readonly Line[]> {
  if (!lines.some(isSealed)) return lines;
  const open = async (text: string) =>
    mail.inClear === true ? text : deps.vault.open(ownerOf(mail), `outbox.lines:${mail.id}`, text);
  const openOne = async (value: Parameter): Promise<Parameter> => {
    if ('sealed' in value) return { secret: await open(value.sealed) };
    if ('card' in value) return { card: `${deps.links.web}/card#${await open(value.card)}` };
    if (!('joiningCode' in value)) return value;
    const code = await open(value.joiningCode.link);
    return { joiningCode: { link: linksFor(deps, code), spoken: await open(value.joiningCode.spoken) } };
  };
  return Promise.all(
    lines.map(async ({ key, parameters }) => {
      if (parameters === undefined) return { key };
      const opened = await Promise.all(
        Object.entries(parameters).map(async ([name, value]) => [name, await openOne(value)] as const),
      );
      return { key, parameters: Object.fromEntries(opened) };
    }),
  );
}

function linksFor({ links }: Delivery, code: string): string {
  const web = `${links.web}/chat#${code}`;
  return links.telegramBot === undefined ? web : `${web}\nhttps://t.me/${links.telegramBot}?start=${code}`;
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
  return { ...base, ...(await settle(mail, result, kept)) };
}

/** The message in its reader's words; undefined when it cannot be said, which must not hold up the others. */
function renderMail(mail: Mail, { references, lines, labels }: OpenedMail): Outgoing | undefined {
  const said = lines.get(mail.id);
  if (said === undefined) return undefined;
  if (mail.folded) return foldedMail(mail, references);
  const shown = labels.get(mail.id) ?? [];
  try {
    return {
      externalId: mail.externalId,
      text: renderLines(said, mail.locale, references),
      choices: mail.choices.map((choice, index) => ({
        token: choiceToken(mail.id, index),
        number: choice.number,
        label: renderLine(shown[index] ?? choice.label, mail.locale, references),
        action: nameOfAction(choice.action),
      })),
    };
  } catch {
    return undefined;
  }
}

/** The notice instead of the message: whose it is from, and one button, whose place is the one after the real choices. */
function foldedMail(mail: Mail, references: References): Outgoing {
  const station = mail.station === null ? undefined : stationOf(references.directory, mail.station).name[mail.locale];
  const token = choiceToken(mail.id, mail.choices.length);
  return {
    externalId: mail.externalId,
    text: textOf(mail.locale, 'common:folded', { station: station ?? '' }),
    choices: [{ token, number: '1', label: textOf(mail.locale, 'common:unfold'), action: 'unfold' }],
  };
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
