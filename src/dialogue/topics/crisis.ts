import { type Outcome, reply, saidFirst } from '../outcome.ts';
import { type Line, line } from '../parameter.ts';
import type { Topic } from '../topic.ts';
import { plainWords } from '../words.ts';
import type { World } from '../world.ts';
import { askStaying } from './arrival.ts';
import { continueForm } from './help.ts';
import { humanChoice, mainMenu } from './menu.ts';
import { passOn } from './requesting.ts';
import { startWriting } from './station.ts';

type CrisisTopic = Extract<Topic, { name: 'crisis' }>;
export type Crisis = CrisisTopic['crisis'];

/** Whether words say hunger or self-harm. It changes the next answer and nothing else. */
export function crisisIn(world: World, text: string): Crisis | undefined {
  const said = plainWords(text);
  const says = (words: readonly string[]) => words.some((word) => said.includes(word));
  if (says(world.keywords.crisis.selfHarm)) return 'selfHarm';
  return says(world.keywords.crisis.hunger) ? 'hunger' : undefined;
}

/** For whoever is not let in yet: the numbers alone. */
export function numbersOf(crisis: Crisis): Line[] {
  return [line(crisis === 'selfHarm' ? 'help:numbersHealth' : 'help:numbersHunger')];
}

/** The numbers to call, and "shall I get someone?". What was typed is neither kept nor passed on. */
export function showNumbers(crisis: Crisis, topic: Topic): Outcome {
  return reply(
    { name: 'crisis', crisis, resume: placeToResume(topic) },
    [line(crisis === 'selfHarm' ? 'help:crisisSelfHarm' : 'help:crisisHunger')],
    [
      { label: line('help:crisisYes'), action: { do: 'crisis', send: true } },
      { label: line('help:crisisNo'), action: { do: 'crisis', send: false } },
      humanChoice,
    ],
  );
}

function placeToResume(topic: Topic): CrisisTopic['resume'] {
  switch (topic.name) {
    case 'form':
    case 'writing':
    case 'arrivalStaying':
      return topic;
    case 'passing':
      return { ...topic, name: 'form' };
    case 'crisis':
      return topic.resume;
    default:
      return { name: 'menu' };
  }
}

export function afterCrisis(world: World, topic: CrisisTopic, send: boolean): Outcome {
  if (send) return passOn(world, topic.crisis === 'selfHarm' ? 'health' : 'emergencyRelief', []);
  return saidFirst([line('help:crisisGoesOn')], whereItWas(world, topic.resume));
}

/** There the words of before may be said again, and are then taken as any others. */
function whereItWas(world: World, place: CrisisTopic['resume']): Outcome {
  if (place.name === 'menu') return mainMenu(world);
  if (place.name === 'arrivalStaying') return askStaying(world, true);
  const outcome =
    place.name === 'form' ? continueForm(world, place.kind, place.answers) : startWriting(world, place.referral);
  const { topic } = outcome;
  return topic.name === 'form' || topic.name === 'writing'
    ? { ...outcome, topic: { ...topic, numbersShown: true } }
    : outcome;
}
