import type { PersonFile, TeamMember } from '../../people/personFile.ts';
import { type Choice, type Message, type Outcome, reply, type Step, saidFirst } from '../outcome.ts';
import { type Line, line } from '../parameter.ts';
import type { World } from '../world.ts';
import { introductionToHelper } from './introductions.ts';
import { humanChoice, mainMenu, menuChoice } from './menu.ts';
import { activeHelpers, withOwnFile } from './ownFile.ts';
import { whoLookedChoice } from './whoLooked.ts';

/** 我的联系人: who they are, when they come, and all that was said or written that stands for a while. */
export function showMyHelpers(world: World, first: readonly Line[] = []): Step {
  return withOwnFile(world, (file) =>
    reply(
      { name: 'menu' },
      [...first, ...teamLines(file), ...visitLines(file), ...onFileLines(world, file)],
      [...choicesFor(file), menuChoice, humanChoice],
    ),
  );
}

export function teamLines({ team }: PersonFile): Line[] {
  if (team.length === 0) return [line('helpers:none')];
  return [line('helpers:title'), ...team.map((member) => memberLine(member))];
}

function memberLine({ accountId, state, isVolunteer }: TeamMember): Line {
  const helper = { name: accountId };
  if (state === 'asked') return line('helpers:asked', { helper });
  return line(isVolunteer ? 'helpers:volunteer' : 'helpers:helper', { helper });
}

export function visitLines({ visits }: PersonFile): Line[] {
  const [next] = visits;
  if (next === undefined) return [];
  return next.meetOn !== null && next.answer === 'yes'
    ? [line('helpers:agreedVisit', { date: { day: next.meetOn } })]
    : [line('helpers:nextVisit', { date: { by: next.dueOn, provisional: next.provisional } })];
}

/** By whom, and until when: nothing about the person is kept that they cannot see. */
export function onFileLines(world: Pick<World, 'account' | 'today'>, file: PersonFile): Line[] {
  const me = world.account?.id;
  const needs = file.needs
    .filter(({ endsOn }) => endsOn >= world.today)
    .map(({ kind, statedBy, endsOn }) => {
      const said = { need: { text: `visits:need.${kind}` }, date: { day: endsOn } };
      return statedBy === me
        ? line('helpers:needOwn', said)
        : line('helpers:needByHelper', { ...said, helper: { name: statedBy } });
    });
  const triggers = file.triggers.map(({ kind, reportedBy }) => {
    const trigger = { text: `reports:trigger.${kind}` };
    return reportedBy === me
      ? line('helpers:triggerOwn', { trigger })
      : line('helpers:triggerByHelper', { trigger, helper: { name: reportedBy } });
  });
  const all = [...needs, ...triggers];
  return all.length === 0 ? [] : [line('helpers:onFile'), ...all];
}

function choicesFor(file: PersonFile): Choice[] {
  const waiting = file.team.filter(({ state }) => state === 'asked');
  const isPaused = file.person.remindersPausedAt !== null;
  return [
    ...waiting.flatMap(({ id, accountId }): Choice[] => [
      {
        label: line('helpers:accept', { helper: { name: accountId } }),
        action: { do: 'volunteerAnswer', member: id, yes: true },
      },
      {
        label: line('helpers:refuse', { helper: { name: accountId } }),
        action: { do: 'volunteerAnswer', member: id, yes: false },
      },
    ]),
    { label: line('helpers:tell'), action: { do: 'tellTrigger' } },
    ...(activeHelpers(file).length === 0 ? [] : [changeChoice]),
    isPaused
      ? { label: line('helpers:resume'), action: { do: 'resumeReminders' } }
      : { label: line('helpers:pause'), action: { do: 'pauseReminders' } },
    whoLookedChoice,
  ];
}

const changeChoice: Choice = { label: line('helpers:change'), action: { do: 'changeHelper' } };

/** Which of them, asked also where there is only one, so that no slip of a finger sends anybody away. */
export function askWhomToChange(world: World): Step {
  return withOwnFile(world, (file) => {
    const choices: Choice[] = activeHelpers(file).map(({ id, accountId }) => ({
      label: line('visits:person', { name: { name: accountId } }),
      action: { do: 'declineHelper', member: id },
    }));
    if (choices.length === 0) return showMyHelpers(world);
    return reply({ name: 'menu' }, [line('helpers:whom')], [...choices, menuChoice, humanChoice]);
  });
}

/** The person would rather have somebody else. No reason is asked, and none is passed on. */
export function declineHelper(world: World, memberId: string): Step {
  return withMember(world, memberId, (file, member) => {
    if (member.state === 'asked') return answerVolunteer(world, memberId, false);
    const { id, version, accountId } = member;
    return saidFirst([line('introductions:declined', { helper: { name: accountId } })], mainMenu(world), {
      changes: [{ fact: 'helperDeclined', member: { id, version, accountId }, personId: file.person.id }],
      messages: [
        toCoordinators(file, member),
        {
          to: { account: accountId },
          lines: [line('introductions:declinedToHelper', { name: { name: file.person.accountId } })],
          choices: [],
        },
      ],
    });
  });
}

/** A volunteer sees anything only after this yes. */
export function answerVolunteer(world: World, memberId: string, yes: boolean): Step {
  return withMember(world, memberId, (file, member) => {
    if (member.state === 'active') return showMyHelpers(world, [line('introductions:answered')]);
    const { id, version, accountId } = member;
    const helper = { name: accountId };
    const told: Message[] = yes
      ? [introductionToHelper(world, file.person.accountId, accountId)]
      : [
          { to: { account: accountId }, lines: [line('introductions:volunteerNotThisTime')], choices: [] },
          toCoordinators(file, member),
        ];
    return saidFirst(
      [line(yes ? 'introductions:volunteerAgreed' : 'introductions:volunteerDeclined', { helper })],
      mainMenu(world),
      {
        changes: [{ fact: 'volunteerAnswered', member: { id, version, accountId }, personId: file.person.id, yes }],
        messages: told,
      },
    );
  });
}

function toCoordinators({ person }: PersonFile, { accountId }: TeamMember): Message {
  return {
    to: { coordinators: person.areaId },
    lines: [
      line('introductions:declinedToCoordinator', { name: { name: person.accountId }, helper: { name: accountId } }),
    ],
    choices: [],
  };
}

function withMember(world: World, memberId: string, then: (file: PersonFile, member: TeamMember) => Step): Step {
  return withOwnFile(world, (file) => {
    const member = file.team.find(({ id }) => id === memberId);
    return member === undefined ? showMyHelpers(world, [line('introductions:answered')]) : then(file, member);
  });
}

/** Reminders stop, help does not. */
export function pauseReminders(world: World, paused: boolean): Step {
  const { person } = world;
  if (person === null) return mainMenu(world);
  const said = saidFirst([line(paused ? 'helpers:paused' : 'helpers:resumed')], mainMenu(world));
  if ((person.remindersPausedAt !== null) === paused) return said;
  const changed: Outcome['changes'] = [
    { fact: paused ? 'remindersPaused' : 'remindersResumed', person: { id: person.id, version: person.version } },
  ];
  return { ...said, changes: changed };
}
