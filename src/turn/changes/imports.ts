import type { ImportFact } from '../../dialogue/facts/imports.ts';
import type { ChangeOf } from '../../dialogue/outcome.ts';
import type { ImportRow } from '../../people/import/checkRows.ts';
import { hashName, hashPhone } from '../../secrets/onFile.ts';
import { type ApplyContext, addRow, insertRow, ownerOf, updateRow } from '../context.ts';

/** The rows of a coordinator's file: while it is looked at, and when all of its people are registered at once. */
export async function applyImportFact(context: ApplyContext, change: ImportFact): Promise<void> {
  const at = context.world.now.toISOString();
  switch (change.fact) {
    case 'importStaged':
      return stage(context, change);
    case 'importConfirmed':
      updateRow(context, 'import_batch', {
        ...change.batch,
        state: 'confirmed',
        chosen: change.chosen,
        prepared: 0,
        attemptedAt: at,
      });
      return;
    case 'importDropped':
      updateRow(context, 'import_batch', { ...change.batch, state: 'dropped' });
      context.rows.named.set('endImport', change.batch.id);
      return;
    case 'peopleImported':
      return registerAll(context, change);
  }
}

async function stage(context: ApplyContext, { batch, rows }: ChangeOf<'importStaged'>): Promise<void> {
  const { vault, world, actor } = context;
  const owner = ownerOf(context, actor);
  insertRow(context, 'import_batch', {
    id: batch.id,
    accountId: actor,
    state: batch.isFit ? 'ready' : 'unfit',
    summary: await vault.seal(owner, `import_batch.summary:${batch.id}`, batch.summary),
    total: rows.length,
    chosen: { anyway: [], leftOut: [] },
    prepared: 0,
    registered: 0,
    createdAt: world.now.toISOString(),
    version: 1,
  });
  const seal = async (row: ImportRow) => {
    const id = crypto.randomUUID();
    return {
      id,
      batchId: batch.id,
      line: row.line,
      body: await vault.seal(owner, `import_row.body:${id}`, JSON.stringify(row)),
      nameHash: await hashName(vault, row.name),
      phoneHash: await hashPhone(vault, row.phone),
      version: 1,
    };
  };
  for (const row of rows) insertRow(context, 'import_row', await seal(row));
}

/** Each person's own row in the audit, as when they are registered one by one. */
function registerAll(context: ApplyContext, { batch, people }: ChangeOf<'peopleImported'>): void {
  updateRow(context, 'import_batch', { ...batch, state: 'done', registered: people.length });
  context.rows.named.set('endImport', batch.id);
  for (const { account } of people) insertRow(context, 'account', account);
  for (const { person } of people) insertRow(context, 'person', person);
  for (const { arrival } of people) insertRow(context, 'arrival', arrival);
  for (const { person } of people) {
    addRow(context, 'audit', {
      actor: context.actor,
      action: 'personRegistered',
      subjectId: person.id,
      personId: person.id,
      fields: ['account', 'arrival', 'person'],
    });
  }
}

const facts = new Set<string>([
  'importStaged',
  'importConfirmed',
  'importDropped',
  'peopleImported',
] satisfies ImportFact['fact'][]);

export function isImportFact(change: { readonly fact: string }): change is ImportFact {
  return facts.has(change.fact);
}
