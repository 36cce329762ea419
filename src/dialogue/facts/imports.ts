import type { ImportRow } from '../../people/import/checkRows.ts';
import type { RegisteredRows } from '../../people/registeredRows.ts';

type Versioned = { readonly id: string; readonly version: number };

/** What the coordinator decided about lines that look like somebody: registered all the same, or left out. */
export interface ChosenLines {
  readonly anyway: readonly number[];
  readonly leftOut: readonly number[];
}

/** What becomes true of a coordinator's file of people. */
export type ImportFact =
  /** `summary`: JSON of what the preview says. Of a file that is unfit there are no rows. */
  | {
      readonly fact: 'importStaged';
      readonly batch: { readonly id: string; readonly isFit: boolean; readonly summary: string };
      readonly rows: readonly ImportRow[];
    }
  | { readonly fact: 'importConfirmed'; readonly batch: Versioned; readonly chosen: ChosenLines }
  | { readonly fact: 'importDropped'; readonly batch: Versioned }
  | { readonly fact: 'peopleImported'; readonly batch: Versioned; readonly people: readonly RegisteredRows[] };
