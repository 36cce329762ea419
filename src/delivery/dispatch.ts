import type { ChannelName, Outgoing, OutgoingChoice, SendResult } from '../channels/channel.ts';
import { choiceToken } from '../channels/channel.ts';
import type { Deps } from '../deps.ts';
import { nameOfAction } from '../dialogue/action.ts';
import type { Line, Parameter } from '../dialogue/parameter.ts';
import type { Locale } from '../i18n/locale.ts';
import { type References, renderLine, renderLines } from '../i18n/render.ts';
import { textOf } from '../i18n/texts.ts';
import { stationOf } from '../organisation/directory.ts';
import type { Owner } from '../secrets/vault.ts';
import type { StoredChoice } from '../turn/addMessages.ts';
import { readReferences } from './references.ts';

/** A leased message, as `lease_mail` gives it. */
interface Mail {
  readonly id: string;
  readonly identityId: string;
  readonly channel: ChannelName;
  readonly externalId: string;
  readonly locale: Locale;
  readonly accountId: string | null;
  readonly key: string | null;
  readonly lines: readonly Line[];
  readonly choices: readonly StoredChoice[];
  readonly attempts: number;
  readonly permitted: boolean;
  readonly urgent: boolean;
  /** To be sent as a notice that gives nothing away. */
  readonly folded: boolean;
  /** The area of a person's station. */
  readonly station: string | null;
  readonly now: string;
}

/** What became of a message, as `settle_mail` takes it. */
interface Settled {
  readonly id: string;
  readonly identity_id: string;
  readonly state: 'sent' | 'dropped' | 'dead' | 'waiting';
  readonly body?: string;
  readonly channel_message_id?: string | null;
  readonly error?: string;
  readonly due_at?: string;
  readonly unreachable?: boolean;
  readonly folded?: boolean;
}

/** What was really sent, kept sealed: the web chat shows it, and staff can see what was seen. */
export interface SentBody {
  readonly text: string;
  readonly choices: readonly OutgoingChoice[];
}

const chatsAtOnce = 50;
/** Longer than any sender's own time-out, so that two never send the same while both live. */
const leaseSeconds = 60;
const mostAttempts = 12;
const holder = crypto.randomUUID();

/** Sends what is due now: leases chats, says their messages in order, settles. Gives how many messages were looked at. */
export async function dispatch(deps: Deps): Promise<number> {
  const now = deps.clock()?.toISOString() ?? null;
  const rows = await deps.database.query<{ mail: Mail }>('select lease_mail($1, $2, $3, $4) as mail', [
    holder,
    chatsAtOnce,
    leaseSeconds,
    now,
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
  await deps.database.query('select settle_mail($1, $2::uuid[], $3::jsonb, $4)', [
    holder,
    [...byChat.keys()],
    JSON.stringify(settled.flat()),
    now,
  ]);
  deps.settled(
    [...byChat.values()].flatMap(([mail]) =>
      mail === undefined ? [] : [{ channel: mail.channel, externalId: mail.externalId }],
    ),
  );
  return rows.length;
}

interface OpenedMail {
  readonly references: References;
  readonly lines: ReadonlyMap<string, readonly Line[]>;
  readonly labels: ReadonlyMap<string, readonly Line[]>;
}

async function openMail(deps: Deps, mails: readonly Mail[]): Promise<OpenedMail> {
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
  const references = await readReferences(deps, all, new Date(mails[0]?.now ?? 0));
  return { references, lines, labels };
}

function ownerOf(mail: Mail): Owner {
  return mail.accountId === null || mail.key === null ? null : { id: mail.accountId, key: mail.key };
}

/** Few lines are, and a promise for each part of the others would cost every message. */
function isSealed({ parameters }: Line): boolean {
  return (
    parameters !== undefined && Object.values(parameters).some((value) => 'sealed' in value || 'joiningCode' in value)
  );
}

/** What was sealed for this reader when it was written is opened again just before it is sent. */
async function unsealLines(deps: Deps, mail: Mail, lines: readonly Line[]): Promise<readonly Line[]> {
  if (!lines.some(isSealed)) return lines;
  const open = (sealed: string) => deps.vault.open(ownerOf(mail), `outbox.lines:${mail.id}`, sealed);
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

function linksFor({ links }: Deps, code: string): string {
  const web = `${links.web}/chat#${code}`;
  return links.telegramBot === undefined ? web : `${web}\nhttps://t.me/${links.telegramBot}?start=${code}`;
}

/** One chat's messages, each only after the one before it is through. */
async function sendInOrder(deps: Deps, mails: readonly Mail[], opened: OpenedMail): Promise<Settled[]> {
  const settled: Settled[] = [];
  for (const mail of mails) {
    const row = await sendOne(deps, mail, opened);
    settled.push(row);
    if (row.state === 'waiting') break;
  }
  return settled;
}

async function sendOne(deps: Deps, mail: Mail, opened: OpenedMail): Promise<Settled> {
  const base = { id: mail.id, identity_id: mail.identityId };
  const send = deps.senders[mail.channel];
  if (!mail.permitted) return { ...base, state: 'dropped', error: 'notPermitted' };
  if (send === undefined) return { ...base, state: 'waiting', error: 'channelOff', due_at: later(mail, 300) };
  const message = renderMail(mail, opened);
  if (message === undefined) {
    deps.log.error('message.unreadable', { message: mail.id });
    return { ...base, state: 'dead', error: 'unreadable' };
  }
  const result = await send(message);
  const body: SentBody = { text: message.text, choices: message.choices };
  const sealed = () => deps.vault.seal(ownerOf(mail), `outbox.body:${mail.id}`, JSON.stringify(body));
  return { ...base, ...(await settle(mail, result, sealed)) };
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
  sealed: () => Promise<string>,
): Promise<Omit<Settled, 'id' | 'identity_id'>> {
  switch (result.result) {
    case 'sent':
      return { state: 'sent', body: await sealed(), channel_message_id: result.channelMessageId, folded: mail.folded };
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
