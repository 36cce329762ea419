/** One PGlite a worker, used again by test after test: opening one takes about a second of processor time. */
import { readFile } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { inject } from 'vitest';
import { pgliteOptions } from '../../src/db/pglite.ts';
import type { Template } from './openDatabase.ts';
import { definitionsOf, restoreRows, type SavedRows } from './savedRows.ts';

interface Pooled {
  readonly pglite: PGlite;
  /** As they were when it was opened. */
  readonly definitions: string;
  uses: number;
}

/** More would only take memory: hardly a test has two open at once. */
const kept = 1;
/** The log of changes grows until a checkpoint, which nothing here makes by itself. */
const usesBetweenCheckpoints = 10;
const idle: Pooled[] = [];
let templates: Promise<Readonly<Record<Template, SavedRows>>> | undefined;

/** Taken from the pool, or opened, with the rows of a template and a fresh session of the owner. */
export async function takePglite(template: Template): Promise<Pooled> {
  templates ??= readFile(inject('pgliteTemplates'), 'utf8').then((text) => JSON.parse(text));
  const rows = (await templates)[template];
  const pooled = (await takeIdle()) ?? (await open());
  await restoreRows(pooled.pglite, rows);
  pooled.uses += 1;
  if (pooled.uses % usesBetweenCheckpoints === 0) await pooled.pglite.exec('checkpoint');
  return pooled;
}

/** What is called after this waits for every statement that was sent before. */
export async function giveBack(pooled: Pooled): Promise<void> {
  if (idle.length < kept) idle.push(pooled);
  else await pooled.pglite.close();
}

/** One whose definitions are as they were; one that a test has changed is closed, and so is one that is broken. */
async function takeIdle(): Promise<Pooled | undefined> {
  const pooled = idle.pop();
  if (pooled === undefined) return undefined;
  try {
    // Apart from each other: the second wants no transaction, and a script is one.
    await pooled.pglite.exec('rollback');
    await pooled.pglite.exec('discard all');
    if ((await definitionsOf(pooled.pglite)) === pooled.definitions) return pooled;
  } catch {
    // Closed below.
  }
  await pooled.pglite.close().catch(() => {});
  return undefined;
}

/** A new one with nothing in it. Making it takes seconds, so where the run has kept one, it is a copy of that. */
export async function openEmptyPglite(): Promise<PGlite> {
  const kept = inject('pgliteEmpty');
  return kept === '' ? PGlite.create(pgliteOptions) : openDump(kept);
}

async function openDump(file: string): Promise<PGlite> {
  return PGlite.create({ ...pgliteOptions, loadDataDir: new Blob([await readFile(file)]) });
}

async function open(): Promise<Pooled> {
  const pglite = await openDump(inject('pgliteDump'));
  return { pglite, definitions: await definitionsOf(pglite), uses: 0 };
}
