import { deskLinkMinutes, digitsIn, numberTries, steppedUpMinutes } from '../../organisation/deskAccess.ts';
import type { DeskFound, DeskLogin, DeskSearch } from '../deskFound.ts';
import { type Change, type Choice, type Outcome, reply, type Step, saidFirst } from '../outcome.ts';
import { type Line, line } from '../parameter.ts';
import type { World } from '../world.ts';
import { isApproved } from '../world.ts';
import { mainMenu, menuChoice } from './menu.ts';

const minutes = { number: String(deskLinkMinutes) };
export const pinChoice: Choice = { label: line('deskLogin:pin'), action: { do: 'deskPin' } };
const sessionsChoice: Choice = { label: line('deskLogin:sessions'), action: { do: 'deskSessions' } };
const deskChoice: Choice = { label: line('deskLogin:menu'), action: { do: 'desk' } };

/** Who has a desk: who answers, who coordinates, and the office above them. */
export function worksAtDesk(world: World): boolean {
  return isApproved(world, 'staff') || isApproved(world, 'coordinator') || isApproved(world, 'office');
}

/** What is known of the sender's desk; for whoever has none, a kind word. */
export function withDesk(world: World, search: DeskSearch, then: (found: DeskFound) => Step): Step {
  if (!worksAtDesk(world)) return saidFirst([line('deskLogin:notForYou')], mainMenu(world));
  if (world.found === null) return { search };
  return world.found.desk === null ? mainMenu(world) : then(world.found.desk);
}

/** 工作台: a link of five minutes, which replaces those before it; then two digits are awaited. */
export function openDesk(world: World): Step {
  return withDesk(world, { what: 'desk' }, ({ unused, sessions, onlyWeb }) => {
    const login = world.draw.id();
    const { link } = world.draw.code();
    const choices = loginChoices(login, 'deskLogin:dropLink');
    if (sessions.length > 0) choices.push(sessionsChoice);
    if (onlyWeb) choices.push(pinChoice);
    return reply(
      { name: 'deskNumber', login },
      [line('deskLogin:link', { link: { desk: link }, minutes }), line('deskLogin:linkNext')],
      [...choices, menuChoice],
      { changes: [{ fact: 'deskLinkMade', login, link, replaced: unused.map(versioned) }] },
    );
  });
}

/** In the order of the messages that tell of a browser, so that a number means the same wherever it is typed. */
function loginChoices(login: string, refuse: 'deskLogin:dropLink' | 'deskLogin:notMe'): Choice[] {
  return [
    { label: line('deskLogin:typeNumber'), action: { do: 'deskNumber', login } },
    { label: line(refuse), action: { do: 'deskRefuse', login } },
  ];
}

/** Which browser waits, and the question for its number. */
export function askNumber(world: World, id: string, first: readonly Line[] = []): Step {
  return withDesk(world, { what: 'desk', login: id }, ({ login }) => {
    if (login === null || isOver(login, world)) return over(first);
    return reply(
      { name: 'deskNumber', login: id },
      [...first, waiting(login)],
      [...loginChoices(id, login.browser === null ? 'deskLogin:dropLink' : 'deskLogin:notMe'), menuChoice],
    );
  });
}

/** The same question, where nothing further can be looked up. */
export function askNumberAgain(login: string): Outcome {
  return reply(
    { name: 'deskNumber', login },
    [line('deskLogin:askNumber')],
    [...loginChoices(login, 'deskLogin:notMe'), menuChoice],
  );
}

/** Two digits, as the bound browser shows them. The third wrong number ends what waits. */
export function typeNumber(world: World, id: string, text: string): Step {
  const typed = digitsIn(text, 2);
  if (typed === undefined) return askNumber(world, id, [line('deskLogin:twoDigits')]);
  return withDesk(world, { what: 'desk', login: id }, ({ login, sessions }) => {
    if (login === null || isOver(login, world)) return over();
    if (login.number === null) return askNumber(world, id);
    if (login.number !== typed) return miss(world, login);
    return login.purpose === 'enter' ? enter(login) : stepUp(login, sessions);
  });
}

function isOver({ confirmedAt, endedAt, expiresAt }: DeskLogin, { now }: World): boolean {
  return confirmedAt !== null || endedAt !== null || new Date(expiresAt) <= now;
}

function over(first: readonly Line[] = []): Outcome {
  return reply({ name: 'menu' }, [...first, line('deskLogin:over')], [deskChoice, menuChoice]);
}

function waiting({ purpose, browser }: DeskLogin): Line {
  if (browser === null) return line('deskLogin:openFirst');
  return line(purpose === 'enter' ? 'deskLogin:entering' : 'deskLogin:steppingUp', { browser: { browser } });
}

function miss(world: World, login: DeskLogin): Step {
  const attempts = login.attempts + 1;
  if (attempts >= numberTries)
    return reply({ name: 'menu' }, [line('deskLogin:refusedThrice')], [deskChoice, menuChoice], {
      changes: [{ fact: 'deskRefused', login: versioned(login), attempts }],
    });
  const again = askNumber(world, login.id, [
    line('deskLogin:wrongNumber', { left: { number: String(numberTries - attempts) } }),
  ]);
  return 'search' in again
    ? again
    : { ...again, changes: [{ fact: 'deskNumberMissed', login: versioned(login), attempts }] };
}

function enter(login: DeskLogin): Outcome {
  return reply({ name: 'menu' }, [line('deskLogin:entered', browserOf(login))], [sessionsChoice, menuChoice], {
    changes: [{ fact: 'deskConfirmed', login: versioned(login) }],
  });
}

function stepUp(login: DeskLogin, sessions: DeskFound['sessions']): Outcome {
  const session = sessions.find(({ id }) => id === login.sessionId);
  if (session === undefined) return over();
  const said = line('deskLogin:steppedUp', { ...browserOf(login), minutes: { number: String(steppedUpMinutes) } });
  return reply({ name: 'menu' }, [said], [sessionsChoice, menuChoice], {
    changes: [{ fact: 'deskSteppedUp', login: versioned(login), session: versioned(session) }],
  });
}

/** 不是我: the way in is shut, and whoever came through it is out. */
export function refuse(world: World, id: string): Step {
  return withDesk(world, { what: 'desk', login: id }, ({ login, sessions }) => {
    if (login === null) return over();
    const session = sessions.find((open) => open.id === login.sessionId);
    const changes: Change[] =
      login.endedAt === null ? [{ fact: 'deskRefused', login: versioned(login), attempts: login.attempts }] : [];
    if (session !== undefined) changes.push({ fact: 'deskSessionEnded', session: versioned(session) });
    const said = line(session === undefined ? 'deskLogin:refused' : 'deskLogin:refusedAndOut');
    return reply({ name: 'menu' }, [said], [sessionsChoice, menuChoice], { changes });
  });
}

/** Where I am in, with "end" for each. */
export function listSessions(world: World): Step {
  return withDesk(world, { what: 'desk' }, ({ sessions, onlyWeb }) => {
    const also = onlyWeb ? [deskChoice, pinChoice, menuChoice] : [deskChoice, menuChoice];
    if (sessions.length === 0) return reply({ name: 'menu' }, [line('deskLogin:nobodyIn')], also);
    const each: Choice[] = sessions.slice(0, 7).map(({ id, browser, createdAt }) => ({
      label: line('deskLogin:endOne', { browser: { browser }, since: { moment: createdAt } }),
      action: { do: 'endDeskSession', session: id },
    }));
    return reply(
      { name: 'menu' },
      [line('deskLogin:whoIsIn')],
      [...each, { label: line('deskLogin:endAll'), action: { do: 'endDeskSessions' } }, ...also],
    );
  });
}

/** `id`: of one session; every one when absent. */
export function endSessions(world: World, id?: string): Step {
  return withDesk(world, { what: 'desk' }, ({ sessions }) => {
    const ending = sessions.filter((session) => id === undefined || session.id === id);
    const [first] = ending;
    if (first === undefined)
      return reply({ name: 'menu' }, [line('deskLogin:alreadyOut')], [sessionsChoice, menuChoice]);
    const said =
      id === undefined ? line('deskLogin:allOut') : line('deskLogin:out', { browser: { browser: first.browser } });
    return reply({ name: 'menu' }, [said], [deskChoice, menuChoice], {
      changes: ending.map((session) => ({ fact: 'deskSessionEnded', session: versioned(session) })),
    });
  });
}

function browserOf({ browser }: DeskLogin) {
  return { browser: { browser: browser ?? '' } };
}

function versioned({ id, version }: { readonly id: string; readonly version: number }) {
  return { id, version };
}
