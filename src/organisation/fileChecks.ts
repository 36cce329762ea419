import { mayReceive } from '../referrals/kinds.ts';
import type { Organisation, RoleEntry } from './file.ts';

/** What is wrong with an entry as seen from the others; `path` leads to it. */
export interface Problem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Every reference of a well-formed file that leads nowhere, is taken, or leaves somebody without a station. */
export function checkReferences(organisation: Organisation): Problem[] {
  return [
    ...repeated(organisation.areas, 'areas', (entry) => entry.reference, 'reference'),
    ...repeated(organisation.departments, 'departments', (entry) => entry.reference, 'reference'),
    ...checkHumanReferences(organisation),
    ...checkAreas(organisation),
    ...checkDepartments(organisation),
    ...checkWorkers(organisation),
    ...checkPeople(organisation),
  ];
}

/** The area and those above it, nearest first, as references. */
export function areasAbove({ areas }: Pick<Organisation, 'areas'>, reference: string | undefined): string[] {
  const area = areas.find((candidate) => candidate.reference === reference);
  return area === undefined ? [] : [area.reference, ...areasAbove({ areas }, area.parent)];
}

function repeated<Entry>(
  entries: readonly Entry[],
  list: string,
  keyOf: (entry: Entry) => string,
  field: string,
): Problem[] {
  const seen = new Set<string>();
  return entries.flatMap((entry, index) => {
    const isRepeated = seen.has(keyOf(entry));
    seen.add(keyOf(entry));
    return isRepeated ? [{ path: [list, index, field], message: 'stands in the file twice' }] : [];
  });
}

function checkHumanReferences({ workers, people }: Organisation): Problem[] {
  const taken = new Set(workers.map((worker) => worker.reference));
  const both = people.flatMap((person, index) =>
    taken.has(person.reference) ? [{ path: ['people', index, 'reference'], message: "is a worker's too" }] : [],
  );
  return [
    ...repeated(workers, 'workers', (entry) => entry.reference, 'reference'),
    ...repeated(people, 'people', (entry) => entry.reference, 'reference'),
    ...both,
  ];
}

function checkAreas({ areas }: Organisation): Problem[] {
  const above = new Set<string>();
  const problems = areas.flatMap((area, index) => {
    const isLost = area.parent !== undefined && !above.has(area.parent);
    above.add(area.reference);
    return isLost ? [{ path: ['areas', index, 'parent'], message: 'no area above it has this reference' }] : [];
  });
  const nameInParent = (area: Organisation['areas'][number]) => JSON.stringify([area.parent, area.name]);
  return [...problems, ...repeated(areas, 'areas', nameInParent, 'name')];
}

const policeOnly = 'the police receive only householdRegistration and identityCard';

function checkDepartments({ areas, departments, routes }: Organisation): Problem[] {
  const mayTake = (route: Organisation['routes'][number]) =>
    departments.every(({ reference, kind }) => reference !== route.department || mayReceive(kind, route.kind));
  const areaNames = new Set(areas.map((area) => area.reference));
  const departmentNames = new Set(departments.map((department) => department.reference));
  const lost = (isKnown: boolean, list: string, index: number, field: string): Problem[] =>
    isKnown ? [] : [{ path: [list, index, field], message: `no ${field} has this reference` }];
  return [
    ...departments.flatMap((entry, index) => lost(areaNames.has(entry.area), 'departments', index, 'area')),
    ...repeated(departments, 'departments', (entry) => `${entry.kind} ${entry.area}`, 'kind'),
    ...routes.flatMap((route, index) => [
      ...lost(areaNames.has(route.area), 'routes', index, 'area'),
      ...lost(departmentNames.has(route.department), 'routes', index, 'department'),
      ...(mayTake(route) ? [] : [{ path: ['routes', index, 'department'], message: policeOnly }]),
    ]),
    ...repeated(routes, 'routes', (route) => `${route.kind} ${route.area}`, 'kind'),
  ];
}

function checkWorkers(organisation: Organisation): Problem[] {
  const { workers } = organisation;
  const problems = workers.flatMap((worker, index) =>
    worker.roles.flatMap((entry, place) => {
      const [field, message] = checkRole(organisation, entry) ?? [];
      return field === undefined || message === undefined
        ? []
        : [{ path: ['workers', index, 'roles', place, field], message }];
    }),
  );
  const hasOffice = workers.some((worker) => worker.roles.some((entry) => entry.role === 'office'));
  // Only an office can give the second yes everywhere.
  return hasOffice ? problems : [...problems, { path: ['workers'], message: 'at least one must have the role office' }];
}

function checkRole(organisation: Organisation, entry: RoleEntry): [field: string, message: string] | undefined {
  if (entry.role === 'staff') {
    const isKnown = organisation.departments.some((department) => department.reference === entry.department);
    return isKnown ? undefined : ['department', 'no department has this reference'];
  }
  if (areasAbove(organisation, entry.area).length === 0) return ['area', 'no area has this reference'];
  if (entry.role === 'coordinator' && !hasStation(organisation, [entry.area])) {
    return ['area', 'this area has no department of kind station of its own'];
  }
  return undefined;
}

function checkPeople(organisation: Organisation): Problem[] {
  const helpers = new Set(
    organisation.workers
      .filter(({ roles }) => roles.some(({ role }) => role === 'helper'))
      .map((worker) => worker.reference),
  );
  return organisation.people.flatMap((person, index) => {
    const above = areasAbove(organisation, person.area);
    const lost = person.helpers.flatMap((helper, place) =>
      helpers.has(helper)
        ? []
        : [{ path: ['people', index, 'helpers', place], message: 'no worker with the role helper has this reference' }],
    );
    if (above.length === 0)
      return [...lost, { path: ['people', index, 'area'], message: 'no area has this reference' }];
    if (hasStation(organisation, above)) return lost;
    return [...lost, { path: ['people', index, 'area'], message: 'no department of kind station here or above' }];
  });
}

function hasStation({ departments }: Organisation, areas: readonly string[]): boolean {
  return departments.some((department) => department.kind === 'station' && areas.includes(department.area));
}
