import { resumeJourney } from './journeys/journeys.ts';
import type { Outcome } from './outcome.ts';
import type { Topic } from './topic.ts';
import { change, review } from './topics/composing.ts';
import { showNumbers } from './topics/crisis.ts';
import { chooseGroup, chooseKind, continueForm } from './topics/help.ts';
import { askConsent } from './topics/joining.ts';
import { askWithdrawing, showMatter } from './topics/matters.ts';
import { mainMenu, notYours } from './topics/menu.ts';
import { chooseDepartment } from './topics/passingOn.ts';
import { askLeaving } from './topics/phone.ts';
import { fileInHand, showReferral } from './topics/queue.ts';
import { repeatMeaning, startWriting } from './topics/station.ts';
import type { World } from './world.ts';

/** Where the chat stands, said again. What cannot be said again without looking further becomes the menu. */
export function resume(topic: Topic, world: World): Outcome {
  const journey = resumeJourney(topic, world);
  if (journey !== undefined) return journey;
  switch (topic.name) {
    case 'consent':
      return askConsent(world);
    case 'groups':
      return chooseGroup();
    case 'kinds':
      return chooseKind(topic.group);
    case 'form':
    case 'passing':
      return continueForm(world, topic.kind, topic.answers);
    case 'crisis':
      return showNumbers(topic.crisis, topic.resume);
    case 'matter':
      return aboutFocus(topic, world, showMatter);
    case 'withdrawing':
      return aboutFocus(topic, world, askWithdrawing);
    case 'writing':
      return world.person === null ? mainMenu(world) : startWriting(world, topic.referral);
    case 'words':
      return world.person === null ? mainMenu(world) : repeatMeaning(world, topic.text);
    case 'referral':
    case 'closing':
      return aboutFocus(topic, world, (file) => showReferral(world, file));
    case 'choosingDepartment':
      return aboutFocus(topic, world, (file) => chooseDepartment(world, file, 0));
    case 'composing':
      return aboutFocus(topic, world, (file) => change(world, file, { ...topic, name: 'reviewing', text: '' }));
    case 'reviewing':
      return aboutFocus(topic, world, (file) => review(world, file, { ...topic, name: 'composing' }, topic.text));
    case 'leavingPhone':
      return askLeaving();
    default:
      return mainMenu(world);
  }
}

function aboutFocus(
  topic: Extract<Topic, { referral: string | null }>,
  world: World,
  say: (file: NonNullable<World['focus']>) => Outcome,
): Outcome {
  const file = fileInHand(world, topic.referral);
  return file === null ? notYours(world) : say(file);
}
