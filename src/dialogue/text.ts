import { goBack, onAction } from './choices.ts';
import { type Outcome, type Step, saidFirst } from './outcome.ts';
import { line } from './parameter.ts';
import type { Topic } from './topic.ts';
import { change, review } from './topics/composing.ts';
import { crisisIn, showNumbers } from './topics/crisis.ts';
import { chooseGroup, chooseKind, continueForm, typeAnswer } from './topics/help.ts';
import { askConsent } from './topics/joining.ts';
import { askForHelp, askWithdrawing, showMatter } from './topics/matters.ts';
import { mainMenu } from './topics/menu.ts';
import { chooseDepartment, showReferral } from './topics/queue.ts';
import { offerMeaning, startWriting, write } from './topics/station.ts';
import type { World } from './world.ts';

/** Typed words: a command from anywhere, an answer to what was asked, or something to be understood or passed on. */
export function onText(topic: Topic, text: string, world: World): Step {
  if (world.person?.state === 'registered') return askConsent(world);
  return onCommand(topic, text, world) ?? onCrisis(topic, text, world) ?? onAnswer(topic, text, world);
}

function onCommand(topic: Topic, text: string, world: World): Step | undefined {
  const said = text.normalize('NFKC').trim().toLowerCase();
  const { keywords, focus } = world;
  if (said === '0' || keywords.human.includes(said)) return onAction({ do: 'human' }, world);
  if (said === '9' || keywords.back.includes(said)) return goBack(topic, world);
  if (keywords.menu.includes(said) || ['/start', '/menu', '/cancel'].includes(said)) return mainMenu(world);
  if (said === '/help') return onAction({ do: world.person === null ? 'menu' : 'help' }, world);
  if (said === '/queue') return onAction({ do: 'queue', page: 0 }, world);
  const canAskForHelp =
    world.person !== null && focus !== null && ['waitingForPerson', 'refused'].includes(focus.referral.state);
  if (canAskForHelp && keywords.help.includes(said)) return askForHelp(world, focus);
  return undefined;
}

/** Words of hunger or self-harm change what the very next answer shows, and nothing else. */
function onCrisis(topic: Topic, text: string, world: World): Step | undefined {
  if (world.person === null) return undefined;
  const crisis = crisisIn(world, text);
  return crisis === undefined ? undefined : showNumbers(crisis, topic);
}

function onAnswer(topic: Topic, text: string, world: World): Step {
  const numeral = /^\s*\d{1,2}\s*$/.test(text.normalize('NFKC'));
  switch (topic.name) {
    case 'form':
      return typeAnswer(world, topic, text);
    case 'writing':
      return world.person === null ? mainMenu(world) : write(world, topic, text);
    case 'composing':
      return aboutFocus(topic, world, (file) => review(world, file, topic, text));
    default:
      if (numeral) return saidFirst([line('common:numberNotThere')], resume(topic, world));
      return offerMeaning(world, text);
  }
}

/** Where the chat stands, said again. What cannot be said again without looking further becomes the menu. */
export function resume(topic: Topic, world: World): Outcome {
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
    case 'referral':
    case 'closing':
      return aboutFocus(topic, world, (file) => showReferral(world, file));
    case 'choosingDepartment':
      return aboutFocus(topic, world, (file) => chooseDepartment(world, file, 0));
    case 'composing':
      return aboutFocus(topic, world, (file) => change(world, file, { ...topic, name: 'reviewing', text: '' }));
    case 'reviewing':
      return aboutFocus(topic, world, (file) => review(world, file, { ...topic, name: 'composing' }, topic.text));
    case 'stranger':
    case 'declined':
    case 'menu':
    case 'matters':
    case 'words':
      return mainMenu(world);
  }
}

function aboutFocus(
  topic: Extract<Topic, { referral: string | null }>,
  world: World,
  say: (file: NonNullable<World['focus']>) => Outcome,
): Outcome {
  return world.focus !== null && world.focus.referral.id === topic.referral ? say(world.focus) : mainMenu(world);
}
