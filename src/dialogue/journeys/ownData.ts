import type { OwnDataAction } from '../actions/ownData.ts';
import type { Outcome, Step } from '../outcome.ts';
import { isOwnDataTopic, type OwnDataTopic } from '../standing/ownData.ts';
import type { Topic } from '../topic.ts';
import { agreeToStory, askStory, listConsents, showConsent, stopConsent } from '../topics/consents.ts';
import { askCopy, makeCopy } from '../topics/copying.ts';
import { askCorrection, askWhatToCorrect, chooseStaying, typeCorrection } from '../topics/correcting.ts';
import { askErasing, askSure, erase, keepAll } from '../topics/erasing.ts';
import { mainMenu } from '../topics/menu.ts';
import { askAboutData, leaveOwnData, showKeeping } from '../topics/ownData.ts';
import { dropNeed, showContacts, showOnFile, showOwnData, showSelf } from '../topics/ownDataShown.ts';
import type { World } from '../world.ts';

/** A person's choice about what is held about them. One that answers a question only counts while that question stands. */
export function onOwnDataAction(topic: Topic, action: OwnDataAction, world: World): Step {
  if (world.person === null) return mainMenu(world);
  switch (action.do) {
    case 'ownData':
      return showSection(world, action.section);
    case 'consents':
      return listConsents(world, action.page);
    case 'consentGiven':
      return showConsent(world, action.consent);
    case 'stopConsent':
      return stopConsent(world, action.consent);
    case 'askStory':
      return askStory();
    case 'agreeToStory':
      return agreeToStory(world);
    case 'dropNeed':
      return dropNeed(world, action.need);
    case 'correct':
      return askCorrection(world, action.what);
    case 'askAboutData':
      return askAboutData(world, action.matter);
    default:
      return isOwnDataTopic(topic) ? onAnswer(topic, action, world) : mainMenu(world);
  }
}

function showSection(world: World, section: Extract<OwnDataAction, { do: 'ownData' }>['section']): Step {
  switch (section) {
    case 'self':
      return showSelf(world);
    case 'onFile':
      return showOnFile(world);
    case 'contacts':
      return showContacts(world);
    case 'consents':
      return listConsents(world, 0);
    case 'correct':
      return askWhatToCorrect(world);
    case 'copy':
      return askCopy();
    case 'keeping':
      return showKeeping(world);
    case 'erase':
      return askErasing();
  }
}

/** The answer to the question that stands; one that does not fit it says the question again. */
function onAnswer(topic: OwnDataTopic, action: OwnDataAction, world: World): Step {
  switch (topic.name) {
    case 'correcting':
      return topic.what === 'staying' && action.do === 'stayingNow'
        ? chooseStaying(world, action.where)
        : resumeOwnData(topic, world);
    case 'copying':
      return action.do === 'makeCopy' ? makeCopy(world) : resumeOwnData(topic, world);
    case 'erasing':
      if (action.do === 'eraseKeep') return keepAll(world);
      if (topic.sure) return action.do === 'eraseNow' ? erase(world) : askSure();
      return action.do === 'eraseGoOn' ? askSure() : askErasing();
    case 'ownData':
      return showOwnData(world);
  }
}

/** The question that stands, said again. */
export function resumeOwnData(topic: OwnDataTopic, world: World): Outcome {
  switch (topic.name) {
    case 'correcting':
      return askCorrection(world, topic.what);
    case 'copying':
      return askCopy();
    case 'erasing':
      return topic.sure ? askSure() : askErasing();
    case 'ownData':
      return showOwnData(world);
  }
}

/** Typed words: a name, a number, where somebody lives. */
export function onOwnDataWords(topic: OwnDataTopic, text: string, world: World): Step | undefined {
  return topic.name === 'correcting' ? typeCorrection(world, topic.what, text) : undefined;
}

/** 返回: back to the list, and from there out. */
export function backFromOwnData(topic: OwnDataTopic, world: World): Step {
  if (topic.name === 'correcting') return askWhatToCorrect(world);
  if (topic.name === 'erasing') return showKeeping(world);
  return topic.name === 'ownData' && topic.section === null ? leaveOwnData(world) : showOwnData(world);
}
