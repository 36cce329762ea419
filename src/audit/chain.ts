/** Looking through the chain over the audit: the rows are hashed here anew, not by the database that holds them. */
import { createHash } from 'node:crypto';
import type { Database } from '../db/database.ts';

interface AuditRow {
  readonly id: number;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly subjectId: string | null;
  readonly personId: string | null;
  readonly fields: readonly string[];
  readonly reason: string | null;
}

interface Seal {
  readonly position: number;
  readonly at: string;
  readonly ids: readonly number[];
  readonly upTo: number;
  readonly until: string;
  readonly digest: string;
  readonly hash: string;
  readonly isPurged: boolean;
  readonly rows: readonly AuditRow[];
}

/** `breaks` in plain words, one line each; the rest says how far the chain reaches. */
export interface Verdict {
  readonly breaks: readonly string[];
  readonly seals: number;
  readonly rows: number;
  /** `position:hash` of the last seal, to be written down elsewhere and held against the chain later. */
  readonly head: string | null;
  /** Rows with an id that lies before others that were sealed before them, as happens to what commits late. */
  readonly late: readonly number[];
  readonly waiting: number;
  readonly waitingSince: string | null;
}

export interface Expectation {
  /** A head that was written down earlier. */
  readonly head?: string | undefined;
  /** Before this moment rows may be gone: retention took them. */
  readonly keptSince: string;
  readonly now: string | null;
}

/** Links looked at together. */
const bite = 50;

/** `database` is one that may read the audit: its owner's, or an embedded one. */
export async function verifyChain(database: Database, { head, keptSince, now }: Expectation): Promise<Verdict> {
  const breaks: string[] = [];
  const late: number[] = [];
  let before: Pick<Seal, 'position' | 'hash' | 'upTo'> = { position: 0, hash: '', upTo: 0 };
  let rows = 0;
  const hashes = new Map<string, true>();
  for (;;) {
    const [answer] = await database.query<{ seals: Seal[] }>('select read_audit_chain($1, $2) as seals', [
      before.position,
      bite,
    ]);
    const seals = answer?.seals ?? [];
    for (const seal of seals) {
      breaks.push(...breaksBetween(before, seal), ...breaksIn(seal, keptSince));
      late.push(...seal.ids.filter((id) => id <= before.upTo));
      rows += seal.rows.length;
      if (head !== undefined) hashes.set(headOf(seal), true);
      before = seal;
    }
    if (seals.length < bite) break;
  }
  const tail = await readTail(database, now);
  if (tail.seals > before.position)
    breaks.push(
      `the last seals are missing: ${tail.seals} were made, and seal ${before.position} is the last there is`,
    );
  breaks.push(...tail.late.map((id) => `row ${id} turned up after rows behind it had long been sealed`));
  if (head !== undefined && !hashes.has(head)) breaks.push(`the chain has no seal ${head}, which was written down`);
  return {
    breaks,
    seals: before.position,
    rows,
    head: before.position === 0 ? null : headOf(before),
    late,
    waiting: tail.waiting,
    waitingSince: tail.since,
  };
}

function headOf({ position, hash }: Pick<Seal, 'position' | 'hash'>): string {
  return `${position}:${hash}`;
}

interface Tail {
  readonly seals: number;
  readonly late: readonly number[];
  readonly waiting: number;
  readonly since: string | null;
}

async function readTail(database: Database, now: string | null): Promise<Tail> {
  const [answer] = await database.query<{ tail: Tail }>('select read_audit_tail($1) as tail', [now]);
  if (answer === undefined) throw new Error('read_audit_tail gave no row');
  return answer.tail;
}

function breaksBetween(before: Pick<Seal, 'position' | 'hash' | 'upTo'>, seal: Seal): string[] {
  const missing = Array.from(
    { length: seal.position - before.position - 1 },
    (_, place) => before.position + place + 1,
  );
  if (missing.length > 0) return missing.map((position) => `seal ${position} is missing`);
  const text = [before.hash, seal.position, seal.at, seal.ids.join(), seal.until, seal.digest].join('\n');
  return sha256(text) === seal.hash ? [] : [`seal ${seal.position} was changed, or does not follow the one before it`];
}

function breaksIn({ position, ids, until, digest, isPurged, rows }: Seal, keptSince: string): string[] {
  if (isPurged) return until < keptSince ? [] : [`seal ${position}: its rows are gone before their time`];
  const there = new Set(rows.map(({ id }) => id));
  const gone = ids.filter((id) => !there.has(id)).map((id) => `seal ${position}: row ${id} is missing`);
  if (gone.length > 0) return gone;
  const isAsSealed = sha256(rows.map(textOf).join('\n')) === digest;
  return isAsSealed ? [] : [`seal ${position}: a row was changed (rows ${ids[0]} to ${ids.at(-1)})`];
}

/** As `audit_text` in drizzle/functions/43_audit.sql. */
function textOf({ id, at, actor, action, subjectId, personId, fields, reason }: AuditRow): string {
  return [id, at, actor, action, subjectId ?? '', personId ?? '', fields.join(), reason ?? ''].join('\u001f');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
