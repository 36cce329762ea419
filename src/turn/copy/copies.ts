import type { Database } from '../../db/database.ts';
import type { Locale } from '../../i18n/locale.ts';
import { directoryKnowing } from '../../organisation/readDirectory.ts';
import { hashCopyLink } from '../../secrets/codes.ts';
import type { Vault } from '../../secrets/vault.ts';
import { copyAsData } from './data.ts';
import { type CopyRows, type OpenedCopy, openCopy } from './opened.ts';
import { type CopySection, copySections } from './sections.ts';

/** A copy to be shown once and saved. */
export interface Copy {
  /** For computers. */
  readonly json: string;
  /** The same to read, in the reader's language. */
  readonly sections: readonly CopySection[];
  readonly locale: Locale;
}

export interface Copies {
  /** What a link opens; undefined for one that is unknown, used or too old. */
  open(link: string): Promise<Copy | undefined>;
}

/** Copies of what is held about somebody, opened for whoever has the link, which is used up by that. */
export function createCopies({
  database,
  vault,
  clock,
}: {
  readonly database: Database;
  readonly vault: Vault;
  readonly clock: () => Date | null;
}): Copies {
  return {
    async open(link) {
      const [answer] = await database.query<{ copy: CopyRows | null }>('select open_copy($1, $2) as copy', [
        await hashCopyLink(vault, link),
        clock()?.toISOString() ?? null,
      ]);
      const rows = answer?.copy ?? null;
      if (rows === null) return undefined;
      const opened = await openCopy(vault, rows);
      const directory = await directoryKnowing(database, wordingsIn(opened));
      return {
        json: JSON.stringify(copyAsData(opened, directory), null, 2),
        sections: copySections(opened, directory),
        locale: opened.locale,
      };
    },
  };
}

/** What a yes was about names the same words as the answers of its request. */
function wordingsIn({ answers }: OpenedCopy): string[] {
  return [...answers.values()].flatMap((said) => said.flatMap(({ wording }) => wording ?? []));
}
