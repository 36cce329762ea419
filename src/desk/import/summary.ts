import * as z from 'zod';
import { type BadCell, type Checked, wrongs } from '../../people/import/checkRows.ts';
import { type Column, forbiddenKinds, importFields } from '../../people/import/columns.ts';
import type { TurnDeps } from '../../turn/chatMemory.ts';
import type { DeskActor } from '../deskRequest.ts';

/** As many cells are listed; more of them are counted. */
export const mostListed = 200;
const mostColumnsListed = 60;

const columnSchema = z.object({
  place: z.number(),
  letter: z.string(),
  heading: z.string(),
  is: z.union([
    z.object({ field: z.enum(importFields) }),
    z.object({ forbidden: z.enum(forbiddenKinds) }),
    z.literal('unknown'),
    z.literal('again'),
  ]),
});

const badSchema = z.object({
  line: z.number(),
  letter: z.string(),
  field: z.enum(importFields),
  found: z.string(),
  wrong: z.enum(wrongs),
});

/** What the preview says of a file, kept sealed with it. */
const summarySchema = z.object({
  fileName: z.string(),
  columns: z.array(columnSchema),
  bad: z.array(badSchema),
  badCount: z.number(),
  missing: z.array(z.enum(importFields)),
  hasExample: z.boolean(),
});
export type Summary = z.infer<typeof summarySchema>;

const longestFileName = 80;

export function summaryOf(fileName: string, columns: readonly Column[], checked: Checked): Summary {
  const bad: readonly BadCell[] = checked.bad;
  return {
    fileName: fileName
      .replace(/[^\P{Cc}\P{Cs}]/gu, '')
      .slice(0, longestFileName)
      .toWellFormed(),
    columns: [...columns.slice(0, mostColumnsListed)],
    bad: [...bad.slice(0, mostListed)],
    badCount: bad.length,
    missing: [...checked.missing],
    hasExample: checked.hasExample,
  };
}

export async function openSummary(
  { vault }: TurnDeps,
  { accountId, key }: Pick<DeskActor, 'accountId' | 'key'>,
  batch: { readonly id: string; readonly summary: string },
): Promise<Summary> {
  const opened = await vault.open({ id: accountId, key }, `import_batch.summary:${batch.id}`, batch.summary);
  return summarySchema.parse(JSON.parse(opened));
}
