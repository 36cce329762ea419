import type { CaseFileAction } from '../actions/caseFile.ts';
import type { KeptFile } from '../caseFileFound.ts';
import type { MergedFile } from '../facts/caseFile.ts';
import { type Message, type Step, saidFirst } from '../outcome.ts';
import { line } from '../parameter.ts';
import type { World } from '../world.ts';
import { only, withCaseFile } from './keptFile.ts';
import { mainMenu } from './menu.ts';
import { activeHelpers } from './ownFile.ts';

/** 合并: two files of one person become one. Each helper of either is told once, and another station that it lost one. */
export function mergeFiles(world: World, action: Extract<CaseFileAction, { do: 'mergeFiles' }>): Step {
  const { keep: kept, gone: other } = action;
  if (kept === other) return only(world, line('common:notYours'));
  return withCaseFile(world, { what: 'twoFiles', keep: kept, gone: other }, ({ keep, gone }) => {
    if (keep === null || gone === null) return only(world, line('common:notYours'));
    if (keep.file.person.version !== action.keepVersion || gone.file.person.version !== action.goneVersion)
      return only(world, line('deskFile:changedMeanwhile'));
    return saidFirst([line('deskFile:merged')], mainMenu(world), {
      changes: [{ fact: 'filesMerged', personId: keep.file.person.id, keep: merged(keep), gone: merged(gone) }],
      messages: messagesAbout(keep, gone),
    });
  });
}

function messagesAbout(keep: KeptFile, gone: KeptFile): Message[] {
  const { person } = keep.file;
  const lines = [line('deskFile:mergedTold', { name: { name: person.accountId } })];
  const helpers =
    person.shielded || gone.file.person.shielded ? [] : [...activeHelpers(keep.file), ...activeHelpers(gone.file)];
  const told = new Set(helpers.map(({ accountId }) => accountId));
  return [
    ...[...told].map(
      (account): Message => ({
        to: { account, about: person.id },
        lines,
        choices: [{ label: line('arrival:see'), action: { do: 'helpedPerson', account: person.accountId } }],
      }),
    ),
    ...(gone.file.person.areaId === person.areaId ? [] : [elsewhere(gone, person.areaId)]),
  ];
}

/** Without a name: the file is another station's now. */
function elsewhere({ file }: KeptFile, area: string): Message {
  return {
    to: { coordinators: file.person.areaId },
    lines: [line('deskFile:mergedElsewhere', { area: { area } })],
    choices: [],
  };
}

function merged({ file: { person } }: KeptFile): MergedFile {
  return { personId: person.id, accountId: person.accountId, version: person.version };
}
