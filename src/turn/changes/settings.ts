import type { SettingFact } from '../../dialogue/facts/settings.ts';
import { type ApplyContext, accountOf, addRow } from '../context.ts';

/** The version of what an office set; `write_settings` puts it to work, too, where a table of its own goes by it. */
export function applySettingFact(context: ApplyContext, { edit }: SettingFact): void {
  addRow(context, 'newSettingVersion', {
    ...edit,
    changedBy: accountOf(context.actor),
    changedAt: context.world.now.toISOString(),
  });
}

/** The version that the audit names. */
export function subjectOfSettingFact({ edit }: SettingFact): string {
  return edit.id;
}

const facts = new Set<string>([
  'routeSet',
  'answerDaysSet',
  'departmentChanged',
  'calendarYearSet',
  'questionsSet',
  'checkInsSet',
] satisfies SettingFact['fact'][]);

export function isSettingFact(change: { readonly fact: string }): change is SettingFact {
  return facts.has(change.fact);
}
