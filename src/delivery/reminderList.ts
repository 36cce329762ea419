import { type Line, line } from '../dialogue/parameter.ts';
import type { RuleName } from '../dialogue/rules.ts';
import type { Mail, StoredChoice } from '../mail/mail.ts';
import type { OpenedMail } from './openMail.ts';
import type { Settled } from './settle.ts';

/** What a message that was sent as a list says. */
export interface ReminderList {
  readonly lines: readonly Line[];
  readonly choices: readonly StoredChoice[];
  readonly rule: RuleName;
}

/** These are lists already. */
const lists = new Set<RuleName | null>(['morningList', 'daySummary']);

/** The reminders at the head of a chat's mail that can stand in one list: none that asks for an answer of its own. */
export function remindersFirst(mails: readonly Mail[], { lines }: OpenedMail): readonly Mail[] {
  const canStand = ({ id, rule, permitted, choices, folded }: Mail) =>
    rule !== null &&
    !lists.has(rule) &&
    permitted &&
    choices.length < 2 &&
    folded === mails[0]?.folded &&
    lines.has(id);
  const end = mails.findIndex((mail) => !canStand(mail));
  return end < 0 ? mails : mails.slice(0, end);
}

/**
 * Sends them as one message, in the name of the last, so that nothing is written before it is sent: what fails stays as many
 * reminders, and whoever may not be told of one any more is not told next time. Undefined when the list is refused.
 */
export async function sendTogether(
  run: readonly Mail[],
  opened: OpenedMail,
  send: (mail: Mail, opened: OpenedMail) => Promise<Settled>,
): Promise<readonly Settled[] | undefined> {
  const [first, last] = [run[0], run.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const list = listOf(run);
  const sent = await send(
    {
      ...last,
      lines: list.lines,
      choices: list.choices,
      attempts: first.attempts,
      ...(first.slot === undefined ? {} : { slot: first.slot }),
    },
    {
      ...opened,
      lines: new Map([[last.id, list.lines]]),
      labels: new Map([[last.id, list.choices.map(({ label }) => label)]]),
    },
  );
  if (sent.state === 'dead') return undefined;
  // What is tried again holds up what comes after it.
  if (sent.state !== 'sent') return [{ ...sent, id: first.id }];
  const others = run.slice(0, -1).map(({ id, identityId }) => ({ id, identity_id: identityId }));
  return [...others.map((other) => ({ ...other, state: 'dropped', error: 'inList' }) as const), { ...sent, list }];
}

/** Each with its words as they were, and its choice under the number that stands before them. */
function listOf(run: readonly Mail[]): ReminderList {
  const lines: Line[] = [line('common:reminders', { count: { number: String(run.length) } })];
  const choices: StoredChoice[] = [];
  let number = 0;
  for (const mail of run) {
    // Never 9, which is the way back in every list.
    number += number === 8 ? 2 : 1;
    const [head, ...rest] = mail.lines;
    if (head !== undefined) lines.push({ ...head, entry: String(number) }, ...rest);
    for (const choice of mail.choices) choices.push({ ...choice, number: String(number) });
  }
  const rules = new Set(run.map(({ rule }) => rule));
  const [rule] = rules;
  return { lines, choices, rule: rules.size === 1 && rule != null ? rule : 'reminders' };
}
