import { type Outcome, reply } from '../outcome.ts';
import { line } from '../parameter.ts';
import type { Topic } from '../topic.ts';
import type { World } from '../world.ts';
import { continueForm, passOn } from './help.ts';
import { humanChoice, mainMenu } from './menu.ts';
import { startWriting } from './station.ts';

type CrisisTopic = Extract<Topic, { name: 'crisis' }>;
export type Crisis = CrisisTopic['crisis'];

/** Whether words say hunger or self-harm. It changes the next answer and nothing else. */
export function crisisIn(world: World, text: string): Crisis | undefined {
  const said = text.normalize('NFKC').toLowerCase();
  const mentions = (words: readonly string[]) => words.some((word) => said.includes(word));
  if (mentions(world.keywords.crisis.selfHarm)) return 'selfHarm';
  return mentions(world.keywords.crisis.hunger) ? 'hunger' : undefined;
}

/** The numbers to call, and "shall I get someone?". What was typed is neither kept nor passed on. */
export function showNumbers(crisis: Crisis, topic: Topic): Outcome {
  const resume: CrisisTopic['resume'] = topic.name === 'form' || topic.name === 'writing' ? topic : { name: 'menu' };
  return reply(
    { name: 'crisis', crisis, resume },
    [line(crisis === 'selfHarm' ? 'help:crisisSelfHarm' : 'help:crisisHunger')],
    [
      { label: line('help:crisisYes'), action: { do: 'crisis', send: true } },
      { label: line('help:crisisNo'), action: { do: 'crisis', send: false } },
      humanChoice,
    ],
  );
}

export function afterCrisis(world: World, topic: CrisisTopic, send: boolean): Outcome {
  if (send) return passOn(world, topic.crisis === 'selfHarm' ? 'health' : 'emergencyRelief', []);
  switch (topic.resume.name) {
    case 'form':
      return continueForm(world, topic.resume.kind, topic.resume.answers);
    case 'writing':
      return startWriting(world, topic.resume.referral);
    case 'menu':
      return mainMenu(world);
  }
}
