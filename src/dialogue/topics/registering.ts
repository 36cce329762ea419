import { addDays, type Day } from '../../calendar/day.ts';
import { readDay } from '../../calendar/readDay.ts';
import { type Area, coordinatedStations } from '../../organisation/directory.ts';
import { isWithinReach, readName, readTypedPhone } from '../../people/registration.ts';
import { type Choice, type Outcome, reply, type Step, saidFirst } from '../outcome.ts';
import { type Line, line } from '../parameter.ts';
import type { Draft } from '../standing/register.ts';
import { isApproved, type World } from '../world.ts';
import { backChoice, mainMenu } from './menu.ts';
import { completed, registered, review } from './reviewing.ts';

type Question = 'name' | 'releasedOn' | 'area' | 'phone' | 'paperDay';
const questions: readonly Question[] = ['name', 'releasedOn', 'area', 'phone', 'paperDay'];

/** Registering is the station's; an office above it only sees numbers. */
export function coordinates(world: World): boolean {
  return isApproved(world, 'coordinator');
}

export function startRegistering(world: World): Step {
  return coordinates(world) ? goOn(world, {}) : mainMenu(world);
}

/** The next question that has no answer yet, or everything once more. */
export function goOn(world: World, draft: Draft, first: readonly Line[] = []): Step {
  if (!coordinates(world)) return mainMenu(world);
  const areas = stationAreas(world);
  const placed = draft.area === undefined && areas.length === 1 ? { ...draft, area: areas[0]?.id } : draft;
  const question = questions.find((each) => placed[each] === undefined);
  if (question !== undefined) return ask(world, placed, question, first);
  const found = world.found?.register;
  if (found?.what === 'duplicates') return review(world, placed, { here: [...found.here], elsewhere: found.elsewhere });
  return { search: { what: 'duplicates', name: placed.name ?? '', phone: placed.phone ?? null } };
}

export function stationAreas({ directory, memberships }: World): Area[] {
  return coordinatedStations(directory, memberships);
}

export function ask(world: World, draft: Draft, question: Question, first: readonly Line[] = []): Outcome {
  const topic = { name: question === 'area' ? ('choosingStation' as const) : ('registering' as const), draft };
  return reply(topic, [...first, line(`register:ask.${question}`)], [...answersTo(world, question), backChoice]);
}

function answersTo(world: World, question: Question): Choice[] {
  const none = (key: 'register:noPhone' | 'register:noPaperDay'): Choice => ({
    label: line(key),
    action: { do: 'registerNone' },
  });
  switch (question) {
    case 'releasedOn':
      return [0, -1, -2].map((count) => dayAnswer(addDays(world.today, count)));
    case 'area':
      return stationAreas(world).map(({ id }) => ({
        label: line('register:area', { area: { area: id } }),
        action: { do: 'registerAt', area: id },
      }));
    case 'phone':
      return [none('register:noPhone')];
    case 'paperDay':
      return [none('register:noPaperDay')];
    case 'name':
      return [];
  }
}

function dayAnswer(day: Day): Choice {
  return { label: line('register:day', { date: { day } }), action: { do: 'registerDay', day } };
}

/** What the question that stands is about. */
function askedOf(draft: Draft): Question | undefined {
  return questions.find((each) => draft[each] === undefined);
}

/** Typed: a name, a day or a number, whichever was asked for. */
export function typeIntoDraft(world: World, draft: Draft, text: string): Step {
  const question = askedOf(draft);
  const read = question === undefined ? undefined : readAnswer(world, question, text);
  if (question === undefined) return goOn(world, draft);
  if (read === undefined) return ask(world, draft, question, [line(`register:notUnderstood.${question}`)]);
  return goOn(world, { ...draft, [question]: read });
}

function readAnswer(world: World, question: Question, text: string): string | undefined {
  switch (question) {
    case 'name':
      return readName(text);
    case 'phone':
      return readTypedPhone(text);
    case 'releasedOn':
    case 'paperDay':
      return withinReach(world, readDay(text, world.today, world.keywords.days));
    case 'area':
      return undefined;
  }
}

function withinReach({ today }: World, day: Day | undefined): Day | undefined {
  return day !== undefined && isWithinReach(day, today) ? day : undefined;
}

export function chooseDay(world: World, draft: Draft, day: Day): Step {
  const question = askedOf(draft);
  const isFree = question === 'releasedOn' || question === 'paperDay';
  return goOn(world, isFree ? { ...draft, [question]: day } : draft);
}

export function chooseNone(world: World, draft: Draft): Step {
  const question = askedOf(draft);
  const isFree = question === 'phone' || question === 'paperDay';
  return goOn(world, isFree ? { ...draft, [question]: null } : draft);
}

export function chooseArea(world: World, draft: Draft, area: string): Step {
  return goOn(world, stationAreas(world).some(({ id }) => id === area) ? { ...draft, area } : draft);
}

/** 返回: the last answer is taken back, and asked for again; the station only where there was a choice. */
export function takeBack(world: World, draft: Draft): Step {
  const asked = questions.filter(
    (each) => draft[each] !== undefined && (each !== 'area' || stationAreas(world).length > 1),
  );
  const last = asked.at(-1);
  return last === undefined ? mainMenu(world) : ask(world, { ...draft, [last]: undefined }, last);
}

/** Confirmed, by somebody who still coordinates that station; else what is missing is asked for again. */
export function registerPerson(world: World, draft: Draft): Step {
  const wrong = questions.find((each) => each !== 'area' && !isSound(world, draft, each));
  if (wrong !== undefined && coordinates(world))
    return ask(world, { ...draft, [wrong]: undefined }, wrong, [line(`register:notUnderstood.${wrong}`)]);
  const complete = completed(draft);
  const isMine = stationAreas(world).some(({ id }) => id === draft.area);
  if (complete !== undefined && isMine && coordinates(world)) return registered(world, complete);
  return goOn(world, isMine ? draft : { ...draft, area: undefined });
}

/** An answer that was not typed to its own question is read all the same. */
function isSound(world: World, draft: Draft, question: Question): boolean {
  const answer = draft[question];
  return answer == null || readAnswer(world, question, answer) !== undefined;
}

/** The question that stands, said again. */
export function resumeDraft(world: World, draft: Draft): Outcome {
  const question = askedOf(draft);
  return question === undefined ? saidFirst([line('common:movedOn')], mainMenu(world)) : ask(world, draft, question);
}
