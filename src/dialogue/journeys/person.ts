import type { NeedKind } from '../../people/needs.ts';
import type { PersonAction } from '../actions/person.ts';
import type { Outcome, Step } from '../outcome.ts';
import { isPersonTopic, type PersonTopic } from '../standing/person.ts';
import type { Topic } from '../topic.ts';
import {
  askBasicNeeds,
  askPhone,
  askStaying,
  backInArrival,
  beforeNeeds,
  reportArrival,
  typePhone,
  typeStaying,
} from '../topics/arrival.ts';
import { askCall, askOwnNeeds, backInCheckIn, checkIn } from '../topics/checkIn.ts';
import { answerVolunteer, askWhomToChange, declineHelper, pauseReminders, showMyHelpers } from '../topics/helpers.ts';
import { mainMenu } from '../topics/menu.ts';
import { askOwnTrigger, askWhenToCome, tellTrigger } from '../topics/ownTrigger.ts';
import { offerMeaning } from '../topics/station.ts';
import { answerVisit, askVisitDay, moveVisit, typeVisitDay } from '../topics/visitAnswer.ts';
import { showWhoLooked } from '../topics/whoLooked.ts';
import type { World } from '../world.ts';

/** A person's choice about their own file. One that answers a question only counts while that question stands. */
export function onPersonAction(topic: Topic, action: PersonAction, world: World): Step {
  if (world.person === null) return mainMenu(world);
  switch (action.do) {
    case 'myHelpers':
      return showMyHelpers(world);
    case 'whoLooked':
      return showWhoLooked(world, action.page);
    case 'changeHelper':
      return askWhomToChange(world);
    case 'declineHelper':
      return declineHelper(world, action.member);
    case 'volunteerAnswer':
      return answerVolunteer(world, action.member, action.yes);
    case 'pauseReminders':
      return pauseReminders(world, true);
    case 'resumeReminders':
      return pauseReminders(world, false);
    case 'tellTrigger':
      return askOwnTrigger(world);
    case 'feel':
      return askOwnNeeds({ feeling: action.feeling, needs: [] });
    case 'visitAnswer':
      return answerVisit(world, action.visit, action.answer);
    case 'visitOn':
      return moveVisit(world, action.visit, action.day);
    default:
      return isPersonTopic(topic) ? onAnswer(topic, action, world) : mainMenu(world);
  }
}

/** The answer to the question that stands; one that does not fit it says the question again. */
function onAnswer(topic: PersonTopic, action: PersonAction, world: World): Step {
  switch (topic.name) {
    case 'arrivalStaying':
      return action.do === 'staying' ? askPhone(world, { option: action.where }) : resumePerson(topic, world);
    case 'arrivalPhone':
      return action.do === 'keepPhone' || action.do === 'noPhone'
        ? askBasicNeeds(beforeNeeds(topic.staying, null))
        : resumePerson(topic, world);
    case 'arrivalNeeds':
      if (action.do === 'basicNeeds') return reportArrival(world, topic);
      return askBasicNeeds(action.do === 'basicNeed' ? { ...topic, needs: toggled(topic.needs, action.need) } : topic);
    case 'checkInNeeds':
      if (action.do === 'myNeeds') return askCall(topic);
      return askOwnNeeds(action.do === 'myNeed' ? { ...topic, needs: toggled(topic.needs, action.need) } : topic);
    case 'checkInCall':
      return action.do === 'callMe' ? checkIn(world, topic, action.yes) : askCall(topic);
    case 'tellingTrigger':
      if (action.do === 'ownTrigger') return askWhenToCome(action.trigger);
      if (action.do === 'ownTriggerAs' && topic.trigger !== null)
        return tellTrigger(world, topic.trigger, action.urgent);
      return resumePerson(topic, world);
    case 'visitDay':
      return resumePerson(topic, world);
  }
}

function toggled<Kind extends NeedKind>(needs: readonly Kind[], need: Kind): Kind[] {
  return needs.includes(need) ? needs.filter((each) => each !== need) : [...needs, need];
}

/** The question that stands, said again. */
export function resumePerson(topic: PersonTopic, world: World): Outcome {
  switch (topic.name) {
    case 'arrivalStaying':
      return askStaying(world);
    case 'arrivalPhone':
      return askPhone(world, topic.staying);
    case 'arrivalNeeds':
      return askBasicNeeds(topic);
    case 'checkInNeeds':
      return askOwnNeeds(topic);
    case 'checkInCall':
      return askCall(topic);
    case 'tellingTrigger':
      return topic.trigger === null ? askOwnTrigger(world) : askWhenToCome(topic.trigger);
    case 'visitDay':
      return askVisitDay(world, topic.visit);
  }
}

/** Typed words: where somebody lives, a number, a day. Anything else is understood or passed on as everywhere. */
export function onPersonWords(topic: PersonTopic, text: string, world: World): Step {
  switch (topic.name) {
    case 'arrivalStaying':
      return typeStaying(world, text);
    case 'arrivalPhone':
      return typePhone(world, topic, text);
    case 'visitDay':
      return typeVisitDay(world, topic.visit, text);
    default:
      return offerMeaning(world, text);
  }
}

/** 返回: one question back, or out. */
export function backFromPerson(topic: PersonTopic, world: World): Step {
  switch (topic.name) {
    case 'arrivalStaying':
    case 'arrivalPhone':
    case 'arrivalNeeds':
      return backInArrival(world, topic);
    case 'checkInNeeds':
    case 'checkInCall':
      return backInCheckIn(world, topic);
    case 'tellingTrigger':
      return topic.trigger === null ? showMyHelpers(world) : askOwnTrigger(world);
    case 'visitDay':
      return mainMenu(world);
  }
}
