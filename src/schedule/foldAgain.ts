import type { Deps } from '../deps.ts';

const most = 500;

/**
 * Notices that were opened ten minutes ago close again. Which those are stands in the database, so that a process that dies
 * leaves none open. A bite at a time, each in a transaction of its own.
 */
export async function foldAgain({ database, clock, wake }: Pick<Deps, 'database' | 'clock' | 'wake'>): Promise<void> {
  let closed = 0;
  do {
    const [bite] = await database.query<{ closed: number }>('select fold_again($1, $2)::integer as closed', [
      clock()?.toISOString() ?? null,
      most,
    ]);
    closed = bite?.closed ?? 0;
    if (closed > 0) wake();
  } while (closed === most);
}
