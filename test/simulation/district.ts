import { addDays } from '../../src/calendar/day.ts';
import { type Organisation, organisationSchema } from '../../src/organisation/file.ts';
import type { DepartmentKind } from '../../src/referrals/kinds.ts';
import type { Chance } from './chance.ts';

const departments: readonly DepartmentKind[] = [
  'humanResources',
  'civilAffairs',
  'rescueStation',
  'medicalInsurance',
  'police',
  'housing',
  'legalAid',
  'health',
];
const helpersPerStreet = 10;
const people = 200;

/** Two streets with a station each, 10 departments in all, 20 helpers, 200 people: some at home for long, some to come. */
export function simulatedDistrict(chance: Chance, firstDay: string): Organisation {
  const name = (text: string) => ({ 'zh-CN': text, en: text });
  const place = (reference: string) => ({ name: name(reference), address: name(reference), phone: '0000-5550100' });
  const streets = ['east', 'west'];
  const department = (reference: string, area: string, kind: DepartmentKind) => ({
    reference,
    area,
    kind,
    name: name(reference),
    address: name(reference),
    dutyPhone: '0000-5550101',
  });
  return organisationSchema.parse({
    areas: [
      { reference: 'district', level: 'district', ...place('district') },
      ...streets.map((street) => ({ reference: street, parent: 'district', level: 'street', ...place(street) })),
    ],
    departments: [
      ...streets.map((street) => department(`station-${street}`, street, 'station')),
      ...departments.map((kind) => department(`department-${kind}`, 'district', kind)),
    ],
    workers: [
      { reference: 'office', name: 'office', roles: [{ role: 'office', area: 'district' }] },
      ...streets.flatMap((street) => [
        { reference: `coordinator-${street}`, name: 'c', roles: [{ role: 'coordinator', area: street }] },
        {
          reference: `staff-station-${street}`,
          name: 's',
          roles: [{ role: 'staff', department: `station-${street}` }],
        },
        ...Array.from({ length: helpersPerStreet }, (_, index) => ({
          reference: `helper-${street}-${index}`,
          name: 'h',
          roles: [{ role: 'helper', area: street }],
        })),
      ]),
      ...departments.map((kind) => ({
        reference: `staff-${kind}`,
        name: 's',
        roles: [{ role: 'staff', department: `department-${kind}` }],
      })),
    ],
    people: Array.from({ length: people }, (_, index) => {
      const street = streets[index % 2];
      const helper = () => `helper-${street}-${Math.floor(chance.next() * helpersPerStreet)}`;
      const daysAgo = Math.floor(chance.next() * 700);
      const isHome = index % 4 !== 0;
      return {
        reference: `person-${index}`,
        name: `p${index}`,
        phone: '0000-5550102',
        area: street,
        helpers: [...new Set([helper(), helper()])],
        releasedOn: addDays(firstDay, isHome ? -daysAgo - 5 : Math.floor(daysAgo / 3)),
        ...(isHome ? { arrivedOn: addDays(firstDay, -daysAgo) } : {}),
      };
    }),
  });
}
