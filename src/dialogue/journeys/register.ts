import type { RegisterAction } from '../actions/register.ts';
import { type Outcome, type Step, saidFirst } from '../outcome.ts';
import { line } from '../parameter.ts';
import { isRegisterTopic, type RegisterTopic } from '../standing/register.ts';
import type { Topic } from '../topic.ts';
import { showAreaCounts } from '../topics/areaCounts.ts';
import { listArrivals, noteArrival, tickPaper } from '../topics/arrivals.ts';
import { coverAbsence, endAbsence } from '../topics/covering.ts';
import { listLateDepartments, nudgeDepartment } from '../topics/lateDepartments.ts';
import { listLateHelpers, listSwaps, nudgeHelper, showLateOf, showLateVisit } from '../topics/lateVisits.ts';
import { mainMenu } from '../topics/menu.ts';
import { proposeWorker, reissueWorker } from '../topics/newWorker.ts';
import { showOverdue } from '../topics/overdue.ts';
import {
  chooseArea,
  chooseDay,
  chooseNone,
  registerPerson,
  resumeDraft,
  startRegistering,
  takeBack,
  typeIntoDraft,
} from '../topics/registering.ts';
import { review } from '../topics/reviewing.ts';
import { askWhom, findPerson, listRoster, openPerson } from '../topics/roster.ts';
import { askShielding, shield } from '../topics/shielding.ts';
import { askTakingOff, listWorkers, takeOff } from '../topics/takingOff.ts';
import {
  agreeCheckIns,
  agreeVisits,
  askCheckInInterval,
  askVisitInterval,
  chooseHelper,
  chooseLeaving,
  removeHelper,
  setHelper,
} from '../topics/teams.ts';
import { listUndelivered, resend } from '../topics/undelivered.ts';
import type { World } from '../world.ts';

/** A coordinator's choice. One that answers a question only counts while that question stands. */
export function onRegisterAction(topic: Topic, action: RegisterAction, world: World): Step {
  return (
    onList(action, world) ??
    onPerson(action, world) ??
    (isRegisterTopic(topic) ? onAnswer(topic, action, world) : mainMenu(world))
  );
}

function onList(action: RegisterAction, world: World): Step | undefined {
  switch (action.do) {
    case 'register':
      return startRegistering(world);
    case 'roster':
      return listRoster(world, action.page, action.unhelped);
    case 'findPerson':
      return askWhom(world);
    case 'arrivals':
      return listArrivals(world, action.page);
    case 'overdue':
      return showOverdue(world);
    case 'lateHelpers':
      return listLateHelpers(world, action.page);
    case 'lateOf':
      return showLateOf(world, action.helper, action.page);
    case 'lateDepartments':
      return listLateDepartments(world, action.page);
    case 'swapWishes':
      return listSwaps(world, action.page);
    case 'lateVisit':
      return showLateVisit(world, action.visit);
    case 'nudgeHelper':
      return nudgeHelper(world, action.helper);
    case 'nudgeDepartment':
      return nudgeDepartment(world, action.department);
    case 'workers':
      return listWorkers(world, action.page);
    case 'areaCounts':
      return showAreaCounts(world, action.page);
    case 'undelivered':
      return listUndelivered(world, action.page);
    case 'resend':
      return resend(world, action.message);
    case 'coverAbsence':
      return coverAbsence(world, action);
    case 'endAbsence':
      return endAbsence(world, action.helper);
    case 'reissueWorker':
      return reissueWorker(world, action.account);
    default:
      return undefined;
  }
}

function onPerson(action: RegisterAction, world: World): Step | undefined {
  switch (action.do) {
    case 'personFile':
      return openPerson(world, action.account);
    case 'chooseHelper':
      return chooseHelper(world, action.account, action.instead, action.page);
    case 'setHelper':
      return setHelper(world, action.account, action.helper, action.instead);
    case 'chooseLeaving':
      return chooseLeaving(world, action.account);
    case 'removeHelper':
      return removeHelper(world, action.account, action.member);
    case 'visitInterval':
      return askVisitInterval(world, action.account);
    case 'agreeVisits':
      return agreeVisits(world, action.account, action.months);
    case 'checkInInterval':
      return askCheckInInterval(world, action.account);
    case 'agreeCheckIns':
      return agreeCheckIns(world, action.account, action.months);
    case 'shieldAsk':
      return askShielding(world, action.account);
    case 'shield':
      return shield(world, action.account, action.on);
    case 'paperSeen':
      return tickPaper(world, action.account);
    case 'cameInPerson':
      return noteArrival(world, action.account);
    case 'worker':
      return askTakingOff(world, action.account);
    default:
      return undefined;
  }
}

/** The answer to the question that stands; one that does not fit it says the question again. */
function onAnswer(topic: RegisterTopic, action: RegisterAction, world: World): Step {
  switch (action.do) {
    case 'registerDay':
      return topic.name === 'registering' ? chooseDay(world, topic.draft, action.day) : resumeRegister(topic, world);
    case 'registerNone':
      return topic.name === 'registering' ? chooseNone(world, topic.draft) : resumeRegister(topic, world);
    case 'registerAt':
      return topic.name === 'choosingStation'
        ? chooseArea(world, topic.draft, action.area)
        : resumeRegister(topic, world);
    case 'registerShield':
      return topic.name === 'reviewingPerson'
        ? review(world, { ...topic.draft, shielded: action.on }, topic.alike)
        : resumeRegister(topic, world);
    case 'registerConfirm':
      return topic.name === 'reviewingPerson' ? registerPerson(world, topic.draft) : resumeRegister(topic, world);
    case 'proposeWorker':
      return topic.name === 'proposingWorker' ? proposeWorker(world, topic.worker) : resumeRegister(topic, world);
    case 'takeOff':
      return topic.name === 'takingOff' ? takeOff(world, topic.account) : resumeRegister(topic, world);
    default:
      return resumeRegister(topic, world);
  }
}

/** The question that stands, said again. What cannot be said again without looking further becomes the menu. */
export function resumeRegister(topic: RegisterTopic, world: World): Outcome {
  switch (topic.name) {
    case 'registering':
    case 'choosingStation':
      return resumeDraft(world, topic.draft);
    case 'reviewingPerson':
      return review(world, topic.draft, topic.alike);
    case 'findingPerson':
      return askWhom(world);
    case 'takingOff':
    case 'proposingWorker':
      return mainMenu(world);
  }
}

/** Typed words: an answer about who is being registered, or a name to look for. */
export function onRegisterWords(topic: RegisterTopic, text: string, world: World): Step {
  switch (topic.name) {
    case 'registering':
      return typeIntoDraft(world, topic.draft, text);
    case 'findingPerson':
      return findPerson(world, text);
    default:
      return saidFirst([line('common:chooseBelow')], resumeRegister(topic, world));
  }
}

/** 返回: one question back while somebody is being registered; else to the list. */
export function backFromRegister(topic: RegisterTopic, world: World): Step {
  switch (topic.name) {
    case 'registering':
    case 'choosingStation':
    case 'reviewingPerson':
      return takeBack(world, topic.draft);
    case 'findingPerson':
      return listRoster(world, 0, false);
    case 'takingOff':
    case 'proposingWorker':
      return listWorkers(world, 0);
  }
}
