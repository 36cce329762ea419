import * as z from 'zod';
import type { Person } from '../../dialogue/world.ts';
import { fromRow, type Row } from '../../turn/rows.ts';
import type { DeskRequest } from '../deskRequest.ts';

/** Somebody on file for whom whoever asks may write a request down. */
export interface Received {
  readonly person: Person;
  readonly accountId: string;
  readonly hasPhone: boolean;
}

/** By one of these; what was typed as name and phone comes as keyed hashes. */
type By =
  | { readonly account: string }
  | { readonly digits: string }
  | { readonly nameHash: string; readonly phoneHash: string };

/** Undefined when nobody matches, or several do, or the one lies elsewhere: nobody can tell which. */
export async function findReceived(desk: DeskRequest, by: By): Promise<Received | undefined> {
  const found = await desk.read<{ row: Row; accountId: string; hasPhone: boolean } | null>('desk_reception', by);
  return found === null
    ? undefined
    : { person: fromRow<Person>(found.row), accountId: found.accountId, hasPhone: found.hasPhone };
}

export async function receivedInPath(desk: DeskRequest): Promise<Received | undefined> {
  const account = desk.path('account');
  return z.uuid().safeParse(account).success ? findReceived(desk, { account }) : undefined;
}

/** Whether reception is theirs: the staff of a station, and coordinators. The step asks the same. */
export function isReception(desk: DeskRequest): boolean {
  return (
    desk.has('coordinator') || desk.departments.some((id) => desk.directory.departments.get(id)?.kind === 'station')
  );
}
