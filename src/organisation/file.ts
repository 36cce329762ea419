/**
 * The file that sets an organisation up: its areas, departments, workers and people. Everything is named by a
 * `reference` of the office's own choosing, by which a later run recognises it. `commands/demo/district.json` is one.
 */
import * as z from 'zod';
import { localeSchema } from '../i18n/locale.ts';
import { departmentKinds, type KindId, kindIds } from '../referrals/kinds.ts';
import { checkReferences } from './fileChecks.ts';
import { localisedSchema } from './publicText.ts';

const reference = z
  .string({ error: 'expected a reference' })
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, 'expected a reference: up to 40 letters, digits and . _ -')
  // References are kept in clear.
  .refine((text) => !/^(\d{11}|\d{17}[\dXx])$/.test(text), 'must not be a phone or identity number');
export const phoneSchema = z
  .string({ error: 'expected a phone number' })
  .regex(/^[0-9+][0-9 ()+-]{2,24}$/, 'expected a phone number');
const humanName = z
  .string({ error: 'expected a name' })
  .trim()
  .min(1, 'must not be empty')
  .max(60, 'at most 60 characters')
  .refine((text) => !/[\p{Cc}\p{Cf}\p{Cs}]/u.test(text), 'has invisible characters');
const day = z.iso.date({ error: 'expected a day such as 2026-09-21' });
const clockTime = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'expected a time such as 09:00');

export const officeHoursSchema = z.object({
  periods: z
    .array(z.object({ from: clockTime, to: clockTime }))
    .min(1, 'expected at least one period')
    .refine(areInOrder, 'each period must end after it starts, and start after the one before it has ended'),
  /** On days off, too, as a shelter is. */
  everyDay: z.boolean().default(false),
});
const usualHours = {
  periods: [
    { from: '09:00', to: '12:00' },
    { from: '13:00', to: '17:00' },
  ],
  everyDay: false,
};

const areaSchema = z.object({
  reference,
  /** The area it lies in, which stands above it in the list; absent for the root. */
  parent: reference.optional(),
  level: z.enum(['city', 'district', 'street', 'village']),
  name: localisedSchema,
  address: localisedSchema,
  phone: phoneSchema,
});

const departmentSchema = z.object({
  reference,
  area: reference,
  kind: z.enum(departmentKinds),
  name: localisedSchema,
  address: localisedSchema,
  dutyPhone: phoneSchema,
  officeHours: officeHoursSchema.default(usualHours),
});

const routeSchema = z.object({
  area: reference,
  kind: z.custom<KindId>((value) => kindIds.includes(value as KindId), 'expected a kind of request'),
  department: reference,
});

const roleSchema = z.discriminatedUnion('role', [
  z.object({ role: z.literal('staff'), department: reference }),
  z.object({ role: z.literal('helper'), area: reference }),
  z.object({ role: z.literal('volunteer'), area: reference }),
  z.object({ role: z.literal('coordinator'), area: reference }),
  z.object({ role: z.literal('office'), area: reference }),
]);

const humanSchema = z.object({
  reference,
  name: humanName,
  phone: phoneSchema.optional(),
  locale: localeSchema.default('zh-CN'),
});

const workerSchema = humanSchema.extend({ roles: z.array(roleSchema).min(1, 'expected at least one role') });

const personSchema = humanSchema.extend({
  area: reference,
  /** References of the workers who make up the team. */
  helpers: z.array(reference).default([]),
  /** The day of coming home, from which the helping period counts. */
  releasedOn: day.optional(),
  /** The day on the paper by which to report to the station. */
  paperDay: day.optional(),
  /** Who reported to the station before this file was made. */
  arrivedOn: day.optional(),
});

export const organisationSchema = z
  .object({
    areas: z.array(areaSchema),
    departments: z.array(departmentSchema),
    routes: z.array(routeSchema).default([]),
    workers: z.array(workerSchema),
    people: z.array(personSchema).default([]),
  })
  .superRefine((organisation, context) => {
    for (const { path, message } of checkReferences(organisation)) {
      context.addIssue({ code: 'custom', path: [...path], message });
    }
  });

export type AreaEntry = z.infer<typeof areaSchema>;
export type DepartmentEntry = z.infer<typeof departmentSchema>;
export type RoleEntry = z.infer<typeof roleSchema>;
export type WorkerEntry = z.infer<typeof workerSchema>;
export type PersonEntry = z.infer<typeof personSchema>;
export interface Organisation {
  readonly areas: readonly AreaEntry[];
  readonly departments: readonly DepartmentEntry[];
  readonly routes: readonly z.infer<typeof routeSchema>[];
  readonly workers: readonly WorkerEntry[];
  readonly people: readonly PersonEntry[];
}

function areInOrder(periods: readonly { from: string; to: string }[]): boolean {
  return periods.every(({ from, to }, index) => from < to && (periods[index - 1]?.to ?? '') <= from);
}
