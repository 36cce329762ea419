import { canMove } from '../referrals/lifeCycle.ts';
import type { ReferralFile } from '../referrals/referral.ts';
import type { Action } from './action.ts';
import { backInJourney, onJourneyAction } from './journeys/journeys.ts';
import { type Outcome, type Step, saidFirst } from './outcome.ts';
import { line } from './parameter.ts';
import { resume } from './resume.ts';
import type { Topic } from './topic.ts';
import { startCheckIn } from './topics/checkIn.ts';
import { askClosing, change, close, compose, send } from './topics/composing.ts';
import {
  decideApproval,
  finishCall,
  listApprovals,
  listCalls,
  listPeople,
  reissue,
  showApproval,
  showCall,
} from './topics/coordination.ts';
import { afterCrisis } from './topics/crisis.ts';
import { chooseGroup, chooseKind, chooseOption, continueForm, stepBack } from './topics/help.ts';
import { decideConsent } from './topics/joining.ts';
import {
  askForHelp,
  askWithdrawing,
  changedMeanwhile,
  listMatters,
  reopen,
  sayHelped,
  showMatter,
  withdraw,
} from './topics/matters.ts';
import { mainMenu, notYours } from './topics/menu.ts';
import { showOwnData } from './topics/ownDataShown.ts';
import { chooseDepartment } from './topics/passingOn.ts';
import { claim, fileInHand, isInMyQueue, listQueue, receivePaper, showReferral } from './topics/queue.ts';
import { passOn } from './topics/requesting.ts';
import { personWrites, startWriting, talkToHuman } from './topics/station.ts';
import type { World } from './world.ts';

/** Choices that name what they are about, and so work at any time. What they name is checked again, here and now. */
export function onAction(action: Action, world: World): Step {
  const journey = onJourneyAction({ name: 'menu' }, action, world);
  if (journey !== undefined) return journey;
  switch (action.do) {
    case 'menu':
      return mainMenu(world);
    case 'help':
      return personOnly(world, chooseGroup);
    case 'kind':
      return personOnly(world, () => continueForm(world, action.kind, []));
    case 'checkIn':
      return startCheckIn(world);
    case 'myInformation':
      return showOwnData(world);
    case 'human':
      return talkToHuman(world);
    case 'matters':
      return personOnly(world, () => listMatters(world, action.page));
    case 'matter':
    case 'write':
    case 'withdraw':
    case 'reopen':
    case 'needHelp':
    case 'helped':
      return onOwnReferral(action, world);
    case 'queue':
      return listQueue(world, action.page);
    case 'open':
    case 'claim':
    case 'answer':
    case 'ask':
    case 'askPaper':
    case 'paperReceived':
    case 'passOn':
    case 'sendBack':
    case 'refuse':
    case 'close':
      return onQueuedReferral(action, world);
    case 'people':
      return listPeople(world, action.page);
    case 'reissue':
      return reissue(world, action.account);
    case 'approvals':
      return listApprovals(world, action.page);
    case 'approval':
      return showApproval(world, action.membership);
    case 'approve':
      return decideApproval(world, action.membership, true);
    case 'decline':
      return decideApproval(world, action.membership, false);
    case 'calls':
      return listCalls(world, action.page);
    case 'call':
      return showCall(world, action.task);
    case 'called':
      return finishCall(world, action.task, action.reached);
    default:
      return mainMenu(world);
  }
}

function personOnly(world: World, then: () => Step): Step {
  return world.person === null ? mainMenu(world) : then();
}

function onOwnReferral(action: Extract<Action, { referral: string }>, world: World): Outcome {
  const file = ownFile(world, action.referral);
  if (file === null) return notYours(world);
  switch (action.do) {
    case 'write':
      return canMove(file.referral, 'personWrote') ? startWriting(world, file.referral.id) : changedMeanwhile(file);
    case 'withdraw':
      return canMove(file.referral, 'withdrawn') ? askWithdrawing(file) : changedMeanwhile(file);
    case 'reopen':
      return reopen(world, file);
    case 'needHelp':
      return askForHelp(world, file);
    case 'helped':
      return sayHelped(world, file, action.helped);
    default:
      return showMatter(file);
  }
}

function ownFile({ focus, account }: World, referral: string): ReferralFile | null {
  return focus?.referral.id === referral && focus.person.accountId === account?.id ? focus : null;
}

function onQueuedReferral(action: Extract<Action, { referral: string }>, world: World): Outcome {
  const file = world.focus;
  if (file === null || file.referral.id !== action.referral || !isInMyQueue(world, file.referral))
    return notYours(world);
  switch (action.do) {
    case 'claim':
      return claim(world, file);
    case 'answer':
    case 'ask':
    case 'askPaper':
    case 'refuse':
    case 'sendBack':
      return compose(world, file, action.do);
    case 'paperReceived':
      return receivePaper(world, file);
    case 'passOn':
      return chooseDepartment(world, file, action.page);
    case 'close':
      return askClosing(world, file);
    default:
      return showReferral(world, file);
  }
}

/** Choices that answer the question now shown. */
export function onBoundAction(topic: Topic, action: Action, world: World): Step {
  const journey = onJourneyAction(topic, action, world);
  if (journey !== undefined) return journey;
  switch (action.do) {
    case 'back':
      return goBack(topic, world);
    case 'consent':
      return world.person === null ? mainMenu(world) : decideConsent(world, world.person, action.agreed);
    case 'group':
      return personOnly(world, () => chooseKind(action.group));
    case 'option':
      return topic.name === 'form' ? chooseOption(world, topic, action.option) : resume(topic, world);
    case 'crisis':
      return topic.name === 'crisis' ? afterCrisis(world, topic, action.send) : resume(topic, world);
    case 'passOnTo':
      return withFile(world, action.referral, (file) =>
        compose(world, file, 'passOn', { department: action.department }),
      );
    case 'change':
      return topic.name === 'reviewing'
        ? withFile(world, topic.referral, (file) => change(world, file, topic))
        : resume(topic, world);
    case 'confirm':
      return confirm(topic, world);
    case 'addTo':
      return topic.name === 'words' ? addTo(world, action.referral, topic.text) : resume(topic, world);
    case 'leave':
      return saidFirst([line('help:nothingPassedOn')], mainMenu(world));
    default:
      return resume(topic, world);
  }
}

/** The words that were just typed, into an open request of the person's own. */
function addTo(world: World, referral: string, text: string): Outcome {
  const file = ownFile(world, referral);
  return file === null ? notYours(world) : personWrites(world, file, 'personWrote', text);
}

function confirm(topic: Topic, world: World): Step {
  switch (topic.name) {
    case 'passing':
      return passOn(world, topic.kind, topic.answers);
    case 'withdrawing':
      return withFile(world, topic.referral, (file) => withdraw(world, file));
    case 'words':
      return passOn(world, 'other', [], topic.text);
    case 'reviewing':
      return withFile(world, topic.referral, (file) => send(world, file, topic));
    case 'closing':
      return withFile(world, topic.referral, (file) => close(world, file));
    default:
      return resume(topic, world);
  }
}

function withFile(world: World, referral: string, then: (file: ReferralFile) => Outcome): Outcome {
  const file = fileInHand(world, referral);
  return file === null ? notYours(world) : then(file);
}

/** 返回: one step back from wherever this is. */
export function goBack(topic: Topic, world: World): Step {
  const journey = backInJourney(topic, world);
  if (journey !== undefined) return journey;
  switch (topic.name) {
    case 'kinds':
      return chooseGroup();
    case 'form':
    case 'passing':
      return stepBack(world, topic.kind, topic.answers);
    case 'matter':
      return listMatters(world, 0);
    case 'crisis':
      return afterCrisis(world, topic, false);
    case 'withdrawing':
      return withFile(world, topic.referral, (file) => showMatter(file));
    case 'composing':
    case 'reviewing':
    case 'closing':
    case 'choosingDepartment':
      return withFile(world, topic.referral, (file) => showReferral(world, file));
    default:
      return mainMenu(world);
  }
}
