import type { VisitAction } from '../actions/visits.ts';
import { type Outcome, type Step, saidFirst } from '../outcome.ts';
import { line } from '../parameter.ts';
import { isVisitTopic, type VisitTopic } from '../standing/visits.ts';
import type { Topic } from '../topic.ts';
import { askStandIn, askUntil, comeBack, goAway, startAbsence, typeUntil } from '../topics/absence.ts';
import { answerFor, chooseKindFor, continueFiling, fileFor, startFiling } from '../topics/filing.ts';
import {
  askHow,
  askMet,
  askNeeds,
  askWhichDay,
  logMet,
  logNotMet,
  note,
  startContact,
  startLogging,
  toggled,
  typeDay,
} from '../topics/logging.ts';
import { mainMenu } from '../topics/menu.ts';
import { askTrigger, askUrgency, report, startReport } from '../topics/reporting.ts';
import { askNewDay, askWhyLater, askWhyNotReached, propose, reschedule } from '../topics/rescheduling.ts';
import { listDueVisits, listMyPeople, showHelpedPerson, showVisit, withHelped } from '../topics/visits.ts';
import type { World } from '../world.ts';

/** A helper's choice. One that answers a question only counts while that question stands. */
export function onVisitAction(topic: Topic, action: VisitAction, world: World): Step {
  switch (action.do) {
    case 'dueVisits':
      return listDueVisits(world, action.page);
    case 'visit':
      return showVisit(world, action.visit);
    case 'logVisit':
      return startLogging(world, action.visit);
    case 'rescheduleVisit':
      return askNewDay(world, action.visit, false);
    case 'proposeVisit':
      return askNewDay(world, action.visit, true);
    case 'notReached':
      return askWhyNotReached(world, action.visit);
    case 'myPeople':
      return listMyPeople(world, action.page);
    case 'helpedPerson':
      return withHelped(world, action.account, (file) => showHelpedPerson(world, file));
    case 'logContact':
      return startContact(world, action.account);
    case 'report':
      return startReport(world, action.account);
    case 'fileFor':
      return startFiling(world, action.account);
    case 'groupFor':
      return chooseKindFor(world, action.account, action.group);
    case 'kindFor':
      return withHelped(world, action.account, ({ person }) =>
        continueFiling(world, { account: action.account, kind: action.kind, answers: [], area: person.areaId }),
      );
    case 'away':
      return startAbsence(world);
    case 'backAgain':
      return comeBack(world);
    default:
      return isVisitTopic(topic) ? onAnswer(topic, action, world) : mainMenu(world);
  }
}

/** The answer to the question that stands; one that does not fit it says the question again. */
function onAnswer(topic: VisitTopic, action: VisitAction, world: World): Step {
  switch (action.do) {
    case 'how':
      return topic.name === 'howMet' ? askMet(topic, action.how) : resumeVisit(topic, world);
    case 'otherDay':
      return topic.name === 'howMet' ? askWhichDay(world, topic) : resumeVisit(topic, world);
    case 'pickDay':
      return onDay(topic, action.day, world);
    case 'met':
      return topic.name === 'metOrNot' ? askNeeds({ ...topic, needs: [] }) : resumeVisit(topic, world);
    case 'notMet':
      return onNotMet(topic, action, world);
    case 'needSeen':
      return topic.name === 'needsSeen'
        ? askNeeds({ ...topic, needs: toggled(topic.needs, action.need) })
        : resumeVisit(topic, world);
    case 'needsSeen':
      return topic.name === 'needsSeen' ? logMet(world, topic) : resumeVisit(topic, world);
    case 'whyLater':
      return topic.name === 'whyLater' ? reschedule(world, topic, action.reason) : resumeVisit(topic, world);
    case 'triggerSeen':
      return topic.name === 'reporting' ? askUrgency(topic.account, action.trigger) : resumeVisit(topic, world);
    case 'reportAs':
      return topic.name === 'reporting' && topic.trigger !== null
        ? report(world, topic.account, topic.trigger, action.urgent)
        : resumeVisit(topic, world);
    case 'optionFor':
      return topic.name === 'formFor' ? answerFor(world, topic, { option: action.option }) : resumeVisit(topic, world);
    case 'spokenYes':
      return topic.name === 'passingFor' ? fileFor(world, topic) : resumeVisit(topic, world);
    case 'standIn':
      return topic.name === 'standIn' ? goAway(world, topic.until, action.account) : resumeVisit(topic, world);
    default:
      return resumeVisit(topic, world);
  }
}

function onDay(topic: VisitTopic, day: string, world: World): Step {
  switch (topic.name) {
    case 'whichDay':
      return askHow({ account: topic.account, visit: topic.visit, on: day });
    case 'newDay':
      return topic.proposing ? propose(world, topic, day) : askWhyLater(topic, day);
    case 'awayUntil':
      return askStandIn(world, day);
    default:
      return resumeVisit(topic, world);
  }
}

function onNotMet(topic: VisitTopic, { reason }: Extract<VisitAction, { do: 'notMet' }>, world: World): Step {
  if (topic.name === 'metOrNot') return logNotMet(world, topic, reason);
  if (topic.name === 'whyNotReached') return logNotMet(world, { ...topic, on: world.today, how: null }, reason);
  return resumeVisit(topic, world);
}

/** The question that stands, said again. What cannot be said again without looking further becomes the menu. */
export function resumeVisit(topic: VisitTopic, world: World): Outcome {
  switch (topic.name) {
    case 'howMet':
      return askHow(topic);
    case 'whichDay':
      return askWhichDay(world, topic);
    case 'metOrNot':
      return askMet(topic, topic.how);
    case 'needsSeen':
      return askNeeds(topic);
    case 'whyLater':
      return askWhyLater({ ...topic, name: 'newDay', proposing: false }, topic.day);
    case 'reporting':
      return topic.trigger === null ? askTrigger(topic.account) : askUrgency(topic.account, topic.trigger);
    case 'awayUntil':
      return askUntil(world);
    case 'formFor':
      return withoutSearch(continueFiling(world, topic), world);
    case 'passingFor':
    case 'noting':
    case 'newDay':
    case 'whyNotReached':
    case 'standIn':
      return mainMenu(world);
  }
}

function withoutSearch(step: Step, world: World): Outcome {
  return 'search' in step ? mainMenu(world) : step;
}

/** Typed words: a day, or the sentence after a log. */
export function onVisitWords(topic: VisitTopic, text: string, world: World): Step {
  switch (topic.name) {
    case 'whichDay':
      return typeDay(world, topic, text);
    case 'awayUntil':
      return typeUntil(world, text);
    case 'formFor':
      return answerFor(world, topic, { text });
    case 'noting':
      return note(world, topic, text);
    default:
      return saidFirst([line('common:chooseBelow')], resumeVisit(topic, world));
  }
}

/** 返回 within what is being logged: one step back. */
export function backFromVisit(topic: VisitTopic, world: World): Step {
  switch (topic.name) {
    case 'metOrNot':
      return askHow(topic);
    case 'needsSeen':
      return askMet(topic, topic.how);
    case 'whichDay':
      return askHow({ account: topic.account, visit: topic.visit, on: world.today });
    case 'reporting':
      return topic.trigger === null ? listMyPeople(world, 0) : askTrigger(topic.account);
    case 'howMet':
    case 'newDay':
    case 'whyLater':
    case 'whyNotReached':
      return topic.visit === null ? listMyPeople(world, 0) : showVisit(world, topic.visit);
    case 'formFor':
    case 'passingFor':
      return topic.answers.length === 0
        ? startFiling(world, topic.account)
        : continueFiling(world, { ...topic, answers: topic.answers.slice(0, -1) });
    case 'noting':
    case 'awayUntil':
    case 'standIn':
      return listDueVisits(world, 0);
  }
}
