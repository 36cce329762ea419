import type { Deps } from '../deps.ts';
import type { DeskFound, DeskLogin, DeskPin, DeskSearch, DeskSession } from '../dialogue/deskFound.ts';
import { hashPin, isPin } from '../secrets/deskSecrets.ts';
import { fromRow, type Row } from './rows.ts';

/** What `find_desk` gives. */
interface DeskRows {
  readonly login: Row | null;
  readonly unused: Row[];
  readonly sessions: Row[];
  readonly onlyWeb: boolean;
  readonly pin: Row | null;
}

interface Scope {
  readonly actor: string;
  readonly identityId: string;
  readonly now: Date;
}

/** The sender's desk. Typed digits are compared here: neither they nor what they are compared with goes on. */
export async function searchDesk(
  { database, vault }: Pick<Deps, 'database' | 'vault'>,
  { login, digits, again }: DeskSearch,
  { actor, identityId, now }: Scope,
): Promise<DeskFound> {
  const [answer] = await database.query<{ found: DeskRows }>('select find_desk($1::jsonb) as found', [
    JSON.stringify({ actor, identityId, login, at: now.toISOString() }),
  ]);
  if (answer === undefined) throw new Error('find_desk gave no row');
  const { found } = answer;
  const kept = found.pin === null ? undefined : String(found.pin.hash);
  const matches = async (hash: string | undefined) =>
    digits !== undefined && hash !== undefined && (await isPin(vault, actor, digits, hash));
  return {
    login: found.login === null ? null : fromRow<DeskLogin>(found.login),
    unused: found.unused.map((row) => fromRow<DeskFound['unused'][number]>(row)),
    sessions: found.sessions.map((row) => fromRow<DeskSession>(row)),
    onlyWeb: found.onlyWeb,
    pin: found.pin === null ? null : fromRow<DeskPin>(found.pin),
    typed:
      digits === undefined
        ? null
        : { isPin: await matches(kept), isAgain: await matches(again), hash: await hashPin(vault, actor, digits) },
  };
}
