import { isStuck } from '../referrals/lifeCycle.ts';
import { isBoundToScreen } from './action.ts';
import { goBack, onAction, onBoundAction } from './choices.ts';
import { onDeskWords } from './journeys/desk.ts';
import { onJourneyWords } from './journeys/journeys.ts';
import { type Step, saidFirst } from './outcome.ts';
import { type Line, line } from './parameter.ts';
import { resume } from './resume.ts';
import { isDeskTopic } from './standing/desk.ts';
import { awaitsWords, isForm, type Topic } from './topic.ts';
import { review } from './topics/composing.ts';
import { crisisIn, showNumbers } from './topics/crisis.ts';
import { typeAnswer } from './topics/help.ts';
import { askConsent } from './topics/joining.ts';
import { askForHelp, askForHelpAnywhere } from './topics/matters.ts';
import { mainMenu, notYours } from './topics/menu.ts';
import { fileInHand } from './topics/queue.ts';
import { offerMeaning, write } from './topics/station.ts';
import { bareWords, isSaid } from './words.ts';
import type { World } from './world.ts';
import { answerInWords } from './yesOrNo.ts';

/** Typed words: a command from anywhere, an answer to what was asked, or something to be understood or passed on. */
export function onText(topic: Topic, text: string, world: World): Step {
  const said = bareWords(text);
  const answer = answerInWords(topic, said, world);
  if (answer !== undefined)
    return isBoundToScreen(answer) ? onBoundAction(topic, answer, world) : onAction(answer, world);
  if (world.person?.state === 'registered') return askConsent(world);
  return (
    onCommand(topic, said, world) ??
    onCrisis(topic, text, world) ??
    onWordsForMenu(topic, said, world) ??
    onAnswer(topic, text, world)
  );
}

function onCommand(topic: Topic, said: string, world: World): Step | undefined {
  if (said === '0' || isSaid(world, 'human', said)) return onAction({ do: 'human' }, world);
  if (said === '9' || isSaid(world, 'back', said)) return goBack(topic, world);
  if (isSaid(world, 'menu', said) || ['/start', '/menu', '/cancel'].includes(said)) return mainMenu(world);
  if (said === '/help') return onAction({ do: world.person === null ? 'menu' : 'help' }, world);
  if (said === '/queue') return onAction({ do: 'queue', page: 0 }, world);
  if (said === '/desk') return onAction({ do: 'desk' }, world);
  if (said === '/pin') return onAction({ do: 'deskPin' }, world);
  return isSaid(world, 'help', said) ? onHelp(topic, world) : undefined;
}

/** 帮忙: said to whoever is being written to, when it is not about a paper that they asked for or a no that they gave. */
function onHelp(topic: Topic, world: World): Step | undefined {
  if (!awaitsWords(topic)) return askForHelpAnywhere(world);
  return topic.name === 'writing' && world.focus !== null && isStuck(world.focus.referral)
    ? askForHelp(world, world.focus)
    : undefined;
}

/** Words of hunger or self-harm change what the very next answer shows, and nothing else. */
function onCrisis(topic: Topic, text: string, world: World): Step | undefined {
  if (world.person === null || ('numbersShown' in topic && topic.numbersShown === true)) return undefined;
  const crisis = crisisIn(world, text);
  return crisis === undefined ? undefined : showNumbers(crisis, topic);
}

/** A choice of the main menu by its name, a greeting, thanks: what nobody should have to hear "not understood" for. */
function onWordsForMenu(topic: Topic, said: string, world: World): Step | undefined {
  if (awaitsWords(topic)) return undefined;
  if (isSaid(world, 'why', said)) return tellWhy(topic, world);
  if (isSaid(world, 'greeting', said)) return politely([], topic, world);
  if (isSaid(world, 'thanks', said)) return politely([line('common:welcome')], topic, world);
  if (isSaid(world, 'desk', said)) return onAction({ do: 'desk' }, world);
  if (isSaid(world, 'deskPin', said)) return onAction({ do: 'deskPin' }, world);
  if (isSaid(world, 'request', said)) return onAction({ do: 'help' }, world);
  if (isSaid(world, 'checkIn', said)) return onAction({ do: 'checkIn' }, world);
  if (isSaid(world, 'matters', said)) return onAction({ do: 'matters', page: 0 }, world);
  if (isSaid(world, 'myHelpers', said)) return onAction({ do: 'myHelpers' }, world);
  if (isSaid(world, 'whoLooked', said)) return onAction({ do: 'whoLooked', page: 0 }, world);
  if (isSaid(world, 'myInformation', said)) return onAction({ do: 'myInformation' }, world);
  return undefined;
}

/** "Why did I get this?": the rule behind what the clock last said here. */
function tellWhy(topic: Topic, world: World): Step {
  if (world.found === null) return { search: { what: 'why' } };
  const { why } = world.found;
  return politely([line(why === null ? 'common:whyNothing' : `why:${why}`)], topic, world);
}

/** A question that stands is not given up for a polite word. */
function politely(lines: readonly Line[], topic: Topic, world: World): Step {
  return saidFirst(lines, isForm(topic) ? resume(topic, world) : mainMenu(world));
}

function onAnswer(topic: Topic, text: string, world: World): Step {
  if (isDeskTopic(topic)) return onDeskWords(topic, text, world);
  const numeral = /^\d{1,2}$/.test(bareWords(text));
  switch (topic.name) {
    case 'form':
      return typeAnswer(world, topic, text);
    case 'writing':
      return world.person === null ? mainMenu(world) : write(world, topic, text);
    case 'composing': {
      const file = fileInHand(world, topic.referral);
      return file === null ? notYours(world) : review(world, file, topic, text);
    }
    case 'words':
      if (isSaid(world, 'yes', bareWords(text))) return resume(topic, world);
      return offerMeaning(world, text);
    default: {
      const journey = numeral ? undefined : onJourneyWords(topic, text, world);
      if (journey !== undefined) return journey;
      if (numeral) return saidFirst([line('common:numberNotThere')], resume(topic, world));
      return offerMeaning(world, text);
    }
  }
}
