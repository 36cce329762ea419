import { type Action, isBoundToScreen } from './action.ts';
import { isOwnDataAction } from './actions/ownData.ts';
import { isPhoneAction } from './actions/phone.ts';
import { onAction, onBoundAction } from './choices.ts';
import type { Event } from './event.ts';
import { type Outcome, type Step, saidFirst } from './outcome.ts';
import { line } from './parameter.ts';
import { resume } from './resume.ts';
import { isOwnDataTopic } from './standing/ownData.ts';
import { onText } from './text.ts';
import { awaitsWords, type Topic } from './topic.ts';
import { crisisIn, numbersOf } from './topics/crisis.ts';
import { askConsent, declined, greetStranger, join } from './topics/joining.ts';
import { languageAction, languageChoice } from './topics/menu.ts';
import { phoneWords } from './topics/phone.ts';
import { bareWords, isSaid } from './words.ts';
import type { World } from './world.ts';

/**
 * What a chat says next and what becomes true, from where it stands, what happened, and what its actor may see. It
 * decides and changes nothing itself, reads neither clock nor chance, and gives the same for the same. It may ask for one
 * further search; it is then called again with what was found.
 */
export function step(topic: Topic, event: Event, world: World): Step {
  switch (event.type) {
    case 'blocked':
      return { topic, changes: [{ fact: 'chatBlocked' }], messages: [] };
    case 'unblocked':
      return { topic, changes: [{ fact: 'chatReopened' }], messages: [] };
    case 'code':
      return join(world, event.spoken);
    case 'unsupported':
      return saidFirst([line(`common:unsupported.${event.what}`)], whereItStands(topic, world));
    case 'unreadable':
      return saidFirst([line('common:unreadable')], whereItStands(topic, world));
    case 'opened':
      return world.account === null
        ? greetStranger(world)
        : { topic, changes: [], messages: [{ to: 'chat', ...event.message }], keepsScreen: true };
    case 'unknownChoice':
      return saidFirst([line('common:movedOn')], whereItStands(topic, world));
    case 'chosen':
      return onChoice(topic, event.action, event.onScreen, world);
    case 'text':
      return onTyped(topic, event.text, world);
  }
}

/** Whoever is not let in yet still gets the numbers to call, if that is what their words are about. */
function onTyped(topic: Topic, text: string, world: World): Step {
  const gated = gate(topic, world, commandAction(topic, text, world));
  if (gated === undefined && world.person?.state !== 'registered') return onText(here(topic, world), text, world);
  const crisis = crisisIn(world, text);
  const answer = gated ?? onText(topic, text, world);
  return crisis === undefined || 'search' in answer ? answer : saidFirst(numbersOf(crisis), answer);
}

/**
 * Words are said to somebody only while the conversation goes on: what is typed the next day may be about anything, and
 * must not reach the department that was written to last without being asked.
 */
function here(topic: Topic, world: World): Topic {
  const { now, lastHere } = world;
  const lapsed = lastHere !== null && now.getTime() - lastHere.getTime() > conversationLasts;
  return topic.name === 'writing' && lapsed ? { name: 'menu' } : topic;
}

const conversationLasts = 12 * 3_600_000;

/** Commands that must work before anything else is settled. */
function commandAction(topic: Topic, text: string, world: World): Action | undefined {
  const said = bareWords(text);
  if (said === '/language') return languageChoice(world).action;
  if (!awaitsWords(topic) && isSaid(world, 'english', said)) return languageAction('en');
  if (!awaitsWords(topic) && isSaid(world, 'chinese', said)) return languageAction('zh-CN');
  if (said === '0' || isSaid(world, 'human', said)) return { do: 'human' };
  return phoneWords.find(([word]) => isSaid(world, word, said))?.[1];
}

function onChoice(topic: Topic, action: Action, onScreen: boolean, world: World): Step {
  const gated = gate(topic, world, action);
  if (gated !== undefined) return gated;
  if (!isBoundToScreen(action)) return onAction(action, world);
  if (!onScreen) return saidFirst([line('common:movedOn')], whereItStands(topic, world));
  return onBoundAction(topic, action, world);
}

/** Who has no account, or has not agreed to be contacted, gets no further than the words about that. */
function gate(topic: Topic, world: World, action: Action | undefined): Step | undefined {
  if (action?.do === 'language') return changeLanguage(topic, world, action);
  if (world.account === null) return greetStranger(world);
  // What a phone shows, and whose it is, is for whoever holds it, agreed or not.
  if (action !== undefined && isPhoneAction(action))
    return isBoundToScreen(action) ? undefined : onAction(action, world);
  const { person } = world;
  if (person === null || person.state === 'agreed') return undefined;
  if (action?.do === 'consent') return undefined;
  if (action?.do === 'human') return declined(world, person);
  return person.state === 'declined' && !isAboutOwnData(topic, action) ? declined(world, person) : undefined;
}

/** Whoever is not to be contacted still sees, corrects and erases what is held about them. */
function isAboutOwnData(topic: Topic, action: Action | undefined): boolean {
  if (action === undefined) return topic.name === 'correcting';
  return action.do === 'myInformation' || isOwnDataAction(action) || (action.do === 'back' && isOwnDataTopic(topic));
}

/** The same place, said again in the other language. */
function changeLanguage(topic: Topic, world: World, action: Extract<Action, { do: 'language' }>): Outcome {
  const outcome = whereItStands(topic, { ...world, locale: action.locale });
  return { ...outcome, changes: [{ fact: 'languageChosen', locale: action.locale }, ...outcome.changes] };
}

/** Where the chat stands, as far as whoever this is was let in. */
function whereItStands(topic: Topic, world: World): Outcome {
  const { account, person } = world;
  if (account === null) return greetStranger(world);
  if (person?.state === 'registered') return askConsent(world);
  if (person?.state === 'declined') return declined(world, person);
  return resume(topic, world);
}
