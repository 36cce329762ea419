/** What an office sets that people read: its departments, its days, and the questions of a kind. */
import { type YearDays, yearProblem } from '../../calendar/yearDays.ts';
import { type Localised, rootArea } from '../../organisation/directory.ts';
import { askedProblem, mostCharacters, publicProblem, type WordingProblem } from '../../organisation/publicWords.ts';
import { onlySubject, questionsFor, type SettingContents } from '../../organisation/settings.ts';
import type { KindId } from '../../referrals/kinds.ts';
import { editQuestions, ownQuestionId, type QuestionEdit, type QuestionWording } from '../../referrals/questions.ts';
import type { QuestionChange } from '../actions/settings.ts';
import type { Outcome } from '../outcome.ts';
import { type Line, line } from '../parameter.ts';
import type { World } from '../world.ts';
import { notYours } from './menu.ts';
import { type ChangeMade, set } from './settings.ts';

export function setDepartment(
  world: World,
  departmentId: string,
  content: SettingContents['department'],
  made: ChangeMade,
): Outcome {
  const department = world.directory.departments.get(departmentId);
  if (department === undefined) return notYours(world);
  return set(
    world,
    { setting: 'department', areaId: department.areaId, subject: departmentId },
    made,
    () => {
      const texts = [...Object.values(content.name), ...Object.values(content.address)];
      const problem = firstOf(texts, (text) => publicProblem(text, mostCharacters.public, world.keywords.watched));
      return problem === undefined ? content : { refused: problem };
    },
    (edit) => ({
      fact: { fact: 'departmentChanged', edit },
      lines: [line('deskSettings:saved.department')],
    }),
  );
}

/** Only the office of the whole: days off are the same for everybody. */
export function setCalendarYear(world: World, year: number, days: YearDays, made: ChangeMade): Outcome {
  const root = rootArea(world.directory);
  if (root === undefined) return notYours(world);
  return set(
    world,
    { setting: 'calendar', areaId: root.id, subject: String(year) },
    made,
    () => {
      const problem = yearProblem(year, days);
      if (problem !== undefined) return { refused: `deskSettings:refused.${problem}` };
      return { holidays: [...days.holidays].sort(), workdays: [...days.workdays].sort() };
    },
    (edit) => ({
      fact: { fact: 'calendarYearSet', edit },
      lines: [line('deskSettings:saved.calendar', { year: { number: String(year) } })],
    }),
  );
}

export function setCheckIns(world: World, area: string, months: number | null, made: ChangeMade): Outcome {
  return set(
    world,
    { setting: 'checkIns', areaId: area, subject: onlySubject },
    made,
    () => (months === null ? null : { months }),
    (edit) => ({ fact: { fact: 'checkInsSet', edit }, lines: [line('deskSettings:saved.checkIns')] }),
  );
}

export function setQuestions(
  world: World,
  area: string,
  kind: KindId,
  change: QuestionChange,
  made: ChangeMade,
): Outcome {
  return set(
    world,
    { setting: 'questions', areaId: area, subject: kind },
    made,
    () => (change.how === 'clear' ? null : changedQuestions(world, area, kind, change)),
    (edit) => ({
      fact: { fact: 'questionsSet', edit },
      lines: [line('deskSettings:saved.questions', { kind: { kind } })],
    }),
  );
}

function changedQuestions(
  world: World,
  area: string,
  kind: KindId,
  change: Exclude<QuestionChange, { how: 'clear' }>,
): SettingContents['questions'] | { readonly refused: Line['key'] } {
  const problem = wordingIn(world, change);
  if (problem !== undefined) return { refused: problem };
  const { questions } = questionsFor(world.directory, area, kind);
  const edit: QuestionEdit = change.how === 'add' ? { ...change, id: ownQuestionId(world.draw.id()) } : change;
  const edited = editQuestions(kind, questions, edit);
  return typeof edited === 'string' ? { refused: `deskSettings:refused.${edited}` } : { questions: edited };
}

/** What is wrong with the words of a change; brought back, they are looked at as well. */
function wordingIn({ keywords }: World, change: QuestionChange): Line['key'] | undefined {
  const problemOf = (texts: (Localised | null)[], most: number) =>
    firstOf(
      texts.flatMap((text) => (text === null ? [] : [text['zh-CN'], text.en])),
      (text) => askedProblem(text, most, keywords.watched),
    );
  const inQuestion = ({ ask, label, options }: Pick<QuestionWording, 'ask' | 'label' | 'options'>) =>
    problemOf([ask], mostCharacters.ask) ??
    problemOf([label], mostCharacters.label) ??
    problemOf(Object.values(options), mostCharacters.option);
  switch (change.how) {
    case 'word':
      return inQuestion(change);
    case 'add':
      return inQuestion({ ...change, options: {} });
    case 'replace':
      return change.questions.map(inQuestion).find((problem) => problem !== undefined);
    case 'switch':
    case 'move':
    case 'remove':
    case 'clear':
      return undefined;
  }
}

function firstOf(
  texts: readonly string[],
  problemOf: (text: string) => WordingProblem | undefined,
): Line['key'] | undefined {
  const problem = texts.map(problemOf).find((found) => found !== undefined);
  return problem === undefined ? undefined : `deskSettings:wanted.${problem}`;
}
