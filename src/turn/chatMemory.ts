import { dayOf } from '../calendar/day.ts';
import type { Deps, SettledChat } from '../deps.ts';
import { actionSchema } from '../dialogue/action.ts';
import { dialogueSchema, isForm, referralOf, type Topic } from '../dialogue/topic.ts';
import type { StoredChoice } from '../mail/mail.ts';
import type { ChatQueue } from './chatQueue.ts';
import type { TurnRead, TurnRequest } from './readTurn.ts';
import type { TurnWriter } from './turnWriter.ts';

/** Where the last turn of a chat left it. */
interface Left {
  readonly read: TurnRead;
  /** As JSON, like the one that is stored: no turn is given an object that another has had. */
  readonly topic: string;
  readonly answer: ShownAnswer;
}

/** What taking turns needs beside what everything is handed. */
export interface TurnDeps extends Deps {
  readonly memory: ChatMemory;
  readonly writer: TurnWriter;
  readonly queue: ChatQueue;
  /** Takes note of work that goes on after the answer, so that it is waited for before anything it needs is closed. */
  readonly background: (work: Promise<unknown>) => void;
}

interface ShownAnswer {
  readonly id: string;
  readonly choices: readonly StoredChoice[];
}

const mostChats = 10_000;
const mostMilliseconds = 600_000;
/** As far as a machine's two clocks may differ before it is taken to have slept. */
const mostDrift = 1000;

/**
 * What this process knows of the chats in which it has just taken a turn, so that the next turn need not read it again. It
 * is a guess: `write_turns` refuses it (GT001) unless the versions of the dialogue and of the directory are those that were
 * read, and whatever a turn may read of its chat, account, person or roles moves the dialogue's version
 * (drizzle/functions/55_versions.sql). A guess that is out of date costs a round trip, and is never acted on.
 */
export class ChatMemory {
  readonly #left = new Map<string, Left>();

  /** What is known, where that answers all that `request` asks. Given once: the turn that is taken on it leaves the next. */
  recall(request: TurnRequest, clock: Deps['clock']): TurnRead | undefined {
    const chat = keyOf(request.channel, request.externalId);
    const left = this.#left.get(chat);
    this.#left.delete(chat);
    if (left === undefined || request.linkHash !== undefined || request.spokenHash !== undefined) return undefined;
    const elapsed = sinceRead(left.read.readAt);
    const topic: Topic = dialogueSchema.shape.topic.parse(JSON.parse(left.topic));
    const chosen = chosenIn(left.answer, topic, request);
    const focus = request.referralId ?? referralOf(topic) ?? referralIn(chosen);
    if (elapsed === undefined || chosen === undefined || focus !== null) return undefined;
    const { read } = left;
    const now = clock() ?? new Date(read.readAt.now.getTime() + elapsed);
    return { ...read, world: { ...read.world, now, today: dayOf(now), lastHere: read.world.now }, topic, chosen };
  }

  /** After a turn whose answer was sent at once, and that changed nothing of what it had read but the dialogue. */
  keep(read: TurnRead, topic: Topic, answer: ShownAnswer): void {
    const { account, world, identity } = read;
    if (account === null) return;
    const [oldest] = this.#left.keys();
    if (oldest !== undefined && this.#left.size >= mostChats) this.#left.delete(oldest);
    this.#left.set(keyOf(identity.channel, identity.externalId), {
      read: {
        ...read,
        world: { ...world, focus: null, found: null, enrolment: null, attempts: { here: 0, everywhere: 0 } },
        dialogueVersion: read.dialogueVersion + 1,
        screenId: answer.id,
        opened: null,
        keys: new Map([[account.id, account.key]]),
        isRemembered: true,
      },
      topic: JSON.stringify(topic),
      answer,
    });
  }

  /** Something was said in the chat that no turn of it had asked for. */
  forget({ channel, externalId }: SettledChat): void {
    this.#left.delete(keyOf(channel, externalId));
  }
}

function keyOf(channel: string, externalId: string): string {
  return `${channel} ${externalId}`;
}

/** Milliseconds since then; undefined when that is long ago, or cannot be told. */
function sinceRead({ steady, wall }: TurnRead['readAt']): number | undefined {
  const elapsed = Math.round(performance.now() - steady);
  const drift = Math.abs(Date.now() - wall - elapsed);
  return elapsed > mostMilliseconds || drift > mostDrift ? undefined : elapsed;
}

/** What a tap, a number or a word chooses of the answer that was shown last; undefined when it may be about another message. */
function chosenIn(
  { id, choices }: ShownAnswer,
  topic: Topic,
  { messageId, index = -1, number, reply }: TurnRequest,
): TurnRead['chosen'] | undefined {
  const choose = (choice: StoredChoice | undefined) =>
    choice === undefined ? null : { messageId: id, action: actionSchema.parse(choice.action) };
  if (messageId !== undefined) return messageId === id ? choose(choices[index]) : undefined;
  if (number === undefined && reply === undefined) return null;
  if (choices.length === 0 && !isForm(topic)) return undefined;
  if (number !== undefined) return choose(choices.find((choice) => choice.number === number));
  if (isForm(topic)) return null;
  return choose(choices.find(({ action }) => action.do === 'visitAnswer' && action.answer === reply));
}

function referralIn(chosen: TurnRead['chosen'] | undefined): string | null {
  const action = chosen?.action;
  return action !== undefined && 'referral' in action ? action.referral : null;
}
