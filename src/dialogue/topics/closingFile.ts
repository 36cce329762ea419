import { addMonths } from '../../calendar/day.ts';
import { type FileClosing, mayReopen } from '../../people/closing.ts';
import type { PersonFile } from '../../people/personFile.ts';
import { replanned } from '../../visits/settle.ts';
import type { CaseFileAction } from '../actions/caseFile.ts';
import type { KeptFile } from '../caseFileFound.ts';
import { type Choice, type Message, type Step, saidFirst } from '../outcome.ts';
import { line } from '../parameter.ts';
import type { World } from '../world.ts';
import { only, withCaseFile, withKeptFile } from './keptFile.ts';
import { humanChoice, mainMenu } from './menu.ts';
import { activeHelpers, toHelpers } from './ownFile.ts';

/** 结案: proposed by one human, decided by another. Until then nothing about the file changes. */
export function proposeClosing(world: World, action: Extract<CaseFileAction, { do: 'proposeClosing' }>): Step {
  return withKeptFile(world, action.account, action.version, ({ file, closing, approvers }) => {
    if (closing !== null) return only(world, line('deskFile:closingWaits'));
    if (file.person.periodEndedAt !== null) return only(world, line('deskFile:isClosed'));
    const closingId = world.draw.id();
    const asked = line('deskFile:closingAsked', {
      helper: { name: world.account?.id ?? action.account },
      name: { name: action.account },
      reason: { text: `deskFile:reason.${action.reason}` },
    });
    return saidFirst(
      [line(approvers.length === 0 ? 'deskFile:closingNobody' : 'deskFile:closingProposed')],
      mainMenu(world),
      {
        changes: [{ fact: 'closingProposed', closingId, personId: file.person.id, reason: action.reason }],
        messages: approvers.map(
          (account): Message => ({
            to: { account, about: file.person.id },
            lines: [asked],
            choices: decisions(closingId),
          }),
        ),
      },
    );
  });
}

function decisions(closing: string): Choice[] {
  return [
    { label: line('deskFile:closingYes'), action: { do: 'decideClosing', closing, approved: true } },
    { label: line('deskFile:closingNo'), action: { do: 'decideClosing', closing, approved: false } },
  ];
}

/** Whoever proposed it may take it back, and cannot be the second human. */
export function decideClosing(world: World, closingId: string, approved: boolean): Step {
  return withCaseFile(world, { what: 'keptFile', closingId }, ({ kept }) => {
    if (kept === null) return only(world, line('common:notYours'));
    const { closing } = kept;
    if (closing?.id !== closingId) return only(world, line('deskFile:closingOver'));
    const isOwn = closing.proposedBy === world.account?.id;
    if (isOwn && approved) return only(world, line('deskFile:closingOwn'));
    return approved ? close(world, kept, closing) : keepOpen(world, kept, closing, isOwn);
  });
}

function keepOpen(world: World, { file }: KeptFile, closing: FileClosing, isOwn: boolean): Step {
  const name = { name: file.person.accountId };
  const told: Message = {
    to: { account: closing.proposedBy, about: file.person.id },
    lines: [line('deskFile:closingRefusedTold', { name })],
    choices: [],
  };
  return saidFirst([line(isOwn ? 'deskFile:closingTakenBack' : 'deskFile:closingRefused')], mainMenu(world), {
    changes: [
      {
        fact: 'closingDecided',
        closing: versioned(closing),
        personId: file.person.id,
        outcome: isOwn ? 'withdrawn' : 'refused',
      },
    ],
    messages: isOwn ? [] : [told],
  });
}

/** The helping period ends now. Requests go on, and so does the way to ask for help. */
function close(world: World, { file }: KeptFile, closing: FileClosing): Step {
  const { person, checkIn } = file;
  const name = { name: person.accountId };
  const decided = {
    fact: 'closingDecided',
    closing: versioned(closing),
    personId: person.id,
    outcome: 'approved',
  } as const;
  if (person.periodEndedAt !== null)
    return saidFirst([line('deskFile:isClosed')], mainMenu(world), { changes: [decided] });
  return saidFirst([line('deskFile:closed')], mainMenu(world), {
    changes: [
      decided,
      {
        fact: 'periodEnded',
        person: versioned(person),
        cancelled: file.visits.filter(({ kind }) => kind === 'regular'),
        checkIn: checkIn === null ? null : versioned(checkIn),
      },
    ],
    messages: [
      ...(closing.reason === 'died' ? [] : [toPerson(file)]),
      ...(activeHelpers(file).length === 0 ? [] : toHelpers(file, [line('deskFile:closedTold', { name })])),
      {
        to: { account: closing.proposedBy, about: person.id },
        lines: [line('deskFile:closingApprovedTold', { name })],
        choices: [],
      },
    ],
  });
}

function toPerson({ person }: PersonFile): Message {
  return {
    to: { account: person.accountId },
    discreet: true,
    lines: [line('deskFile:told.closed', { name: { name: person.accountId }, phone: { areaPhone: person.areaId } })],
    choices: [{ label: line('menu:help'), action: { do: 'help' } }, humanChoice],
  };
}

/** 重新打开: as long as the period has not run out by itself. */
export function reopenFile(world: World, action: Extract<CaseFileAction, { do: 'reopenFile' }>): Step {
  return withKeptFile(world, action.account, action.version, ({ file }) => {
    const { person } = file;
    if (person.periodEndedAt === null) return only(world, line('deskFile:isOpen'));
    if (!mayReopen(person, world.today)) return only(world, line('deskFile:periodOver'));
    const open = { ...file, person: { ...person, periodEndedAt: null } };
    const told: Message = {
      to: { account: person.accountId },
      discreet: true,
      lines: [line('deskFile:told.reopened', { name: { name: person.accountId } })],
      choices: [humanChoice],
    };
    const helpers =
      activeHelpers(file).length === 0
        ? []
        : toHelpers(file, [line('deskFile:reopenedTold', { name: { name: person.accountId } })]);
    return saidFirst([line('deskFile:reopened')], mainMenu(world), {
      changes: [
        {
          fact: 'fileReopened',
          person: versioned(person),
          nextCheckInOn: addMonths(world.today, person.checkInEveryMonths),
          plan: replanned(world.calendar, open, null, world.today),
        },
      ],
      messages: [told, ...helpers],
    });
  });
}

function versioned({ id, version }: { readonly id: string; readonly version: number }) {
  return { id, version };
}
