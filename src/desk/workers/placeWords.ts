import { line } from '../../dialogue/parameter.ts';
import type { Membership } from '../../dialogue/world.ts';
import type { Opened } from '../names.ts';

/** The department's public name; of whoever works at none, the area's. */
export function placeWords(
  { areaId, departmentId }: Pick<Membership, 'areaId' | 'departmentId'>,
  opened: Opened,
): string {
  const area = departmentId === null ? { area: areaId } : { department: departmentId };
  return opened.say(line('register:area', { area }));
}
