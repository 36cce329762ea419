import type { OfficeHours } from '../calendar/officeHours.ts';
import type { Calendar } from '../calendar/workingDays.ts';
import type { Locale } from '../i18n/locale.ts';
import { type DepartmentKind, type KindId, requestKinds } from '../referrals/kinds.ts';
import type { QuestionWording } from '../referrals/questions.ts';
import type { SettingVersion } from './settings.ts';

export type Localised = Readonly<Record<Locale, string>>;

export interface Area {
  readonly id: string;
  readonly parentId: string | null;
  /** `/<id>/<id>/` from the root down to this area itself. */
  readonly path: string;
  readonly level: string;
  readonly name: Localised;
  readonly address: Localised;
  readonly phone: string;
}

export interface Department {
  readonly id: string;
  readonly areaId: string;
  readonly kind: DepartmentKind;
  readonly name: Localised;
  readonly address: Localised;
  readonly dutyPhone: string;
  readonly officeHours: OfficeHours;
}

export interface Route {
  readonly kind: KindId;
  readonly areaId: string;
  readonly departmentId: string;
}

/** Who does what, and how to reach them, and what offices set. Nothing here is about a person. */
export interface Directory {
  readonly version: number;
  readonly demo: boolean;
  readonly areas: ReadonlyMap<string, Area>;
  readonly departments: ReadonlyMap<string, Department>;
  readonly routes: readonly Route[];
  /** The years that are in the table `calendar_year`. */
  readonly calendar: Calendar;
  /** The last version of what was set at the desk, by `settingKey`. */
  readonly settings: ReadonlyMap<string, SettingVersion>;
  /** Every wording of a kind's questions there ever was, by its version's id: a request keeps the one it was asked in. */
  readonly wordings: ReadonlyMap<string, readonly QuestionWording[]>;
}

/** The area that all others lie in. */
export function rootArea(directory: Directory): Area | undefined {
  return [...directory.areas.values()].find((area) => area.parentId === null);
}

/** The area itself and those above it, nearest first. */
export function areasUpwards(directory: Directory, areaId: string): Area[] {
  const areas: Area[] = [];
  for (let area = directory.areas.get(areaId); area !== undefined; area = directory.areas.get(area.parentId ?? '')) {
    areas.push(area);
  }
  return areas;
}

/** The nearest department of that kind, seen from an area. */
export function nearestDepartment(directory: Directory, areaId: string, kind: DepartmentKind): Department | undefined {
  for (const area of areasUpwards(directory, areaId)) {
    for (const department of directory.departments.values()) {
      if (department.areaId === area.id && department.kind === kind) return department;
    }
  }
  return undefined;
}

/** The station's own desk, where nobody is turned away. */
export function stationOf(directory: Directory, areaId: string): Department {
  const station = nearestDepartment(directory, areaId, 'station');
  if (station === undefined) throw new Error(`no station above area ${areaId}`);
  return station;
}

/** Where a request goes: the nearest office's own route, else the kind's usual department, else the station. */
export function departmentFor(directory: Directory, areaId: string, kind: KindId): Department {
  return departmentIfAny(directory, areaId, kind) ?? stationOf(directory, areaId);
}

/** The same for an area that nobody is registered in, as a district may be: each area below has departments of its own. */
export function departmentIfAny(directory: Directory, areaId: string, kind: KindId): Department | undefined {
  for (const area of areasUpwards(directory, areaId)) {
    const route = directory.routes.find((candidate) => candidate.areaId === area.id && candidate.kind === kind);
    const department = directory.departments.get(route?.departmentId ?? '');
    if (department !== undefined) return department;
  }
  return (
    nearestDepartment(directory, areaId, requestKinds[kind].department) ??
    nearestDepartment(directory, areaId, 'station')
  );
}

/** Every department that can be reached from an area, the nearest of each kind. */
export function departmentsAround(directory: Directory, areaId: string): Department[] {
  const nearest = new Map<DepartmentKind, Department>();
  for (const area of areasUpwards(directory, areaId)) {
    for (const department of directory.departments.values()) {
      if (department.areaId === area.id && !nearest.has(department.kind)) nearest.set(department.kind, department);
    }
  }
  return [...nearest.values()];
}

/** The areas with a desk of their own that somebody coordinates; else those that they were made coordinator of. */
export function coordinatedStations(
  directory: Directory,
  memberships: readonly { readonly role: string; readonly areaId: string }[],
): Area[] {
  const mine = memberships.flatMap(({ role, areaId }) => {
    const area = role === 'coordinator' ? directory.areas.get(areaId) : undefined;
    return area === undefined ? [] : [area];
  });
  const stations = new Set(
    [...directory.departments.values()].flatMap(({ kind, areaId }) => (kind === 'station' ? [areaId] : [])),
  );
  const below = [...directory.areas.values()].filter(
    ({ id, path }) => stations.has(id) && mine.some((area) => path.startsWith(area.path)),
  );
  return below.length > 0 ? below : mine;
}

/** Where somebody has a role, as far as it matters for leading there. */
interface Leading {
  readonly role: string;
  readonly state: string;
  readonly areaId: string;
}

/** Whether an area lies where somebody with these memberships coordinates, or in their office's. */
export function leadsAt({ areas }: Pick<Directory, 'areas'>, memberships: readonly Leading[], areaId: string): boolean {
  const path = areas.get(areaId)?.path;
  return memberships.some(({ role, state, areaId: mine }) => {
    const own = areas.get(mine)?.path;
    const leads = state === 'approved' && (role === 'coordinator' || role === 'office');
    return leads && path !== undefined && own !== undefined && path.startsWith(own);
  });
}
