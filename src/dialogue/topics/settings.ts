/** What every change of a setting has in common: who may, whether it is still as they saw it, and what becomes of it. */
import { areasUpwards } from '../../organisation/directory.ts';
import { holdsSame } from '../../organisation/sameContent.ts';
import { settingLines } from '../../organisation/settingLines.ts';
import {
  lastVersion,
  ownContent,
  type SettingContents,
  type SettingName,
  type SettingPlace,
} from '../../organisation/settings.ts';
import type { SettingEdit, SettingFact } from '../facts/settings.ts';
import { type Message, type Outcome, reply } from '../outcome.ts';
import { type Line, line } from '../parameter.ts';
import type { World } from '../world.ts';
import { mainMenu, notYours } from './menu.ts';

/** What comes along with a change: the version it is based on, a note, and which version it brings back. */
export interface ChangeMade {
  readonly version: number;
  readonly note: string | null;
  readonly broughtBack: number | null;
}

/** Whether the sender works at an office that this area lies in. */
export function isOfficeOver({ memberships, directory }: World, areaId: string): boolean {
  const above = new Set(areasUpwards(directory, areaId).map(({ id }) => id));
  return memberships.some(
    (membership) => membership.role === 'office' && membership.state === 'approved' && above.has(membership.areaId),
  );
}

export function refused(key: Line['key']): Outcome {
  return reply({ name: 'menu' }, [line(key)], []);
}

/**
 * The setting as it will stand, for whoever may set it and has seen how it stands. `content` may look at the world first and
 * give why not.
 */
export function set<Name extends SettingName>(
  world: World,
  place: SettingPlace<Name>,
  made: ChangeMade,
  content: () => SettingContents[Name] | null | { readonly refused: Line['key'] },
  then: (edit: SettingEdit<Name>) => {
    readonly fact: SettingFact;
    readonly lines: readonly Line[];
    readonly messages?: readonly Message[];
  },
): Outcome {
  if (!isOfficeOver(world, place.areaId)) return notYours(world);
  if ((lastVersion(world.directory, place)?.version ?? 0) !== made.version) return changedMeanwhile(world, place);
  const wanted = content();
  if (wanted !== null && 'refused' in wanted) return refused(wanted.refused);
  const before = ownContent(world.directory, place) as SettingContents[Name] | null;
  if (holdsSame(before, wanted)) return refused('deskSettings:refused.same');
  const {
    fact,
    lines,
    messages = [],
  } = then({
    ...place,
    id: world.draw.id(),
    version: made.version + 1,
    content: wanted,
    before,
    broughtBack: made.broughtBack,
    note: made.note,
  });
  return reply({ name: 'menu' }, lines, [], { changes: [fact], messages });
}

/** Somebody else was quicker: who, when, and how it stands now. */
function changedMeanwhile(world: World, place: SettingPlace): Outcome {
  const last = lastVersion(world.directory, place);
  if (last === undefined) return mainMenu(world);
  const moment = { moment: last.changedAt };
  const who =
    last.changedBy === null
      ? line('deskSettings:meanwhileCommand', { moment })
      : line('deskSettings:meanwhile', { name: { name: last.changedBy }, moment });
  const now = settingLines(place, ownContent(world.directory, place));
  return reply({ name: 'menu' }, [who, ...now, line('deskSettings:lookAgain')], []);
}
