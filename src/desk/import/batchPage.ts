import * as z from 'zod';
import { sqlState, sqlStateOf } from '../../db/database.ts';
import { type ImportStep, takeImportTurn } from '../../turn/importTurn.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { noFields } from '../fields.ts';
import { act, type Notice, type PageRoute } from '../route.ts';
import type { Batch } from './batch.ts';
import { donePart, droppedPart, progressPart } from './outcome.ts';
import { mostAlike, readyPart, unfitPart } from './preview.ts';
import { isRunningHere, registerBatch } from './registering.ts';
import { openSummary } from './summary.ts';

const secondsBetween = 2;
/** Nothing was heard of the registering for so long: the process that did it is gone. */
const silentMilliseconds = 60_000;

const linesField = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((ticked) => (ticked === undefined ? [] : [ticked].flat()))
  .pipe(
    z
      .array(
        z
          .string()
          .regex(/^\d{1,7}$/)
          .transform(Number),
      )
      .max(mostAlike),
  );

const confirm = act<{ anyway: readonly number[] }>({
  policy: ['coordinator'],
  fields: z.object({ anyway: linesField }),
  perform: async (desk, { anyway }) => {
    const batch = await readBatch(desk);
    if (batch === null || batch.state !== 'ready') return changed(desk);
    const ticked = new Set(anyway);
    const listed = batch.alike.slice(0, mostAlike);
    const chosen = {
      anyway: listed.filter(({ line }) => ticked.has(line)).map(({ line }) => line),
      leftOut: listed.filter(({ line }) => !ticked.has(line)).map(({ line }) => line),
    };
    return go(desk, batch, { do: 'confirm', batch: { id: batch.id, version: batch.version }, chosen });
  },
});

const goOn = act({
  policy: ['coordinator'],
  fields: noFields,
  perform: async (desk) => {
    const batch = await readBatch(desk);
    if (batch === null || batch.state !== 'confirmed' || !isStopped(desk, batch)) return changed(desk);
    return go(desk, batch, { do: 'confirm', batch: { id: batch.id, version: batch.version }, chosen: batch.chosen });
  },
});

const drop = act({
  policy: ['coordinator'],
  fields: noFields,
  perform: async (desk) => {
    const batch = await readBatch(desk);
    if (batch === null || batch.state === 'done' || batch.state === 'dropped') return changed(desk);
    return take(desk, batch, { do: 'drop', batch: { id: batch.id, version: batch.version } });
  },
});

/** Confirmed, and on its way: the page is answered while the rows are being prepared. */
async function go(desk: DeskRequest, batch: Batch, step: ImportStep): Promise<Notice | Response> {
  const answer = await take(desk, batch, step);
  if (!(answer instanceof Response)) return answer;
  const { accountId, key } = desk.actor;
  const { deps, locale, now, today } = desk;
  deps.background(registerBatch(deps, { batchId: batch.id, accountId, key, locale, now, today }));
  return answer;
}

async function take(desk: DeskRequest, batch: Batch, step: ImportStep): Promise<Notice | Response> {
  const { accountId } = desk.actor;
  try {
    const answer = await takeImportTurn(desk.deps, { accountId, locale: desk.locale, once: desk.formId, step });
    if (answer === 'refused') return { tone: 'refused', text: desk.say('deskImport:problem.notYours') };
    return desk.context.redirect(`/desk/import/${batch.id}`, 303);
  } catch (error) {
    if (sqlStateOf(error) !== sqlState.rowChanged) throw error;
    return changed(desk);
  }
}

function changed(desk: DeskRequest): Notice {
  return { tone: 'refused', text: desk.say('deskImport:problem.changed') };
}

async function readBatch(desk: DeskRequest): Promise<Batch | null> {
  const batch = desk.path('batch');
  return z.uuid().safeParse(batch).success ? desk.read<Batch | null>('desk_import', { batch }) : null;
}

function isStopped({ now }: DeskRequest, { id, attemptedAt }: Batch): boolean {
  if (attemptedAt === null) return true;
  return !isRunningHere(id) && now.getTime() - new Date(attemptedAt).getTime() > silentMilliseconds;
}

/** `/desk/import/:batch`: what a file holds and what is wrong with it; how far its registering is; what came of it. */
export const batchPage: PageRoute = {
  path: '/desk/import/:batch',
  policy: ['coordinator'],
  show: async (desk) => {
    const batch = await readBatch(desk);
    if (batch === null) return undefined;
    const summary = await openSummary(desk.deps, desk.actor, batch);
    const title = `${desk.say('deskImport:title')} · ${summary.fileName}`;
    switch (batch.state) {
      case 'unfit':
        return { title, body: unfitPart(desk, summary) };
      case 'ready':
        return { title, body: await readyPart(desk, batchPage, batch, summary) };
      case 'confirmed': {
        const hasStopped = isStopped(desk, batch);
        const body = progressPart(desk, batchPage, batch, hasStopped);
        return { title, body, ...(hasStopped ? {} : { refreshSeconds: secondsBetween }) };
      }
      case 'done':
        return { title, body: donePart(desk, batch) };
      case 'dropped':
        return { title, body: droppedPart(desk) };
    }
  },
  acts: { confirm, goOn, drop },
};
