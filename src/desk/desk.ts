import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { isOutage, sqlState, sqlStateOf } from '../db/database.ts';
import { isForeign } from '../http/secure.ts';
import type { TurnDeps } from '../turn/chatMemory.ts';
import { answerPage, donePage, notFoundPage, secure, strangerPage, troublePage } from './answer.ts';
import { areas } from './areas.ts';
import type { DeskRequest } from './deskRequest.ts';
import { readForm, refusedOf } from './form.ts';
import type { Place } from './frame/layout.ts';
import { towardsStepUp } from './login/stepUp.ts';
import { openRequest } from './open.ts';
import { allows, checkPolicy, type Policy } from './policy.ts';
import type { Act, DeskRoute, Notice, PageRoute, PlainRoute, Shown } from './route.ts';

/** A part of the desk: its pages, and where they stand in the navigation. */
export interface Area {
  readonly routes: readonly DeskRoute[];
  readonly places: readonly Place[];
}

export interface DeskOptions {
  /** What the request under way works with. */
  readonly deps: () => TurnDeps;
  /** All parts of the desk when absent. */
  readonly parts?: readonly Area[];
}

/** The largest thing that is sent here is a sheet of 5,000 rows. */
const mostBytes = 8 * 1024 * 1024;

/** The desk: every page from a table in which each says who may use it. Throws when one does not, so nothing starts without. */
export function createDesk({ deps, parts = areas }: DeskOptions): Hono {
  const app = new Hono();
  const routes = parts.flatMap((area) => area.routes);
  const places = parts.flatMap((area) => area.places);
  checkRoutes(routes);
  app.use('/desk/*', bodyLimit({ maxSize: mostBytes, onError: (context) => context.text('too large', 413) }));
  for (const route of routes) {
    if ('show' in route) {
      app.get(route.path, (context) =>
        serve(deps(), context, places, route, (desk) => showPage(desk, places, route, {})),
      );
      app.post(route.path, (context) => serve(deps(), context, places, route, (desk) => perform(desk, places, route)));
    } else {
      const answer = (context: Context) => serve(deps(), context, places, route, (desk) => route.answer(desk, context));
      if (route.method === 'post') app.post(route.path, answer);
      else app.get(route.path, answer);
    }
  }
  app.all('/desk/*', (context) => serve(deps(), context, places, undefined, notFound(places)));
  return app;
}

/** What wants a fresh proof leads to where it is given, and from there back. */
function towardsProof(desk: DeskRequest, matter: PageRoute['stepUp']): Response | undefined {
  return matter === undefined ? undefined : towardsStepUp(desk, matter);
}

function checkRoutes(routes: readonly DeskRoute[]): void {
  for (const route of routes) {
    checkPolicy(route.path, route.policy);
    if ('show' in route)
      for (const [name, { policy }] of Object.entries(route.acts ?? {})) checkPolicy(`${route.path} ${name}`, policy);
  }
}

function notFound(places: readonly Place[]): (desk: DeskRequest) => Promise<Response> {
  return (desk) => answerPage(desk, places, notFoundPage(desk));
}

/** Opens the request, asks the policy, and gives a plain answer to whatever goes wrong. */
async function serve(
  deps: TurnDeps,
  context: Context,
  places: readonly Place[],
  route: Pick<PageRoute, 'policy' | 'stepUp'> | PlainRoute | undefined,
  answer: (desk: DeskRequest) => Promise<Response>,
): Promise<Response> {
  secure(context);
  let desk: DeskRequest;
  try {
    desk = await openRequest(deps, context, route !== undefined && 'isIdle' in route);
  } catch (error) {
    deps.log.error('desk.unavailable', { error: nameOf(error) });
    return context.text('503', 503);
  }
  try {
    const policy: Policy = route?.policy ?? 'signedIn';
    if (policy !== 'everybody' && !desk.isSignedIn) return await answerPage(desk, places, strangerPage(desk));
    if (!allows(policy, desk.isSignedIn ? desk.actor.memberships : undefined)) return await notFound(places)(desk);
    if (context.req.method !== 'GET' && isForeign(context))
      return await answerPage(desk, places, troublePage(desk, 'foreign'));
    return towardsProof(desk, route?.stepUp) ?? (await answer(desk));
  } catch (error) {
    const kind = troubleOf(error);
    const about = { path: context.req.routePath, error: nameOf(error) };
    if (kind === 'changed') deps.log.info('desk.changed', about);
    else deps.log.error('desk.failed', about);
    return answerPage(desk, places, troublePage(desk, kind));
  }
}

/** What others write at the same moment is no fault: whoever asks looks again and sends once more. */
function troubleOf(error: unknown): 'unavailable' | 'changed' | 'failed' {
  if (isOutage(error)) return 'unavailable';
  return sqlStateOf(error) === sqlState.rowChanged ? 'changed' : 'failed';
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

async function showPage(
  desk: DeskRequest,
  places: readonly Place[],
  route: PageRoute,
  shown: Shown,
): Promise<Response> {
  const page = await route.show(desk, shown);
  if (page instanceof Response) return page;
  if (page !== undefined) {
    const status = shown.refused === undefined ? page : { ...page, status: 400 as const };
    return answerPage(desk, places, status, shown.notice);
  }
  return answerPage(desk, places, shown.notice?.tone === 'done' ? donePage(desk) : notFoundPage(desk), shown.notice);
}

/** A form was sent to its page: what it asks for is done once, and the page is shown with what came of it. */
async function perform(desk: DeskRequest, places: readonly Place[], route: PageRoute): Promise<Response> {
  const sent = await readForm(desk.context);
  const found: Act | undefined = sent === undefined ? undefined : ownAct(route, sent.act);
  if (sent === undefined || found === undefined) return answerPage(desk, places, troublePage(desk, 'malformed'));
  if (!allows(found.policy, desk.isSignedIn ? desk.actor.memberships : undefined)) return notFound(places)(desk);
  const proof = towardsProof(desk, found.stepUp);
  if (proof !== undefined) return proof;
  desk.formId = sent.form;
  const fields = found.fields.safeParse(sent.fields);
  if (!fields.success) {
    const refused = refusedOf(desk, sent, fields.error);
    const notice: Notice = { tone: 'refused', text: desk.say('desk:lookAgain') };
    return showPage(desk, places, route, { refused, notice });
  }
  const done = await found.perform(desk, fields.data);
  if (done instanceof Response) return done;
  return showPage(desk, places, route, 'tone' in done ? { notice: done } : done);
}

function ownAct({ acts = {} }: PageRoute, name: string): Act | undefined {
  return Object.hasOwn(acts, name) ? acts[name] : undefined;
}
