import type { SettingsAction } from '../actions/settings.ts';
import type { Outcome } from '../outcome.ts';
import { setAnswerDays, setRoute } from '../topics/routing.ts';
import { setCalendarYear, setCheckIns, setDepartment, setQuestions } from '../topics/settingTexts.ts';
import type { World } from '../world.ts';

/** What an office sets at the desk. */
export function onSettingsAction(action: SettingsAction, world: World): Outcome {
  switch (action.do) {
    case 'settingsRoute':
      return setRoute(world, action.area, action.kind, action.department, action);
    case 'settingsAnswerDays':
      return setAnswerDays(world, action.area, action.kind, action.count, action);
    case 'settingsDepartment': {
      const { department, name, address, dutyPhone, officeHours } = action;
      return setDepartment(world, department, { name, address, dutyPhone, officeHours }, action);
    }
    case 'settingsCalendar':
      return setCalendarYear(world, action.year, action, action);
    case 'settingsQuestions':
      return setQuestions(world, action.area, action.kind, action.edit, action);
    case 'settingsCheckIns':
      return setCheckIns(world, action.area, action.months, action);
  }
}
