import type { CaseFileFoundOf, CaseFileSearch, KeptFile } from '../caseFileFound.ts';
import { type Outcome, type Step, saidFirst } from '../outcome.ts';
import { type Line, line } from '../parameter.ts';
import { isApproved, type World } from '../world.ts';
import { mainMenu } from './menu.ts';

/** Files are kept by those who coordinate the area and by the offices above them. */
export function keepsFiles(world: World): boolean {
  return isApproved(world, 'coordinator') || isApproved(world, 'office');
}

/** What a search for one who keeps files brought, or the search that is still to be made. */
export function withCaseFile<What extends CaseFileSearch['what']>(
  world: World,
  search: Extract<CaseFileSearch, { what: What }>,
  then: (found: CaseFileFoundOf<What>) => Step,
): Step {
  if (!keepsFiles(world)) return mainMenu(world);
  if (world.found === null) return { search };
  const found = world.found.caseFile;
  return found?.what === search.what ? then(found as CaseFileFoundOf<What>) : mainMenu(world);
}

/** One file, in the version that was looked at; what somebody else has changed since is to be looked at first. */
export function withKeptFile(world: World, accountId: string, version: number, then: (kept: KeptFile) => Step): Step {
  return withCaseFile(world, { what: 'keptFile', accountId }, ({ kept }) => {
    if (kept === null) return only(world, line('common:notYours'));
    return kept.file.person.version === version ? then(kept) : only(world, line('deskFile:changedMeanwhile'));
  });
}

/** Says this, and nothing changes. */
export function only(world: World, said: Line): Outcome {
  return saidFirst([said], mainMenu(world));
}
