import type { Context } from 'hono';
import type { Membership } from '../dialogue/world.ts';
import { type Locale, localeFor, localeSchema } from '../i18n/locale.ts';
import { readDirectory } from '../organisation/readDirectory.ts';
import type { TurnDeps } from '../turn/chatMemory.ts';
import { type DeskActor, DeskRequest } from './deskRequest.ts';
import { readDeskToken } from './session.ts';

interface OpenedDesk {
  readonly now: string;
  readonly directoryVersion: number;
  readonly session: { readonly id: string; readonly locale: string; readonly steppedUpUntil: string | null };
  readonly account: { readonly id: string; readonly key: string; readonly name: string; readonly phone: string | null };
  readonly memberships: readonly Membership[];
}

/** The request with whoever's session its cookie names, by the roles they have now. `idle`: it keeps no session open. */
export async function openRequest(deps: TurnDeps, context: Context, idle: boolean): Promise<DeskRequest> {
  const token = readDeskToken(context);
  const opened = token === undefined ? null : await openSession(deps, token.hash, !idle);
  const locale = opened === null ? pageLocale(context) : localeSchema.parse(opened.session.locale);
  const directory = await readDirectory(deps.database, opened?.directoryVersion ?? 0);
  const now = opened === null ? await readNow(deps) : new Date(opened.now);
  const actor = opened === null ? undefined : await actorOf(deps, opened);
  return new DeskRequest({ deps, context, locale, now, directory, actor });
}

function pageLocale(context: Context): Locale {
  return localeFor(context.req.query('lang') ?? context.req.header('accept-language'));
}

async function openSession(deps: TurnDeps, hash: string, touch: boolean): Promise<OpenedDesk | null> {
  const [row] = await deps.database.query<{ found: OpenedDesk | null }>('select open_desk($1, $2, $3) as found', [
    hash,
    touch,
    deps.clock()?.toISOString() ?? null,
  ]);
  return row?.found ?? null;
}

async function readNow({ database, clock }: TurnDeps): Promise<Date> {
  const set = clock();
  if (set !== null) return set;
  const [row] = await database.query<{ now: string }>('select clock_now() as now');
  return new Date(row?.now ?? Number.NaN);
}

async function actorOf({ vault }: TurnDeps, { account, session, memberships }: OpenedDesk): Promise<DeskActor> {
  const name = await vault.open(account, `account.name:${account.id}`, account.name);
  return {
    accountId: account.id,
    key: account.key,
    name,
    sessionId: session.id,
    steppedUpUntil: session.steppedUpUntil === null ? null : new Date(session.steppedUpUntil),
    memberships,
  };
}
