import * as z from 'zod';
import { kindIds } from '../../referrals/kinds.ts';

const area = z.uuid();
const kind = z.enum(kindIds);
const localised = z.object({ 'zh-CN': z.string(), en: z.string() });
const wording = { ask: localised.nullable(), label: localised.nullable(), options: z.record(z.string(), localised) };

/**
 * With every change: the version that whoever changes it had before them (0: never set), what they note, and the version
 * whose content this brings back, if it does (0: what stood before the first).
 */
const change = { version: z.int().min(0), note: z.string().nullable(), broughtBack: z.int().min(0).nullable() };

const questionEdit = z.discriminatedUnion('how', [
  z.object({ how: z.literal('word'), question: z.string(), ...wording }),
  z.object({ how: z.literal('switch'), question: z.string(), on: z.boolean() }),
  z.object({ how: z.literal('move'), question: z.string(), by: z.union([z.literal(1), z.literal(-1)]) }),
  z.object({ how: z.literal('add'), ask: localised, label: localised }),
  z.object({ how: z.literal('remove'), question: z.string() }),
  z.object({
    how: z.literal('replace'),
    questions: z.array(z.object({ id: z.string(), on: z.boolean(), ...wording })),
  }),
  z.object({ how: z.literal('clear') }),
]);
export type QuestionChange = z.infer<typeof questionEdit>;

/** What an office sets, at the desk only. A content of null gives up the area's own setting, so that what stands above holds. */
export const settingsActions = [
  z.object({ do: z.literal('settingsRoute'), area, kind, department: z.uuid().nullable(), ...change }),
  z.object({ do: z.literal('settingsAnswerDays'), area, kind, count: z.int().min(1).max(90).nullable(), ...change }),
  z.object({
    do: z.literal('settingsDepartment'),
    department: z.uuid(),
    name: localised,
    address: localised,
    dutyPhone: z.string(),
    officeHours: z.object({
      periods: z.array(z.object({ from: z.string(), to: z.string() })),
      everyDay: z.boolean(),
    }),
    ...change,
  }),
  z.object({
    do: z.literal('settingsCalendar'),
    year: z.int(),
    holidays: z.array(z.iso.date()),
    workdays: z.array(z.iso.date()),
    ...change,
  }),
  z.object({ do: z.literal('settingsQuestions'), area, kind, edit: questionEdit, ...change }),
  z.object({ do: z.literal('settingsCheckIns'), area, months: z.int().min(1).max(3).nullable(), ...change }),
] as const;

const settingsActionSchema = z.discriminatedUnion('do', settingsActions);
export type SettingsAction = z.infer<typeof settingsActionSchema>;

const names = new Set<string>(settingsActions.map(({ shape }) => shape.do.value));
export function isSettingsAction(action: { readonly do: string }): action is SettingsAction {
  return names.has(action.do);
}
