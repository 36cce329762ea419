import { openMail } from '../delivery/openMail.ts';
import type { Action } from '../dialogue/action.ts';
import type { Change, Message, Outcome } from '../dialogue/outcome.ts';
import { referralOf, type Topic } from '../dialogue/topic.ts';
import type { Locale } from '../i18n/locale.ts';
import { renderLines } from '../i18n/render.ts';
import type { Mail } from '../mail/mail.ts';
import { requestIdOf } from '../mail/requestId.ts';
import type { TurnDeps } from './chatMemory.ts';
import { decide, withRetries } from './decide.ts';
import { openTurn, type ReadTurn, type TurnRead } from './readTurn.ts';
import { writeDeskTurn } from './writeTurn.ts';

/**
 * What somebody does at the desk: an action, at the place in the dialogue where the chat would be when it is chosen. So the
 * desk decides nothing by itself, and may nothing that the chat may not.
 */
export interface DeskTurn {
  readonly accountId: string;
  /** In which language it is answered. */
  readonly locale: Locale;
  /** The form's own id, made with the page: the same form sent twice is one turn. */
  readonly formId: string;
  readonly topic: Topic;
  readonly action: Action;
  /** How many lines of the answer the page shows; all when absent. What they say of others is audited. */
  readonly lines?: number;
}

/** `changes`: what became true; where nothing did, `text` says why not. `seen`: this form was taken before. */
export type DeskAnswer =
  | { readonly result: 'done'; readonly changes: readonly Change[]; readonly text: string }
  | { readonly result: 'seen' };

/** Rejects when the database cannot be reached, or the turn cannot be taken; then nothing has changed. */
export async function takeDeskTurn(deps: TurnDeps, turn: DeskTurn): Promise<DeskAnswer> {
  const updateId = `${turn.accountId} ${turn.formId}`;
  let retries = 0;
  const answer = await withRetries(
    () => takeOnce(deps, turn, updateId),
    () => {
      retries += 1;
    },
  );
  deps.log.info('turn', {
    request: requestIdOf('desk', updateId),
    channel: 'desk',
    content: turn.action.do,
    outcome: answer.result,
    retries,
  });
  return answer;
}

async function takeOnce(deps: TurnDeps, turn: DeskTurn, updateId: string): Promise<DeskAnswer> {
  const read = await readDeskTurn(deps, turn, updateId);
  if (read.seen) return { result: 'seen' };
  const event = { type: 'chosen', action: turn.action, onScreen: true } as const;
  const { outcome, keys, texts = [] } = await decide(deps, read, event);
  const shown = shownOf(outcome, turn.lines);
  const messages = outcome.messages.filter(({ to }) => to !== 'chat');
  const known = { ...read, keys: new Map([...read.keys, ...keys]), texts };
  if (await writeDeskTurn(deps, known, { changes: outcome.changes, messages }, updateId, shown)) deps.wake();
  return { result: 'done', changes: outcome.changes, text: await textOf(deps, known, shown) };
}

/** What is known to whoever acts at the desk, as the chat would know it. */
export async function readDeskTurn(
  deps: TurnDeps,
  {
    accountId,
    topic,
    action,
    locale,
  }: Pick<DeskTurn, 'accountId' | 'topic' | 'locale'> & Pick<Partial<DeskTurn>, 'action'>,
  updateId: string,
): Promise<TurnRead> {
  const referralId = action !== undefined && 'referral' in action ? action.referral : referralOf(topic);
  const [answer] = await deps.database.query<{ read: ReadTurn }>('select read_desk_turn($1, $2, $3, $4) as read', [
    deps.clock()?.toISOString() ?? null,
    accountId,
    updateId,
    referralId,
  ]);
  if (answer === undefined) throw new Error('read_desk_turn gave no row');
  const request = { channel: 'desk', externalId: accountId, updateId };
  const read = await openTurn(deps, request, answer.read);
  return { ...read, topic, world: { ...read.world, locale }, identity: { ...read.identity, accountId } };
}

type Shown = Message;

function shownOf({ messages }: Outcome, most: number | undefined): Shown {
  const said = messages.find(({ to }) => to === 'chat');
  return { to: 'chat', lines: (said?.lines ?? []).slice(0, most), choices: [] };
}

/** What the chat would say, opened for the reader. */
async function textOf(deps: TurnDeps, { world, identity, owner }: TurnRead, { lines }: Shown): Promise<string> {
  const mail: Mail = {
    id: identity.id,
    identityId: identity.id,
    channel: 'web',
    externalId: identity.externalId,
    locale: world.locale,
    accountId: owner?.id ?? null,
    key: owner?.key ?? null,
    lines,
    choices: [],
    attempts: 0,
    urgent: false,
    rule: null,
    permitted: true,
    folded: false,
    station: null,
    now: world.now.toISOString(),
    inClear: true,
  };
  const opened = await openMail(deps, [mail]);
  return renderLines(opened.lines.get(mail.id) ?? [], world.locale, opened.references);
}
