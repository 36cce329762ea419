import type { NeedKind } from '../../people/needs.ts';
import type { PersonFile, TeamMember } from '../../people/personFile.ts';
import type { NeedsSaid } from '../facts/person.ts';
import type { Choice, Message, Step } from '../outcome.ts';
import { type Line, line } from '../parameter.ts';
import type { World } from '../world.ts';
import { mainMenu } from './menu.ts';

/** The sender's own file. Somebody who has none gets the menu. */
export function withOwnFile(world: World, then: (file: PersonFile) => Step): Step {
  if (world.person === null) return mainMenu(world);
  if (world.found === null) return { search: { what: 'file' } };
  const { file } = world.found;
  return file?.person.id === world.person.id ? then(file) : mainMenu(world);
}

/** A shielded file is open to none of them. */
export function activeHelpers({ person, team }: PersonFile): TeamMember[] {
  return person.shielded ? [] : team.filter(({ state }) => state === 'active');
}

/** Who would come: the first of the helpers for whom nobody stands in. */
export function whoComes(file: PersonFile): TeamMember | undefined {
  const active = activeHelpers(file);
  return active.find(({ accountId }) => !active.some(({ substituteFor }) => substituteFor === accountId));
}

export function needsSaid({ needs }: PersonFile, kinds: readonly NeedKind[]): NeedsSaid {
  return {
    kinds,
    replaces: needs.filter(({ kind }) => kinds.includes(kind)).map(({ id, version }) => ({ id, version })),
  };
}

/** Each helper around the person is told; where there is none, those who coordinate the area. */
export function toHelpers(file: PersonFile, lines: readonly Line[]): Message[] {
  const { person } = file;
  const active = activeHelpers(file);
  if (active.length === 0) return [{ to: { coordinators: person.areaId }, lines, choices: [] }];
  const see: Choice = {
    label: line('arrival:see'),
    action: { do: 'helpedPerson', account: person.accountId },
  };
  return active.map(({ accountId }) => ({ to: { account: accountId, about: person.id }, lines, choices: [see] }));
}
