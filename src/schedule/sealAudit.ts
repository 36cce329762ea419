import type { Deps } from '../deps.ts';

/** Rows of the audit in one link of the chain. */
const most = 1000;
/** Links in one tick: what is left waits a minute. */
const mostLinks = 50;

/**
 * Seals what was committed since the last tick. Each link's hash goes to the log as well, which lies elsewhere: who could
 * rewrite the chain in the database cannot rewrite that.
 */
export async function sealAudit({ database, log }: Pick<Deps, 'database' | 'log'>, now: Date): Promise<void> {
  for (let count = 0; count < mostLinks; count += 1) {
    const [answer] = await database.query<{ seal: { position: number; rows: number; hash: string } | null }>(
      'select seal_audit($1, $2) as seal',
      [now.toISOString(), most],
    );
    const seal = answer?.seal ?? null;
    if (seal === null) return;
    log.info('audit.sealed', seal);
    if (seal.rows < most) return;
  }
}
