/** What a person states about themselves they change themselves, at once; what others wrote is for the bureau. */
import { type Arrival, readPhone, type Staying, stayingOptions } from '../../people/arrival.ts';
import { readName } from '../../people/registration.ts';
import type { Correctable } from '../actions/ownData.ts';
import { type Change, type Choice, type Outcome, reply, type Step } from '../outcome.ts';
import { line } from '../parameter.ts';
import { bareWords, isSaid } from '../words.ts';
import type { World } from '../world.ts';
import { backChoice, humanChoice, mainMenu } from './menu.ts';
import { ownDataScreen, withOwnData } from './ownData.ts';
import { showOwnData } from './ownDataShown.ts';
import { activeHelpers } from './ownFile.ts';

export function askWhatToCorrect(world: World): Step {
  return withOwnData(world, ({ file: { arrival } }) => {
    const staying: Choice[] =
      arrival === null || arrival.reportedAt === null
        ? []
        : [{ label: line('ownData:correctStaying'), action: { do: 'correct', what: 'staying' } }];
    return ownDataScreen(
      'correct',
      [line('ownData:correctWhich')],
      [
        { label: line('ownData:correctName'), action: { do: 'correct', what: 'name' } },
        { label: line('ownData:correctPhone'), action: { do: 'correct', what: 'phone' } },
        ...staying,
        { label: line('ownData:correctOthers'), action: { do: 'askAboutData', matter: 'correct' } },
      ],
    );
  });
}

export function askCorrection(world: World, what: Correctable, isAgain = false): Outcome {
  if (world.person === null) return mainMenu(world);
  const offered: Choice[] =
    what === 'staying'
      ? stayingOptions.map((where) => ({
          label: line(`arrival:where.${where}`),
          action: { do: 'stayingNow', where },
        }))
      : [];
  return reply(
    { name: 'correcting', what },
    [line(isAgain ? `ownData:notUnderstood.${what}` : `ownData:ask.${what}`)],
    [...offered, backChoice, humanChoice],
  );
}

export function typeCorrection(world: World, what: Correctable, text: string): Step {
  switch (what) {
    case 'name': {
      const name = readName(text);
      return name === undefined ? askCorrection(world, what, true) : correctName(world, name);
    }
    case 'phone': {
      const phone = readPhone(text);
      return phone === undefined ? askCorrection(world, what, true) : correctPhone(world, phone);
    }
    case 'staying':
      return isSmallTalk(world, text) ? askCorrection(world, what, true) : correctStaying(world, { text });
  }
}

function isSmallTalk(world: World, text: string): boolean {
  const said = bareWords(text);
  return said === '' || (['greeting', 'thanks', 'yes', 'no'] as const).some((word) => isSaid(world, word, said));
}

export function chooseStaying(world: World, option: (typeof stayingOptions)[number]): Step {
  return correctStaying(world, { option });
}

function correctName(world: World, name: string): Outcome {
  const { account, person } = world;
  if (account === null || person === null) return mainMenu(world);
  const outcome = showOwnData(world, [line('ownData:corrected.name', { name: { secret: name } })]);
  return {
    ...outcome,
    changes: [{ fact: 'nameCorrected', account: { id: account.id, version: account.version }, name }],
    messages: [
      ...outcome.messages,
      {
        to: { coordinators: person.areaId },
        lines: [line('ownData:correctedTold.name', { name: { name: account.id } })],
        choices: [],
      },
    ],
  };
}

/** Whoever helps is told, so that nobody calls a number that is somebody else's by now. */
function correctPhone(world: World, phone: string): Step {
  return withOwnData(world, ({ file }) => {
    const { account } = world;
    if (account === null) return mainMenu(world);
    const outcome = showOwnData(world, [line('ownData:corrected.phone', { phone: { secret: phone } })]);
    const lines = [line('ownData:correctedTold.phone', { name: { name: account.id }, phone: { phone: account.id } })];
    return {
      ...outcome,
      changes: [{ fact: 'phoneCorrected', account: { id: account.id, version: account.version }, phone }],
      messages: [
        ...outcome.messages,
        ...activeHelpers(file).map(({ accountId }) => ({
          to: { account: accountId, about: file.person.id },
          lines,
          choices: [],
        })),
        { to: { coordinators: file.person.areaId }, lines, choices: [] },
      ],
    };
  });
}

function correctStaying(world: World, staying: Staying): Step {
  return withOwnData(world, ({ file: { arrival } }) => {
    if (world.account === null || arrival === null || arrival.reportedAt === null) return showOwnData(world);
    const said = 'option' in staying ? { text: `arrival:where.${staying.option}` as const } : { secret: staying.text };
    const outcome = showOwnData(world, [line('ownData:corrected.staying', { staying: said })]);
    return { ...outcome, changes: [stayingChange(world.account, arrival, staying)] };
  });
}

function stayingChange(account: NonNullable<World['account']>, arrival: Arrival, staying: Staying): Change {
  return {
    fact: 'stayingCorrected',
    account: { id: account.id, version: account.version },
    arrival: { id: arrival.id, version: arrival.version },
    staying,
  };
}
