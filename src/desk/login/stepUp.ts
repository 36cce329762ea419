import { html } from 'hono/html';
import * as z from 'zod';
import { line } from '../../dialogue/parameter.ts';
import {
  afterMiss,
  deskLinkMinutes,
  digitsIn,
  minutesAfter,
  pinLength,
  steppedUpMinutes,
} from '../../organisation/deskAccess.ts';
import { isPin, newDeskNumber } from '../../secrets/deskSecrets.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { noFields } from '../fields.ts';
import { form, inputField } from '../frame/html.ts';
import { localPath } from '../localPath.ts';
import { act, type DeskPage, type Notice, type PageRoute, type StepUpMatter, stepUpMatters } from '../route.ts';
import { digits } from './entering.ts';
import { numberNotice } from './notice.ts';

interface KeptPin {
  readonly hash: string;
  readonly attempts: number;
  readonly lockedUntil: string | null;
  readonly version: number;
}

/** How the account of a session can prove itself, and how far that has come. */
interface Standing {
  readonly browser: string;
  readonly onlyWeb: boolean;
  readonly pin: KeptPin | null;
  readonly waiting: { readonly number: string } | null;
}

const path = '/desk/step-up';
/** Guesses at one PIN that come at once are counted one after the other; who makes so many may wait. */
const mostRounds = 20;

/** The way to a fresh proof and back, for who opens or sends what wants one; undefined where it was given. */
export function towardsStepUp(desk: DeskRequest, matter: true | StepUpMatter): Response | undefined {
  if (isSteppedUp(desk)) return undefined;
  const { pathname, search } = new URL(desk.context.req.url);
  const query = new URLSearchParams({ for: matter === true ? 'other' : matter, to: pathname + search });
  return desk.context.redirect(`${path}?${query}`, 303);
}

function isSteppedUp({ actor, now }: DeskRequest): boolean {
  return actor.steppedUpUntil !== null && actor.steppedUpUntil > now;
}

/** `/desk/step-up`: a number for the chat, or the PIN of who has no chat but the browser's own; then back. */
export const stepUpPage: PageRoute = {
  path,
  policy: 'signedIn',
  acts: {
    ask: act({ policy: 'signedIn', fields: noFields, perform: (desk) => ask(desk) }),
    pin: act({
      policy: 'signedIn',
      fields: z.object({ pin: z.string().max(40) }),
      perform: (desk, { pin }) => tryPin(desk, pin),
    }),
  },
  show: async (desk, { refused }) => {
    if (isSteppedUp(desk)) return back(desk);
    const standing = await readStanding(desk);
    if (standing.onlyWeb) return pinPage(desk, standing.pin, refused);
    return standing.waiting === null ? askPage(desk) : numberPage(desk, standing.waiting.number);
  },
};

function readStanding(desk: DeskRequest): Promise<Standing> {
  return desk.read<Standing>('desk_step_up', { session: desk.actor.sessionId });
}

function back(desk: DeskRequest): Response {
  return desk.context.redirect(localPath(desk.query('to')), 303);
}

function matterOf(desk: DeskRequest): StepUpMatter | 'other' {
  return stepUpMatters.find((matter) => matter === desk.query('for')) ?? 'other';
}

function askPage(desk: DeskRequest): DeskPage {
  return {
    title: desk.say('deskLogin:page.stepUp'),
    body: html`<p>${desk.say('deskLogin:page.stepUpWords', { matter: desk.say(`deskLogin:matters.${matterOf(desk)}`) })}</p>
      ${form(desk, stepUpPage, { act: 'ask', button: desk.say('deskLogin:page.stepUpAsk'), weight: 'main' })}`,
  };
}

function numberPage(desk: DeskRequest, number: string): DeskPage {
  return {
    title: desk.say('deskLogin:page.stepUp'),
    body: html`${digits(number)}
      <p>${desk.say('deskLogin:page.stepUpNumber')}</p>
      <p class="hint">${desk.say('deskLogin:page.waits')}</p>`,
    refreshSeconds: 3,
  };
}

function pinPage(
  desk: DeskRequest,
  pin: KeptPin | null,
  refused: Parameters<PageRoute['show']>[1]['refused'],
): DeskPage {
  const title = desk.say('deskLogin:page.stepUp');
  if (pin === null) return { title, body: html`<p>${desk.say('deskLogin:page.pinMissing')}</p>` };
  if (isLocked(pin, desk.now)) return { title, body: html`<p>${desk.say('deskLogin:page.pinLocked')}</p>` };
  const matter = desk.say(`deskLogin:matters.${matterOf(desk)}`);
  const field = inputField({
    act: 'pin',
    name: 'pin',
    label: desk.say('deskLogin:page.pin'),
    type: 'password',
    required: true,
    most: 20,
    refused,
  });
  return {
    title,
    body: html`<p>${desk.say('deskLogin:page.pinWords', { matter })}</p>
      ${form(desk, stepUpPage, { act: 'pin', fields: field, button: desk.say('deskLogin:page.goOn'), weight: 'main' })}`,
  };
}

function isLocked({ lockedUntil }: KeptPin, now: Date): boolean {
  return lockedUntil !== null && new Date(lockedUntil) > now;
}

async function ask(desk: DeskRequest): Promise<Response> {
  const { actor, context, deps, now } = desk;
  const { browser, onlyWeb } = await readStanding(desk);
  if (!onlyWeb) {
    const login = crypto.randomUUID();
    const matter = { text: `deskLogin:matters.${matterOf(desk)}` };
    await deps.database.query('select ask_step_up($1, $2, $3, $4, $5, $6::jsonb, $7)', [
      actor.accountId,
      actor.sessionId,
      login,
      newDeskNumber(),
      minutesAfter(now, deskLinkMinutes),
      numberNotice(line('deskLogin:stepUpAsked', { browser: { browser }, matter }), login),
      now.toISOString(),
    ]);
    deps.wake();
  }
  const { pathname, search } = new URL(context.req.url);
  return context.redirect(pathname + search, 303);
}

/** Each try is counted before it is answered, and against the PIN as it was read: none of many at once comes for nothing. */
async function tryPin(desk: DeskRequest, typed: string): Promise<Notice | Response> {
  const digits = digitsIn(typed, pinLength);
  if (digits === undefined) return { tone: 'refused', text: desk.say('deskLogin:page.pinDigits') };
  for (let round = 0; round < mostRounds; round += 1) {
    const { onlyWeb, pin } = await readStanding(desk);
    if (!onlyWeb || pin === null) break;
    if (isLocked(pin, desk.now)) return { tone: 'refused', text: desk.say('deskLogin:page.pinLocked') };
    const isRight = await isPin(desk.deps.vault, desk.actor.accountId, digits, pin.hash);
    if (!(await settle(desk, pin, isRight))) continue;
    return isRight ? back(desk) : { tone: 'refused', text: desk.say('deskLogin:page.pinWrong') };
  }
  return { tone: 'refused', text: desk.say('deskLogin:page.pinBusy') };
}

async function settle({ actor, deps, now }: DeskRequest, pin: KeptPin, isRight: boolean): Promise<boolean> {
  const { attempts, until } = isRight ? { attempts: 0, until: null } : afterMiss(pin.attempts, now);
  const [row] = await deps.database.query<{ settled: boolean }>(
    'select settle_pin($1, $2, $3, $4, $5, $6, $7) as settled',
    [
      actor.accountId,
      actor.sessionId,
      pin.version,
      attempts,
      until,
      isRight ? minutesAfter(now, steppedUpMinutes) : null,
      now.toISOString(),
    ],
  );
  return row?.settled === true;
}
