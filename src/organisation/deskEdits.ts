/** A file that is set up again, and what was set at the desk since: the desk's stands, unless whoever runs it says otherwise. */
import type { Directory } from './directory.ts';
import type { directoryRows } from './directoryRows.ts';
import { holdsSame } from './sameContent.ts';
import { lastVersion, ownContent, type SettingContents, type SettingPlace } from './settings.ts';

type DirectoryRows = ReturnType<typeof directoryRows>;

export interface KeptFromDesk {
  readonly rows: DirectoryRows;
  /** What of the file was left out, by its place there and the moment it was set at the desk. */
  readonly kept: readonly { readonly place: string; readonly changedAt: string }[];
}

/** The rows of a file without those that would undo what an office set at the desk. */
export function keepDeskEdits(directory: Directory, rows: DirectoryRows): KeptFromDesk {
  const kept: { place: string; changedAt: string }[] = [];
  const isFree = (
    list: string,
    index: number,
    place: SettingPlace,
    content: SettingContents[SettingPlace['setting']],
  ) => {
    const last = lastVersion(directory, place);
    if (last === undefined || last.changedBy === null || holdsSame(content, ownContent(directory, place))) return true;
    kept.push({ place: `${list}[${index}]`, changedAt: last.changedAt });
    return false;
  };
  const department = rows.department.filter(({ id, area_id, name, address, duty_phone, office_hours }, index) =>
    isFree(
      'departments',
      index,
      { setting: 'department', areaId: area_id, subject: id },
      { name, address, dutyPhone: duty_phone, officeHours: office_hours },
    ),
  );
  const route = rows.route.filter(({ kind, area_id, department_id }, index) =>
    isFree('routes', index, { setting: 'route', areaId: area_id, subject: kind }, { departmentId: department_id }),
  );
  return { rows: { ...rows, department, route }, kept };
}
