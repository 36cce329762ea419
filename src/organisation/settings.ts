import type { OfficeHours } from '../calendar/officeHours.ts';
import { type AnswerWithin, type KindId, mayReceive, type RequestKind, requestKinds } from '../referrals/kinds.ts';
import { completed, type QuestionWording, usualQuestions } from '../referrals/questions.ts';
import { areasUpwards, type Department, type Directory, departmentIfAny, type Localised } from './directory.ts';

/**
 * What an office may set, and what each setting holds. `route`, `answerDays` and `questions` are of a kind of request,
 * `department` of one department, `calendar` of one year, `checkIns` of whoever is registered from now on.
 */
export interface SettingContents {
  readonly route: { readonly departmentId: string };
  /** In the unit the kind is counted in. */
  readonly answerDays: { readonly count: number };
  readonly department: {
    readonly name: Localised;
    readonly address: Localised;
    readonly dutyPhone: string;
    readonly officeHours: OfficeHours;
  };
  /** Days written YYYY-MM-DD. */
  readonly calendar: { readonly holidays: readonly string[]; readonly workdays: readonly string[] };
  readonly questions: { readonly questions: readonly QuestionWording[] };
  readonly checkIns: { readonly months: number };
}
export type SettingName = keyof SettingContents;
export const settingNames: readonly SettingName[] = [
  'route',
  'answerDays',
  'department',
  'calendar',
  'questions',
  'checkIns',
];

/** The subject of the setting that has no more than one in an area. */
export const onlySubject = 'new';

/** Which setting: its name, where it holds, and what it is about. */
export interface SettingPlace<Name extends SettingName = SettingName> {
  readonly setting: Name;
  readonly areaId: string;
  /** A kind, a department's id, a year, or `onlySubject`. */
  readonly subject: string;
}

/** The last version of a setting. `content` null: what holds above. `changedBy` null: whoever could run a command. */
export interface SettingVersion<Name extends SettingName = SettingName> extends SettingPlace<Name> {
  readonly id: string;
  readonly version: number;
  readonly content: SettingContents[Name] | null;
  readonly changedBy: string | null;
  readonly changedAt: string;
}

export function settingKey({ setting, areaId, subject }: SettingPlace): string {
  return `${setting} ${areaId} ${subject}`;
}

export function lastVersion<Name extends SettingName>(
  directory: Directory,
  place: SettingPlace<Name>,
): SettingVersion<Name> | undefined {
  return directory.settings.get(settingKey(place)) as SettingVersion<Name> | undefined;
}

/** The nearest area's own setting, seen from an area; undefined where none upwards has one. */
export function nearestSetting<Name extends SettingName>(
  directory: Directory,
  { setting, areaId, subject }: SettingPlace<Name>,
): (SettingVersion<Name> & { readonly content: SettingContents[Name] }) | undefined {
  for (const area of areasUpwards(directory, areaId)) {
    const found = lastVersion(directory, { setting, areaId: area.id, subject });
    if (found?.content != null) return { ...found, content: found.content };
  }
  return undefined;
}

/** What holds at this very area, be it set at the desk or by set-up; null where nothing is set here. */
export function ownContent(directory: Directory, place: SettingPlace): SettingContents[SettingName] | null {
  switch (place.setting) {
    case 'route': {
      const route = directory.routes.find(({ areaId, kind }) => areaId === place.areaId && kind === place.subject);
      return route === undefined ? null : { departmentId: route.departmentId };
    }
    case 'department': {
      const department = directory.departments.get(place.subject);
      return department === undefined ? null : departmentContent(department);
    }
    case 'calendar':
      return yearContent(directory, Number(place.subject));
    case 'answerDays':
    case 'questions':
    case 'checkIns':
      return lastVersion(directory, place)?.content ?? null;
  }
}

export function departmentContent({
  name,
  address,
  dutyPhone,
  officeHours,
}: Department): SettingContents['department'] {
  return { name, address, dutyPhone, officeHours };
}

function yearContent({ calendar }: Directory, year: number): SettingContents['calendar'] | null {
  if (!calendar.coveredYears.has(year)) return null;
  const ofYear = (days: ReadonlySet<string>) => [...days].filter((day) => day.startsWith(`${year}-`)).sort();
  return { holidays: ofYear(calendar.holidays), workdays: ofYear(calendar.workdays) };
}

/** In what time somebody of an area is told to expect an answer. Urgent kinds are the same day everywhere. */
export function answerWithinFor(directory: Directory, areaId: string, kind: KindId): AnswerWithin {
  const { answerWithin, urgent }: RequestKind = requestKinds[kind];
  const set = urgent ? undefined : nearestSetting(directory, { setting: 'answerDays', areaId, subject: kind });
  return set === undefined ? answerWithin : { ...answerWithin, count: set.content.count };
}

/** How many months lie between two check-ins of somebody who is registered now. */
export function checkInMonthsFor(directory: Directory, areaId: string): number {
  return nearestSetting(directory, { setting: 'checkIns', areaId, subject: onlySubject })?.content.months ?? 1;
}

/** A kind's questions as an area has them, also those that are not asked; `wording` is the version they are worded in. */
export function questionsFor(
  directory: Directory,
  areaId: string,
  kind: KindId,
): { readonly wording: string | null; readonly questions: readonly QuestionWording[] } {
  const set = nearestSetting(directory, { setting: 'questions', areaId, subject: kind });
  return set === undefined
    ? { wording: null, questions: usualQuestions(kind) }
    : { wording: set.id, questions: completed(kind, set.content.questions) };
}

/** The departments a kind may be routed to from an area: those of the area and of the areas above it. */
export function departmentsWithin(directory: Directory, areaId: string, kind: KindId): Department[] {
  return areasUpwards(directory, areaId).flatMap((area) =>
    [...directory.departments.values()].filter(
      (department) => department.areaId === area.id && mayReceive(department.kind, kind),
    ),
  );
}

/**
 * Where requests of an area go, and why: by a route of this area, of one above it, or by the kind's own rule. No department:
 * each area below has one of the usual kind.
 */
export function routeOf(
  directory: Directory,
  areaId: string,
  kind: KindId,
): {
  readonly department: Department | undefined;
  readonly from: 'own' | 'above' | 'usual';
  readonly areaId: string | null;
} {
  const department = departmentIfAny(directory, areaId, kind);
  const [set] = areasUpwards(directory, areaId).filter(({ id }) =>
    directory.routes.some((route) => route.areaId === id && route.kind === kind),
  );
  if (set === undefined) return { department, from: 'usual', areaId: null };
  return { department, from: set.id === areaId ? 'own' : 'above', areaId: set.id };
}

/** The area itself and all below it. */
export function areasBelow(directory: Directory, areaId: string): string[] {
  const path = directory.areas.get(areaId)?.path;
  return path === undefined
    ? []
    : [...directory.areas.values()].filter((area) => area.path.startsWith(path)).map(({ id }) => id);
}
