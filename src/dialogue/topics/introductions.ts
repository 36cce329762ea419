import type { Choice, Message } from '../outcome.ts';
import { line } from '../parameter.ts';
import type { World } from '../world.ts';
import { humanChoice } from './menu.ts';

/**
 * What both sides are told when somebody joins the helpers around a person whose file was looked up. Who helps as part of
 * their work is introduced at once, and the person may decline. A volunteer is asked for first: before the person's own
 * yes they learn no more than that somebody was asked.
 */
export function introductionMessages(
  world: World,
  personAccountId: string,
  helperAccountId: string,
  isVolunteer: boolean,
  memberId: string,
): Message[] {
  const names = { name: { name: personAccountId }, helper: { name: helperAccountId } };
  if (isVolunteer) {
    return [
      toPerson(personAccountId, 'introductions:volunteerAsk', names, [
        { label: line('introductions:volunteerYes'), action: { do: 'volunteerAnswer', member: memberId, yes: true } },
        { label: line('introductions:volunteerNo'), action: { do: 'volunteerAnswer', member: memberId, yes: false } },
      ]),
      { to: { account: helperAccountId }, lines: [line('introductions:volunteerWaits')], choices: [] },
    ];
  }
  return [
    toPerson(personAccountId, 'introductions:toPerson', names, [
      { label: line('introductions:decline'), action: { do: 'declineHelper', member: memberId } },
    ]),
    introductionToHelper(world, personAccountId, helperAccountId),
  ];
}

/** What a helper reads once they are one of those around the person. */
export function introductionToHelper(world: World, personAccountId: string, helperAccountId: string): Message {
  const file = world.found?.file ?? null;
  const about = file?.person.accountId === personAccountId ? { about: file.person.id } : {};
  return {
    to: { account: helperAccountId, ...about },
    lines: [line('introductions:toHelper', { name: { name: personAccountId } })],
    choices: [{ label: line('introductions:see'), action: { do: 'helpedPerson', account: personAccountId } }],
  };
}

function toPerson(
  account: string,
  key: 'introductions:volunteerAsk' | 'introductions:toPerson',
  parameters: Parameters<typeof line>[1],
  choices: readonly Choice[],
): Message {
  return { to: { account }, discreet: true, lines: [line(key, parameters)], choices: [...choices, humanChoice] };
}
