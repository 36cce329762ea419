import { afterMiss, digitsIn, isTrivialPin, minutesAfter, pinLength } from '../../organisation/deskAccess.ts';
import type { DeskFound, DeskPin } from '../deskFound.ts';
import { type Outcome, reply, type Step } from '../outcome.ts';
import { type Line, line } from '../parameter.ts';
import type { PinTopic } from '../standing/desk.ts';
import type { World } from '../world.ts';
import { withDesk } from './desk.ts';
import { backChoice, menuChoice } from './menu.ts';

/** How long a new PIN may be chosen after the old one was typed. */
const choosingMinutes = 10;

/** 数字密码: six digits of one's own, for whoever has no chat but the one in the browser. */
export function choosePin(world: World): Step {
  return withDesk(world, { what: 'desk' }, ({ onlyWeb, pin }) => {
    if (!onlyWeb) return reply({ name: 'menu' }, [line('deskLogin:pinNotNeeded')], [menuChoice]);
    const until = shutUntil(pin, world);
    if (until !== null) return shut(until);
    return pin === null ? askNew(world, false) : ask('deskLogin:pinOld', { name: 'deskPinOld' });
  });
}

function ask(
  key: 'deskLogin:pinOld' | 'deskLogin:pinNew' | 'deskLogin:pinAgain',
  topic: PinTopic,
  first: readonly Line[] = [],
) {
  return reply(topic, [...first, line(key)], [backChoice]);
}

function askNew(world: World, replaces: boolean, first: readonly Line[] = []): Outcome {
  return ask(
    'deskLogin:pinNew',
    { name: 'deskPinNew', replaces, until: minutesAfter(world.now, choosingMinutes) },
    first,
  );
}

/** The question that stands, said again. */
export function resumePin(topic: PinTopic, first: readonly Line[] = []): Outcome {
  switch (topic.name) {
    case 'deskPinOld':
      return ask('deskLogin:pinOld', topic, first);
    case 'deskPinNew':
      return ask('deskLogin:pinNew', topic, first);
    case 'deskPinAgain':
      return ask('deskLogin:pinAgain', topic, first);
  }
}

export function typePin(world: World, topic: PinTopic, text: string): Step {
  const digits = digitsIn(text, pinLength);
  if (digits === undefined) return resumePin(topic, [line('deskLogin:sixDigits')]);
  if (topic.name !== 'deskPinOld' && new Date(topic.until) <= world.now) return tooLate();
  if (topic.name === 'deskPinNew' && isTrivialPin(digits)) return resumePin(topic, [line('deskLogin:pinTrivial')]);
  const again = topic.name === 'deskPinAgain' ? { again: topic.hash } : {};
  return withDesk(world, { what: 'desk', digits, ...again }, (found) => {
    if (!found.onlyWeb || found.typed === null) return tooLate();
    switch (topic.name) {
      case 'deskPinOld':
        return oldTyped(world, found.pin, found.typed.isPin);
      case 'deskPinNew':
        // Somebody else has chosen one meanwhile, and this question was asked before.
        if (found.pin !== null && !topic.replaces) return tooLate();
        return ask('deskLogin:pinAgain', { ...topic, name: 'deskPinAgain', hash: found.typed.hash });
      case 'deskPinAgain':
        return againTyped(world, topic, found);
    }
  });
}

function oldTyped(world: World, pin: DeskPin | null, isRight: boolean): Outcome {
  if (pin === null) return askNew(world, false);
  const until = shutUntil(pin, world);
  if (until !== null) return shut(until);
  const { id, version } = pin;
  if (isRight)
    return {
      ...askNew(world, true),
      changes: pin.attempts > 0 ? [{ fact: 'deskPinUnlocked', pin: { id, version } }] : [],
    };
  const missed = afterMiss(pin.attempts, world.now);
  if (missed.until !== null)
    return {
      ...shut(missed.until),
      changes: [{ fact: 'deskPinLocked', pin: { id, version }, attempts: missed.attempts, until: missed.until }],
    };
  return {
    ...resumePin({ name: 'deskPinOld' }, [line('deskLogin:pinWrong')]),
    changes: [{ fact: 'deskPinMissed', pin: { id, version }, attempts: missed.attempts }],
  };
}

function againTyped(
  world: World,
  topic: Extract<PinTopic, { name: 'deskPinAgain' }>,
  { pin, typed }: DeskFound,
): Outcome {
  const { account } = world;
  if (account === null || typed === null || (pin !== null && !topic.replaces)) return tooLate();
  if (!typed.isAgain) return askNew(world, topic.replaces, [line('deskLogin:pinDiffers')]);
  const before = pin === null ? null : { id: pin.id, version: pin.version };
  return reply(
    { name: 'menu' },
    [line('deskLogin:pinSet')],
    [{ label: line('deskLogin:menu'), action: { do: 'desk' } }, menuChoice],
    {
      changes: [{ fact: 'deskPinSet', account: account.id, before, hash: topic.hash }],
    },
  );
}

function shutUntil(pin: DeskPin | null, { now }: World): string | null {
  const until = pin?.lockedUntil ?? null;
  return until !== null && new Date(until) > now ? until : null;
}

function shut(until: string): Outcome {
  return reply({ name: 'menu' }, [line('deskLogin:pinShut', { until: { moment: until } })], [menuChoice]);
}

function tooLate(): Outcome {
  return reply(
    { name: 'menu' },
    [line('deskLogin:pinTooLate')],
    [{ label: line('deskLogin:pin'), action: { do: 'deskPin' } }, menuChoice],
  );
}
