import { afterQuiet, isQuiet } from '../calendar/quietHours.ts';
import type { Choice, Message, Recipient } from '../dialogue/outcome.ts';
import type { Line, Parameter } from '../dialogue/parameter.ts';
import type { StoredChoice } from '../mail/mail.ts';
import { messageIdIn } from '../mail/requestId.ts';
import type { Owner } from '../secrets/vault.ts';
import { type ApplyContext, addRow } from './context.ts';
import { readersOf, seenIn } from './seen.ts';

/** The one message for the chat that the turn came from: as it is stored, sealed, and as it is said. */
export interface Answer {
  readonly id: string;
  readonly urgent: boolean;
  readonly stored: Said;
  readonly said: Said;
}

interface Said {
  readonly lines: readonly Line[];
  readonly choices: readonly StoredChoice[];
}

interface Added {
  /** Present when this chat is told one thing, which nearly every turn does. */
  readonly answer: Answer | null;
  /** The message that this chat now shows, if it was told something. */
  readonly screen: string | null;
}

/**
 * The outbox rows of a turn's messages, but of the answer, if there is just one.
 * What this chat just asked for goes at once; what others are told waits out the quiet hours, unless it is urgent.
 */
export async function addMessages(context: ApplyContext, messages: readonly Message[], reader: Owner): Promise<Added> {
  let screen: string | null = null;
  let answer: Answer | null = null;
  const { now } = context.world;
  const isOneAnswer = messages.filter(({ to, opens }) => to === 'chat' && opens === undefined).length === 1;
  for (const message of messages) {
    const id = messageIdIn(context.request);
    const here = message.to === 'chat';
    const said = { lines: message.lines, choices: numbered(message.choices) };
    const stored = here ? await sealSaid(context, said, reader, id) : said;
    const urgent = message.urgent === true;
    noteSeen(context, message);
    if (here) screen = id;
    if (here && isOneAnswer && message.opens === undefined) {
      answer = { id, urgent, stored, said };
      continue;
    }
    addRow(context, 'outbox', {
      id,
      ...addressOf(context, message.to),
      ...stored,
      urgent,
      screen: here,
      // A person's phone may be looked at by others; who works here expects to be told plainly.
      discreet: !here && message.discreet === true,
      rule: message.rule ?? null,
      ...(message.opens === undefined ? {} : openedRow(context, message.opens)),
      dueAt: (here || urgent ? now : dueOf(context, message)).toISOString(),
    });
  }
  return { answer, screen };
}

/** What this message shows of others, into the same write: nothing is said of anybody before that is kept. */
function noteSeen(context: ApplyContext, message: Message): void {
  const { account } = context.world;
  if (message.to !== 'chat') {
    const readers = readersOf(message.to);
    for (const row of seenIn(message)) addRow(context, 'seen', { ...row, ...readers });
  } else if (account !== null && account.kind !== 'person') {
    for (const row of seenIn(message)) addRow(context, 'seen', { ...row, reader: account.id });
  }
}

/** How long what stood behind a notice is seen. */
const openMilliseconds = 10 * 60_000;

function openedRow({ world: { now, person } }: ApplyContext, edits: string): object {
  const closes = person !== null && person.plainlySince === null;
  const foldAt = closes ? new Date(now.getTime() + openMilliseconds).toISOString() : null;
  return { edit: 'open', edits, foldAt };
}

/** `release_reminders` knows a reminder that waits for the rest of its tick by this. */
const tickMilliseconds = 60_000;

/** Not in quiet hours; and what a tick reminds of only when all of that tick is written, so that it can go as one list. */
function dueOf({ actor, world: { now } }: ApplyContext, { rule }: Message): Date {
  if (isQuiet(now) || actor !== 'system' || rule === undefined) return afterQuiet(now);
  return afterQuiet(new Date(now.getTime() + tickMilliseconds));
}

async function sealSaid(context: ApplyContext, { lines, choices }: Said, reader: Owner, id: string): Promise<Said> {
  const labels = await sealLines(
    context,
    choices.map(({ label }) => label),
    reader,
    id,
  );
  return {
    lines: await sealLines(context, lines, reader, id),
    choices: choices.map((choice, index) => ({ ...choice, label: labels[index] ?? choice.label })),
  };
}

function addressOf(context: ApplyContext, to: Recipient): object {
  if (to === 'chat') return { identityId: context.identity.id, accountId: context.identity.accountId };
  if ('account' in to)
    return { accountId: to.account, needsDepartmentId: to.inDepartment ?? null, needsPersonId: to.about ?? null };
  if ('department' in to) return { department: to.department, needsDepartmentId: to.department };
  if ('coordinatorsIn' in to) return { coordinatorsIn: to.coordinatorsIn };
  return 'approvers' in to ? { approvers: to.approvers } : { coordinators: to.coordinators };
}

/** 1, 2, 3 … for choices that have no number of their own; never 9, which is the way back in every list. */
function numbered(choices: readonly Choice[]): StoredChoice[] {
  let last = 0;
  const next = () => {
    last += last === 8 ? 2 : 1;
    return String(last);
  };
  return choices.map(({ label, action, number }) => ({ number: number ?? next(), label, action }));
}

/** Few lines do, and a promise for each part of the others would cost every turn. */
function holdsSecret({ parameters }: Line): boolean {
  return (
    parameters !== undefined &&
    Object.values(parameters).some(
      (value) => 'secret' in value || 'joiningCode' in value || 'card' in value || 'copy' in value || 'desk' in value,
    )
  );
}

/** What somebody typed and now reads back, and codes, are sealed for this reader until they are sent. */
async function sealLines(
  context: ApplyContext,
  lines: readonly Line[],
  reader: Owner,
  messageId: string,
): Promise<readonly Line[]> {
  if (!lines.some(holdsSecret)) return lines;
  const seal = (text: string) => context.vault.seal(reader, `outbox.lines:${messageId}`, text);
  const sealOne = async (value: Parameter): Promise<Parameter> => {
    if ('secret' in value) return { sealed: await seal(value.secret) };
    if ('card' in value) return { card: await seal(value.card) };
    if ('copy' in value) return { copy: await seal(value.copy) };
    if ('desk' in value) return { desk: await seal(value.desk) };
    if ('joiningCode' in value)
      return {
        joiningCode: { link: await seal(value.joiningCode.link), spoken: await seal(value.joiningCode.spoken) },
      };
    return value;
  };
  return Promise.all(
    lines.map(async ({ key, parameters }) => {
      if (parameters === undefined) return { key };
      const sealed = await Promise.all(
        Object.entries(parameters).map(async ([name, value]) => [name, await sealOne(value)] as const),
      );
      return { key, parameters: Object.fromEntries(sealed) };
    }),
  );
}
