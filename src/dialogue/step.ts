import { type Action, isBoundToScreen } from './action.ts';
import { onAction, onBoundAction } from './choices.ts';
import type { Event } from './event.ts';
import { type Outcome, type Step, saidFirst } from './outcome.ts';
import { line } from './parameter.ts';
import { onText, resume } from './text.ts';
import type { Topic } from './topic.ts';
import { askConsent, declined, greetStranger, join } from './topics/joining.ts';
import { languageChoice } from './topics/menu.ts';
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
      return gate(world, commandAction(event.text, world)) ?? onText(topic, event.text, world);
  }
}

/** Commands that must work before anything else is settled. */
function commandAction(text: string, world: World): Action | undefined {
  const said = text.normalize('NFKC').trim().toLowerCase();
  if (said === '/language') return languageChoice(world).action;
  return said === '0' || world.keywords.human.includes(said) ? { do: 'human' } : undefined;
}

function onChoice(topic: Topic, action: Action, onScreen: boolean, world: World): Step {
  const gated = gate(world, action);
  if (gated !== undefined) return gated;
  if (!isBoundToScreen(action)) return onAction(action, world);
  if (!onScreen) return saidFirst([line('common:movedOn')], whereItStands(topic, world));
  return onBoundAction(topic, action, world);
}

/** Who has no account, or has not agreed to be contacted, gets no further than the words about that. */
function gate(world: World, action: Action | undefined): Step | undefined {
  if (action?.do === 'language') return changeLanguage(world, action);
  if (world.account === null) return greetStranger(world);
  const { person } = world;
  if (person === null || person.state === 'agreed') return undefined;
  if (action?.do === 'consent') return undefined;
  if (action?.do === 'human') return declined(world, person);
  return person.state === 'declined' ? declined(world, person) : undefined;
}

function changeLanguage(world: World, action: Extract<Action, { do: 'language' }>): Outcome {
  const inThatLanguage = { ...world, locale: action.locale };
  const outcome = home(inThatLanguage);
  return { ...outcome, changes: [{ fact: 'languageChosen', locale: action.locale }, ...outcome.changes] };
}

function whereItStands(topic: Topic, world: World): Outcome {
  return world.account === null ? greetStranger(world) : resume(topic, world);
}

/** The first screen of whoever this is. */
export function home(world: World): Outcome {
  const { account, person } = world;
  if (account === null) return greetStranger(world);
  if (person?.state === 'registered') return askConsent(world);
  if (person?.state === 'declined') return declined(world, person);
  return resume({ name: 'menu' }, world);
}
