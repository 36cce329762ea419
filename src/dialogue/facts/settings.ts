import type { SettingContents, SettingName, SettingPlace } from '../../organisation/settings.ts';

/** One setting as it will stand, and as it stood. `content` null: what stands above holds from now on. */
export interface SettingEdit<Name extends SettingName = SettingName> extends SettingPlace<Name> {
  readonly id: string;
  readonly version: number;
  readonly content: SettingContents[Name] | null;
  readonly before: SettingContents[Name] | null;
  readonly broughtBack: number | null;
  readonly note: string | null;
}

/** What becomes true through an office at the desk. */
export type SettingFact =
  | { readonly fact: 'routeSet'; readonly edit: SettingEdit<'route'> }
  | { readonly fact: 'answerDaysSet'; readonly edit: SettingEdit<'answerDays'> }
  | { readonly fact: 'departmentChanged'; readonly edit: SettingEdit<'department'> }
  | { readonly fact: 'calendarYearSet'; readonly edit: SettingEdit<'calendar'> }
  | { readonly fact: 'questionsSet'; readonly edit: SettingEdit<'questions'> }
  | { readonly fact: 'checkInsSet'; readonly edit: SettingEdit<'checkIns'> };
