import { afterQuiet } from '../calendar/quietHours.ts';
import type { Choice, Message, Recipient } from '../dialogue/outcome.ts';
import type { Line, Parameter } from '../dialogue/parameter.ts';
import type { Owner } from '../secrets/vault.ts';
import { type ApplyContext, addRow } from './context.ts';

/** A choice as it is stored with its message, and shown. */
export interface StoredChoice {
  readonly number: string;
  readonly label: Line;
  readonly action: Choice['action'];
}

/**
 * The outbox rows of a turn's messages; gives the id of the message this chat now shows, if it was told something.
 * What this chat just asked for goes at once; what others are told waits out the quiet hours, unless it is urgent.
 */
export async function addMessages(
  context: ApplyContext,
  messages: readonly Message[],
  reader: Owner,
): Promise<string | null> {
  let screen: string | null = null;
  const { now } = context.world;
  for (const message of messages) {
    const id = crypto.randomUUID();
    const here = message.to === 'chat';
    if (here) screen = id;
    const lines = here ? await sealLines(context, message.lines, reader, id) : message.lines;
    const choices = numbered(message.choices);
    const urgent = message.urgent === true;
    addRow(context, 'outbox', {
      id,
      ...addressOf(context, message.to),
      lines,
      choices: here ? await sealLabels(context, choices, reader, id) : choices,
      urgent,
      screen: here,
      // A person's phone may be looked at by others; who works here expects to be told plainly.
      discreet: !here && message.discreet === true,
      rule: message.rule ?? null,
      dueAt: (here || urgent ? now : afterQuiet(now)).toISOString(),
    });
  }
  return screen;
}

function addressOf(context: ApplyContext, to: Recipient): object {
  if (to === 'chat') return { identityId: context.identity.id, accountId: context.identity.accountId };
  if ('account' in to)
    return { accountId: to.account, needsDepartmentId: to.inDepartment ?? null, needsPersonId: to.about ?? null };
  if ('department' in to) return { department: to.department, needsDepartmentId: to.department };
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

async function sealLabels(
  context: ApplyContext,
  choices: readonly StoredChoice[],
  reader: Owner,
  messageId: string,
): Promise<readonly StoredChoice[]> {
  if (!choices.some(({ label }) => holdsSecret(label))) return choices;
  const labels = await sealLines(
    context,
    choices.map(({ label }) => label),
    reader,
    messageId,
  );
  return choices.map((choice, index) => ({ ...choice, label: labels[index] ?? choice.label }));
}

/** Few lines do, and a promise for each part of the others would cost every turn. */
function holdsSecret({ parameters }: Line): boolean {
  return (
    parameters !== undefined && Object.values(parameters).some((value) => 'secret' in value || 'joiningCode' in value)
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
