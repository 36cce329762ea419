import type { ChosenLines, ImportFact } from '../dialogue/facts/imports.ts';
import { coordinates, stationAreas } from '../dialogue/topics/registering.ts';
import type { World } from '../dialogue/world.ts';
import type { Locale } from '../i18n/locale.ts';
import { requestIdOf } from '../mail/requestId.ts';
import type { ImportRow } from '../people/import/checkRows.ts';
import type { RegisteredRows } from '../people/registeredRows.ts';
import type { TurnDeps } from './chatMemory.ts';
import { withRetries } from './decide.ts';
import { readDeskTurn } from './deskTurn.ts';
import { writeDeskTurn } from './writeTurn.ts';

type Versioned = { readonly id: string; readonly version: number };

/** What a coordinator does with a file of people. No chat can, so the desk says it in words of its own. */
export type ImportStep =
  | {
      readonly do: 'stage';
      readonly batch: string;
      readonly summary: string;
      readonly rows: readonly ImportRow[] | 'unfit';
    }
  | { readonly do: 'confirm'; readonly batch: Versioned; readonly chosen: ChosenLines }
  | { readonly do: 'drop'; readonly batch: Versioned }
  | { readonly do: 'register'; readonly batch: Versioned; readonly people: readonly RegisteredRows[] };

export interface ImportTurn {
  readonly accountId: string;
  readonly locale: Locale;
  /** What makes it count once: the form's id, or the file's where nobody sends a form. */
  readonly once: string;
  readonly step: ImportStep;
}

/** `refused`: whoever asks coordinates no station, or no longer the one that somebody is to be registered at. */
export type ImportAnswer = 'done' | 'seen' | 'refused';

/** As every turn: checked, written and audited in one commit, once. Rejects with GT001 when the file has changed meanwhile. */
export async function takeImportTurn(deps: TurnDeps, turn: ImportTurn): Promise<ImportAnswer> {
  const updateId = `${turn.accountId} ${turn.once}`;
  const answer = await withRetries(
    () => takeOnce(deps, turn, updateId),
    () => {},
  );
  const content = `import ${turn.step.do}`;
  deps.log.info('turn', { request: requestIdOf('desk', updateId), channel: 'desk', content, outcome: answer });
  return answer;
}

async function takeOnce(deps: TurnDeps, turn: ImportTurn, updateId: string): Promise<ImportAnswer> {
  const read = await readDeskTurn(deps, { ...turn, topic: { name: 'menu' } }, updateId);
  if (read.seen) return 'seen';
  if (!mayTake(read.world, turn.step)) return 'refused';
  const shown = { to: 'chat', lines: [], choices: [] } as const;
  await writeDeskTurn(deps, read, { changes: [factOf(turn.step)], messages: [] }, updateId, shown);
  return 'done';
}

function mayTake(world: World, step: ImportStep): boolean {
  if (!coordinates(world)) return false;
  const mine = new Set(stationAreas(world).map(({ id }) => id));
  switch (step.do) {
    case 'stage':
      return step.rows === 'unfit' || step.rows.every(({ area }) => mine.has(area));
    case 'register':
      return step.people.every(({ person }) => mine.has(String(person.areaId)));
    case 'confirm':
    case 'drop':
      return true;
  }
}

function factOf(step: ImportStep): ImportFact {
  switch (step.do) {
    case 'stage': {
      const isFit = step.rows !== 'unfit';
      const batch = { id: step.batch, isFit, summary: step.summary };
      return { fact: 'importStaged', batch, rows: step.rows === 'unfit' ? [] : step.rows };
    }
    case 'confirm':
      return { fact: 'importConfirmed', batch: step.batch, chosen: step.chosen };
    case 'drop':
      return { fact: 'importDropped', batch: step.batch };
    case 'register':
      return { fact: 'peopleImported', batch: step.batch, people: step.people };
  }
}
