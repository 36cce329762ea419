import type { CaseFileFound, CaseFileSearch, KeptFile } from '../dialogue/caseFileFound.ts';
import type { FileClosing } from '../people/closing.ts';
import { type PersonFileRows, personFileFrom } from './personFile.ts';
import { fromRow, type Row } from './rows.ts';

/** Words that are sealed with a key that is about to go, where they stand: for the writing, and not for the step. */
export interface SealedText {
  readonly place: string;
  readonly row: string;
  readonly text: string;
}

const searches = new Set<string>(['keptFile', 'twoFiles', 'notJoined'] satisfies CaseFileSearch['what'][]);

export function isCaseFileSearch(wanted: { readonly what: string }): wanted is CaseFileSearch {
  return searches.has(wanted.what);
}

interface KeptRows {
  readonly file: PersonFileRows;
  readonly accountVersion: number;
  readonly openRequests: number;
  readonly closing: Row | null;
  readonly approvers: readonly string[];
}

/** What `find_case_file` answers. */
export interface CaseFileAnswer {
  readonly kept?: KeptRows | null;
  readonly keep?: KeptRows | null;
  readonly gone?: KeptRows | null;
  readonly texts?: readonly SealedText[];
  readonly accounts?: readonly string[];
}

export function caseFileFoundFrom(wanted: CaseFileSearch, answer: CaseFileAnswer): CaseFileFound {
  switch (wanted.what) {
    case 'keptFile':
      return { what: wanted.what, kept: keptFrom(answer.kept) };
    case 'twoFiles':
      return { what: wanted.what, keep: keptFrom(answer.keep), gone: keptFrom(answer.gone) };
    case 'notJoined':
      return { what: wanted.what, accounts: answer.accounts ?? [] };
  }
}

function keptFrom(rows: KeptRows | null | undefined): KeptFile | null {
  if (rows == null) return null;
  const { file, closing, ...rest } = rows;
  return { ...rest, file: personFileFrom(file), closing: closing === null ? null : fromRow<FileClosing>(closing) };
}

/** The wrapped keys of whom the files are about. */
export function keysInCaseFiles({ kept, keep, gone }: CaseFileAnswer): ReadonlyMap<string, string> {
  return new Map(
    [kept, keep, gone].flatMap((rows) =>
      rows == null ? [] : [[rows.file.account.id, rows.file.account.key] as const],
    ),
  );
}
