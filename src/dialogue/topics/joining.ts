import { rootArea, stationOf } from '../../organisation/directory.ts';
import { type Choice, type Message, type Outcome, reply, saidFirst } from '../outcome.ts';
import { type Line, line } from '../parameter.ts';
import type { Enrolment, Person, World } from '../world.ts';
import { languageChoice, mainMenu } from './menu.ts';

/** Wrong codes an hour before even a right one is refused: in one chat, and typed codes in all chats together. */
const mostAttemptsHere = 5;
const mostAttemptsEverywhere = 300;

/** Somebody without an account: what this is, and how to get in. */
export function greetStranger(world: World): Outcome {
  return reply({ name: 'stranger' }, [line('joining:stranger'), ...officeLines(world)], [languageChoice(world)]);
}

export function officeLines(world: World): Line[] {
  const root = rootArea(world.directory);
  return root === undefined
    ? []
    : [line('joining:office', { address: { areaAddress: root.id }, phone: { areaPhone: root.id } })];
}

function chatTakenLines(world: World): Line[] {
  const root = rootArea(world.directory);
  return root === undefined ? [] : [line('joining:chatTaken', { phone: { areaPhone: root.id } })];
}

/** A code was opened or typed. One that is unknown, used, expired, replaced or guessed too often looks the same. */
export function join(world: World, spoken: boolean): Outcome {
  const { enrolment, attempts, account } = world;
  const throttled = attempts.here >= mostAttemptsHere || (spoken && attempts.everywhere >= mostAttemptsEverywhere);
  const usable = enrolment?.usable === true && !throttled;
  if (account !== null) {
    // A link cannot be guessed, a spoken code can: whether that one would open something is not told.
    const another = usable && !spoken && enrolment.account.id !== account.id;
    return saidFirst(another ? chatTakenLines(world) : [line('joining:already')], home(world));
  }
  if (!usable) {
    return reply({ name: 'stranger' }, [line('joining:codeRefused'), ...officeLines(world)], [languageChoice(world)], {
      changes: [{ fact: 'codeRefused' }],
    });
  }
  return welcome(world, enrolment);
}

function welcome(world: World, enrolment: Enrolment): Outcome {
  const joined = { ...world, account: enrolment.account, person: enrolment.person, memberships: approvedOf(enrolment) };
  const also = { changes: [{ fact: 'joined', enrolment } as const] };
  if (enrolment.person === null) {
    const waiting = joined.memberships.length === 0;
    const key = waiting ? 'joining:welcomeWaiting' : 'joining:welcomeWorker';
    return saidFirst(
      [line(key, { name: { name: enrolment.account.id } })],
      waiting ? waitingScreen(joined) : mainMenu(joined),
      {
        ...also,
        messages: approvalRequests(enrolment),
      },
    );
  }
  if (enrolment.person.state === 'agreed')
    return saidFirst([line('joining:back', { name: { name: enrolment.account.id } })], mainMenu(joined), also);
  return saidFirst([], askConsent(joined), also);
}

function approvedOf(enrolment: Enrolment) {
  return enrolment.memberships.filter((membership) => membership.state === 'approved');
}

function waitingScreen(world: World): Outcome {
  return reply({ name: 'menu' }, [], [languageChoice(world)]);
}

function approvalRequests(enrolment: Enrolment): Message[] {
  return enrolment.memberships
    .filter((membership) => membership.state === 'proposed')
    .map((membership) => ({
      to: { approvers: membership.areaId },
      lines: [line('coordination:approvalAsked', { name: { name: enrolment.account.id } })],
      choices: [{ label: line('coordination:look'), action: { do: 'approval', membership: membership.id } }],
    }));
}

/** Who this is, who will see what, and whether the person may be written to. */
export function askConsent(world: World): Outcome {
  const { person, account } = world;
  if (person === null || account === null) return mainMenu(world);
  const station = stationOf(world.directory, person.areaId).id;
  return reply(
    { name: 'consent' },
    [line('joining:consent', { name: { name: account.id }, station: { department: station } })],
    [
      { label: line('joining:yes'), action: { do: 'consent', agreed: true } },
      { label: line('joining:no'), action: { do: 'consent', agreed: false } },
      languageChoice(world),
    ],
  );
}

export function decideConsent(world: World, person: Person, agreed: boolean): Outcome {
  if (agreed) {
    return saidFirst([line('joining:agreed')], mainMenu(world), { changes: [{ fact: 'contactAgreed', person }] });
  }
  return declined(world, person, [{ fact: 'contactDeclined', person }]);
}

/** The first screen of somebody with an account. */
function home(world: World): Outcome {
  if (world.person?.state === 'registered') return askConsent(world);
  return world.person?.state === 'declined' ? declined(world, world.person) : mainMenu(world);
}

/** Without a yes nothing is done here, and the window and the phone stay open. */
export function declined(world: World, person: Person, changes: Outcome['changes'] = []): Outcome {
  const station = stationOf(world.directory, person.areaId);
  const again: Choice = { label: line('joining:changedMind'), action: { do: 'consent', agreed: true } };
  return reply(
    { name: 'declined' },
    [line('joining:declined', { address: { departmentAddress: station.id }, phone: { departmentPhone: station.id } })],
    [again, { label: line('menu:myInformation'), action: { do: 'myInformation' } }, languageChoice(world)],
    { changes },
  );
}
