/** The conversations that have a folder of their own: visits, a person's own file, their data, the register, and the
 * way in to the desk. */
import type { Action } from '../action.ts';
import { isCaseFileAction } from '../actions/caseFile.ts';
import { isDeskAction } from '../actions/desk.ts';
import { isOwnDataAction } from '../actions/ownData.ts';
import { isPersonAction } from '../actions/person.ts';
import { isPhoneAction } from '../actions/phone.ts';
import { isRegisterAction } from '../actions/register.ts';
import { isSettingsAction } from '../actions/settings.ts';
import { isStaffAction } from '../actions/staff.ts';
import { isVisitAction } from '../actions/visits.ts';
import type { Outcome, Step } from '../outcome.ts';
import { isDeskTopic } from '../standing/desk.ts';
import { isOwnDataTopic } from '../standing/ownData.ts';
import { isPersonTopic } from '../standing/person.ts';
import { isRegisterTopic } from '../standing/register.ts';
import { isVisitTopic } from '../standing/visits.ts';
import type { Topic } from '../topic.ts';
import { onPhoneAction } from '../topics/phone.ts';
import type { World } from '../world.ts';
import { onCaseFileAction } from './caseFile.ts';
import { onDeskAction, resumeDesk } from './desk.ts';
import { backFromOwnData, onOwnDataAction, onOwnDataWords, resumeOwnData } from './ownData.ts';
import { backFromPerson, onPersonAction, onPersonWords, resumePerson } from './person.ts';
import { backFromRegister, onRegisterAction, onRegisterWords, resumeRegister } from './register.ts';
import { onSettingsAction } from './settings.ts';
import { onStaffAction } from './staff.ts';
import { backFromVisit, onVisitAction, onVisitWords, resumeVisit } from './visits.ts';

/** What a choice of one of them does; undefined when it is none of theirs. */
export function onJourneyAction(topic: Topic, action: Action, world: World): Step | undefined {
  if (isVisitAction(action)) return onVisitAction(topic, action, world);
  if (isPersonAction(action)) return onPersonAction(topic, action, world);
  if (isOwnDataAction(action)) return onOwnDataAction(topic, action, world);
  if (isPhoneAction(action)) return onPhoneAction(topic, action, world);
  if (isDeskAction(action)) return onDeskAction(action, world);
  if (isSettingsAction(action)) return onSettingsAction(action, world);
  if (isStaffAction(action)) return onStaffAction(action, world);
  if (isCaseFileAction(action)) return onCaseFileAction(action, world);
  return isRegisterAction(action) ? onRegisterAction(topic, action, world) : undefined;
}

export function resumeJourney(topic: Topic, world: World): Outcome | undefined {
  if (isVisitTopic(topic)) return resumeVisit(topic, world);
  if (isPersonTopic(topic)) return resumePerson(topic, world);
  if (isOwnDataTopic(topic)) return resumeOwnData(topic, world);
  if (isDeskTopic(topic)) return resumeDesk(topic);
  return isRegisterTopic(topic) ? resumeRegister(topic, world) : undefined;
}

export function onJourneyWords(topic: Topic, text: string, world: World): Step | undefined {
  if (isVisitTopic(topic)) return onVisitWords(topic, text, world);
  if (isPersonTopic(topic)) return onPersonWords(topic, text, world);
  if (isOwnDataTopic(topic)) return onOwnDataWords(topic, text, world);
  return isRegisterTopic(topic) ? onRegisterWords(topic, text, world) : undefined;
}

export function backInJourney(topic: Topic, world: World): Step | undefined {
  if (isVisitTopic(topic)) return backFromVisit(topic, world);
  if (isPersonTopic(topic)) return backFromPerson(topic, world);
  if (isOwnDataTopic(topic)) return backFromOwnData(topic, world);
  return isRegisterTopic(topic) ? backFromRegister(topic, world) : undefined;
}
