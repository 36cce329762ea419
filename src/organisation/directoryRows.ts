import { createHash } from 'node:crypto';
import type { AreaEntry, Organisation } from './file.ts';
import { areasAbove } from './fileChecks.ts';

/** An area's id follows from its reference, so that a later run, with another name, finds the same row. */
export function areaId(reference: string): string {
  return idFrom(`area ${reference}`);
}

/** The id of the department with this reference in the file: there is one of a kind in an area. */
export function departmentId({ departments }: Organisation, reference: string): string {
  const entry = departments.find((department) => department.reference === reference);
  if (entry === undefined) throw new Error('a checked file knows its departments');
  return idFrom(`department ${entry.kind} ${entry.area}`);
}

/** The rows of `area`, `department` and `route`, as the columns are called. */
export function directoryRows(organisation: Organisation) {
  return {
    area: organisation.areas.map((entry) => areaRow(organisation, entry)),
    department: organisation.departments.map((entry) => ({
      id: departmentId(organisation, entry.reference),
      area_id: areaId(entry.area),
      kind: entry.kind,
      name: entry.name,
      address: entry.address,
      duty_phone: entry.dutyPhone,
      office_hours: entry.officeHours,
    })),
    route: organisation.routes.map((entry) => ({
      kind: entry.kind,
      area_id: areaId(entry.area),
      department_id: departmentId(organisation, entry.department),
    })),
  };
}

function areaRow(organisation: Organisation, entry: AreaEntry) {
  const ids = areasAbove(organisation, entry.reference).map(areaId).reverse();
  return {
    id: areaId(entry.reference),
    parent_id: entry.parent === undefined ? null : areaId(entry.parent),
    path: `/${ids.join('/')}/`,
    level: entry.level,
    name: entry.name,
    address: entry.address,
    phone: entry.phone,
  };
}

/** A UUID of version 8, the one for ids of one's own making. */
function idFrom(name: string): string {
  const hex = createHash('sha256').update(`guitu ${name}`).digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
