/** What a setting holds, a line a thing: for whoever sets it, sees what it was, or is told that it changed meanwhile. */
import type { Line, Parameter } from '../dialogue/parameter.ts';
import { type KindId, requestKinds } from '../referrals/kinds.ts';
import type { QuestionWording } from '../referrals/questions.ts';
import type { Localised } from './directory.ts';
import type { SettingContents, SettingPlace } from './settings.ts';

/** Nothing set here is a line as well. Text that an office wrote is `secret`, which prints it as it was typed. */
export function settingLines({ setting, subject }: SettingPlace, content: unknown): Line[] {
  if (content === null) return [{ key: `deskSettings:holds.${setting === 'calendar' ? 'noYear' : 'above'}` }];
  switch (setting) {
    case 'route': {
      const { departmentId } = content as SettingContents['route'];
      return [{ key: 'deskSettings:holds.department', parameters: { department: { department: departmentId } } }];
    }
    case 'answerDays': {
      const { count } = content as SettingContents['answerDays'];
      const { unit } = requestKinds[subject as KindId].answerWithin;
      return [{ key: `deskSettings:holds.${unit}`, parameters: { count: { number: String(count) } } }];
    }
    case 'checkIns': {
      const { months } = content as SettingContents['checkIns'];
      return [{ key: 'deskSettings:holds.months', parameters: { months: { number: String(months) } } }];
    }
    case 'department':
      return departmentLines(content as SettingContents['department']);
    case 'calendar':
      return calendarLines(content as SettingContents['calendar']);
    case 'questions':
      return (content as SettingContents['questions']).questions.flatMap((question, place) =>
        questionLines(subject as KindId, question, place + 1),
      );
  }
}

function departmentLines({ name, address, dutyPhone, officeHours }: SettingContents['department']): Line[] {
  const hours = officeHours.periods.map(({ from, to }) => `${from}–${to}`).join(', ');
  return [
    { key: 'deskSettings:holds.name', parameters: { words: both(name) } },
    { key: 'deskSettings:holds.address', parameters: { words: both(address) } },
    { key: 'deskSettings:holds.phone', parameters: { words: { secret: dutyPhone } } },
    {
      key: officeHours.everyDay === true ? 'deskSettings:holds.hoursEveryDay' : 'deskSettings:holds.hours',
      parameters: { words: { number: hours } },
    },
  ];
}

function calendarLines({ holidays, workdays }: SettingContents['calendar']): Line[] {
  const days = (key: Line['key'], list: readonly string[]): Line => ({
    key,
    parameters: { count: { number: String(list.length) }, days: { number: list.join(', ') } },
  });
  return [days('deskSettings:holds.holidays', holidays), days('deskSettings:holds.workdays', workdays)];
}

function questionLines(kind: KindId, { id, on, ask, label, options }: QuestionWording, place: number): Line[] {
  const words = (part: 'ask' | 'label', own: Localised | null): Parameter =>
    own === null ? { text: `kinds:${kind}.questions.${id}.${part}` } : both(own);
  const asked: Line = {
    key: on ? 'deskSettings:holds.question' : 'deskSettings:holds.questionOff',
    parameters: { place: { number: String(place) }, ask: words('ask', ask), label: words('label', label) },
  };
  const worded = Object.entries(options).map(
    ([option, own]): Line => ({
      key: 'deskSettings:holds.option',
      parameters: {
        place: { number: String(place) },
        usual: { text: `kinds:${kind}.questions.${id}.options.${option}` },
        words: both(own),
      },
    }),
  );
  return [asked, ...worded];
}

function both(text: Localised): Parameter {
  return { secret: text.en === text['zh-CN'] ? text.en : `${text['zh-CN']} / ${text.en}` };
}
