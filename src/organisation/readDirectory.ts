import type { Database } from '../db/database.ts';
import type { Area, Department, Directory, Route } from './directory.ts';
import { type SettingContents, type SettingVersion, settingKey } from './settings.ts';

interface DirectoryRows {
  readonly version: number;
  readonly demo: boolean;
  readonly areas: (Omit<Area, 'parentId'> & { parent_id: string | null })[];
  readonly departments: (Omit<Department, 'areaId' | 'dutyPhone' | 'officeHours'> & {
    area_id: string;
    duty_phone: string;
    office_hours: Department['officeHours'];
  })[];
  readonly calendar: { year: number; holidays: string[]; workdays: string[] }[];
  readonly routes: { kind: Route['kind']; area_id: string; department_id: string }[];
  readonly settings: {
    readonly last: SettingVersion[];
    readonly wordings: { readonly id: string; readonly content: SettingContents['questions'] }[];
  };
}

const kept = new WeakMap<object, Directory>();
const reading = new WeakMap<Database, Promise<Directory>>();

/**
 * The directory at `version` or newer. It changes a few times a year and every turn needs it, so it is kept; and who needs
 * it while it is being read waits for that, as long as they share the way to the database.
 */
export async function readDirectory(database: Database, version: number): Promise<Directory> {
  const place = database.behind ?? database;
  const known = kept.get(place);
  if (known !== undefined && known.version >= version) return known;
  const underWay = await reading.get(database)?.catch(() => undefined);
  if (underWay !== undefined && underWay.version >= version) return underWay;
  const fresh = readAfresh(database).finally(() => reading.delete(database));
  reading.set(database, fresh);
  const directory = await fresh;
  kept.set(place, directory);
  return directory;
}

/** The directory as it is kept, or read anew where it lacks a wording that another replica has asked in since. */
export async function directoryKnowing(database: Database, wordings: readonly string[]): Promise<Directory> {
  const kept = await readDirectory(database, 0);
  const isComplete = wordings.every((wording) => kept.wordings.has(wording));
  return isComplete ? kept : readDirectory(database, kept.version + 1);
}

async function readAfresh(database: Database): Promise<Directory> {
  const [answer] = await database.query<{ directory: DirectoryRows }>('select read_directory() as directory');
  if (answer === undefined) throw new Error('read_directory gave no row');
  const { version, demo, areas, departments, routes, calendar, settings } = answer.directory;
  return {
    version,
    demo,
    areas: new Map(areas.map(({ parent_id, ...area }) => [area.id, { ...area, parentId: parent_id }])),
    departments: new Map(
      departments.map(({ area_id, duty_phone, office_hours, ...department }) => [
        department.id,
        { ...department, areaId: area_id, dutyPhone: duty_phone, officeHours: office_hours },
      ]),
    ),
    routes: routes.map((route) => ({ kind: route.kind, areaId: route.area_id, departmentId: route.department_id })),
    calendar: {
      holidays: new Set(calendar.flatMap(({ holidays }) => holidays)),
      workdays: new Set(calendar.flatMap(({ workdays }) => workdays)),
      coveredYears: new Set(calendar.map(({ year }) => year)),
    },
    settings: new Map(settings.last.map((last) => [settingKey(last), last])),
    wordings: new Map(settings.wordings.map(({ id, content }) => [id, content.questions])),
  };
}
