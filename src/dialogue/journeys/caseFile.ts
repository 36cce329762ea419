import type { CaseFileAction } from '../actions/caseFile.ts';
import type { Step } from '../outcome.ts';
import { decideClosing, proposeClosing, reopenFile } from '../topics/closingFile.ts';
import { correctFile } from '../topics/correctingFile.ts';
import { makeCards } from '../topics/makingCards.ts';
import { mergeFiles } from '../topics/mergingFiles.ts';
import type { World } from '../world.ts';

/** What is done with a file at the desk, or, where it only wants a yes, in the chat. */
export function onCaseFileAction(action: CaseFileAction, world: World): Step {
  switch (action.do) {
    case 'correctFile':
      return correctFile(world, action);
    case 'proposeClosing':
      return proposeClosing(world, action);
    case 'decideClosing':
      return decideClosing(world, action.closing, action.approved);
    case 'reopenFile':
      return reopenFile(world, action);
    case 'mergeFiles':
      return mergeFiles(world, action);
    case 'makeCards':
      return makeCards(world, action.accounts);
  }
}
