import type { Inbound, InboundContent } from '../channels/channel.ts';
import { isOutage, sqlState, sqlStateOf } from '../db/database.ts';
import type { Event } from '../dialogue/event.ts';
import type { Outcome } from '../dialogue/outcome.ts';
import { line } from '../dialogue/parameter.ts';
import { isPinTopic } from '../dialogue/standing/desk.ts';
import { digitsIn, pinLength } from '../organisation/deskAccess.ts';
import { looksLikeLinkCode, looksLikeSpokenCode, readSpokenCode } from '../secrets/codes.ts';
import type { TurnDeps } from './chatMemory.ts';
import { decide, withRetries } from './decide.ts';
import { readTurn, type TurnRead, type TurnRequest } from './readTurn.ts';
import { requestFor } from './turnRequest.ts';
import { type TurnNote, watchTurn } from './watchTurn.ts';
import { writeTurn } from './writeTurn.ts';

/**
 * One turn: read once, decide, write once, all or nothing. What was seen before does nothing. A row that changed
 * meanwhile lets the turn be taken again from the start, at most five times. What throws while deciding writes nothing
 * but that it failed, and the sender gets an apology. Rejects only when the database cannot be reached.
 */
export async function takeTurn(deps: TurnDeps, inbound: Inbound): Promise<void> {
  await watchTurn(deps, inbound, (note) =>
    deps.queue.inTurn(`${inbound.channel} ${inbound.externalId}`, () => attempt(deps, inbound, note)),
  );
}

async function attempt(deps: TurnDeps, inbound: Inbound, note: TurnNote): Promise<void> {
  const request = await requestFor(deps, inbound);
  try {
    if (
      await withRetries(
        () => takeOnce(deps, inbound, request, note),
        () => again(note),
      )
    )
      deps.wake();
  } catch (error) {
    if (isOutage(error)) throw error;
    note.outcome = 'failed';
    const keep = withRetries(
      () => keepFailed(deps, inbound, request, error),
      () => again(note),
    );
    await keep.catch((second: unknown) => {
      if (isOutage(second)) throw second;
      note.outcome = 'lost';
      // Sent again it would only fail again, and hold up everything this chat says after it.
      deps.log.error('turn.lost', { channel: inbound.channel, sqlState: sqlStateOf(second) });
    });
  }
}

function again(note: TurnNote): void {
  note.retries += 1;
}

/** True when it left something to send. */
async function takeOnce(deps: TurnDeps, inbound: Inbound, request: TurnRequest, note: TurnNote): Promise<boolean> {
  const remembered = deps.memory.recall(request, deps.clock);
  if (remembered !== undefined) {
    try {
      return await takeOn(deps, inbound, remembered);
    } catch (error) {
      // It no longer holds, or this update was seen before.
      const state = sqlStateOf(error);
      if (state !== sqlState.rowChanged && state !== sqlState.uniqueViolation) throw error;
      note.retries += 1;
    }
  }
  const read = await readTurn(deps, request);
  if (!read.seen) return takeOn(deps, inbound, read);
  note.outcome = 'seen';
  return false;
}

async function takeOn(deps: TurnDeps, inbound: Inbound, read: TurnRead): Promise<boolean> {
  const event = eventFor(inbound.content, read);
  const { outcome, keys } = await decide(deps, read, event);
  return writeTurn(
    deps,
    { ...read, keys: new Map([...read.keys, ...keys]) },
    {
      outcome,
      inbox: {
        channel: inbound.channel,
        externalId: inbound.updateId,
        state: 'done',
        body: bodyOf(inbound, read, outcome),
      },
    },
  );
}

/**
 * The web chat shows what the person wrote when the page is opened again; other channels keep that themselves. Words of
 * hunger or self-harm are not kept: nothing of them is, before a yes. Nor is a PIN.
 */
function bodyOf(inbound: Inbound, read: TurnRead, outcome: Outcome): string | null {
  if (outcome.topic.name === 'crisis' || outcome.changes.some(({ fact }) => fact === 'personErased')) return null;
  if (mayBePin(inbound, read)) return null;
  return inbound.channel === 'web' && inbound.content.type === 'text' ? inbound.content.text : null;
}

/** Six digits from who works here may be a PIN, also where the question for it no longer stands. */
function mayBePin({ content }: Inbound, { topic, world }: TurnRead): boolean {
  if (content.type !== 'text' || world.account?.kind !== 'worker') return false;
  return isPinTopic(topic) || digitsIn(content.text, pinLength) !== undefined;
}

/** Lone surrogates cannot be stored as they are, and control characters are never meant. */
const unreadable = /[^\P{Cc}\n\r\t]/u;

function eventFor(content: InboundContent, read: TurnRead): Event {
  const chosen =
    read.chosen === null
      ? undefined
      : ({ type: 'chosen', action: read.chosen.action, onScreen: read.chosen.messageId === read.screenId } as const);
  if (read.opened !== null) return { type: 'opened', message: read.opened };
  switch (content.type) {
    case 'tap':
      return chosen ?? { type: 'unknownChoice' };
    case 'unknownTap':
      return { type: 'unknownChoice' };
    case 'code':
      return { type: 'code', spoken: !looksLikeLinkCode(content.code) };
    case 'text':
      if (!content.text.isWellFormed() || unreadable.test(content.text)) return { type: 'unreadable' };
      if (isCode(content.text, read)) return { type: 'code', spoken: true };
      return chosen ?? { type: 'text', text: content.text };
    case 'unsupported':
      return { type: 'unsupported', what: content.what };
    case 'blocked':
    case 'unblocked':
      return { type: content.type };
  }
}

/** In a chat that has joined, only what nobody would type as an answer. */
function isCode(text: string, { world, topic }: TurnRead): boolean {
  if (world.account === null) return readSpokenCode(text) !== undefined;
  return topic.name === 'menu' && looksLikeSpokenCode(text);
}

/** A second, small write: that this update failed, and a plain apology. Nothing of what it wanted is done. */
async function keepFailed(deps: TurnDeps, inbound: Inbound, request: TurnRequest, error: unknown): Promise<void> {
  deps.log.error('turn.failed', {
    channel: inbound.channel,
    error: error instanceof Error ? error.name : typeof error,
    sqlState: sqlStateOf(error),
  });
  const read = await readTurn(deps, {
    channel: request.channel,
    externalId: request.externalId,
    updateId: request.updateId,
    languageTag: request.languageTag,
  });
  if (read.seen) return;
  const left = await writeTurn(deps, read, {
    outcome: {
      topic: read.topic,
      changes: [],
      messages: [{ to: 'chat', lines: [line('common:failed')], choices: [] }],
      keepsScreen: true,
    },
    inbox: {
      channel: inbound.channel,
      externalId: inbound.updateId,
      state: 'failed',
      body: mayBePin(inbound, read) ? null : JSON.stringify(inbound.content),
      error: error instanceof Error ? error.name : 'unknown',
    },
  });
  if (left) deps.wake();
}
