import type { FileClosing } from '../people/closing.ts';
import type { PersonFile } from '../people/personFile.ts';

/** Files for whoever coordinates their area, or is an office above it. */
export type CaseFileSearch =
  | { readonly what: 'keptFile'; readonly accountId?: string; readonly closingId?: string }
  | { readonly what: 'twoFiles'; readonly keep: string; readonly gone: string }
  | { readonly what: 'notJoined'; readonly accounts: readonly string[] };

export interface KeptFile {
  readonly file: PersonFile;
  readonly accountVersion: number;
  readonly openRequests: number;
  readonly closing: FileClosing | null;
  /** Who may give the second yes, but for who asks. */
  readonly approvers: readonly string[];
}

export type CaseFileFound =
  | { readonly what: 'keptFile'; readonly kept: KeptFile | null }
  | { readonly what: 'twoFiles'; readonly keep: KeptFile | null; readonly gone: KeptFile | null }
  | { readonly what: 'notJoined'; readonly accounts: readonly string[] };

export type CaseFileFoundOf<What extends CaseFileSearch['what']> = Extract<CaseFileFound, { what: What }>;
