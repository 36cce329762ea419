import { dayOf, minutesOfDay } from '../calendar/day.ts';
import type { Line, Parameter, QuestionPart } from '../dialogue/parameter.ts';
import { type Answer, partSeparator } from '../dialogue/topic.ts';
import type { Area, Department, Directory } from '../organisation/directory.ts';
import type { Staying } from '../people/arrival.ts';
import type { KindId } from '../referrals/kinds.ts';
import { isOwnQuestion } from '../referrals/questions.ts';
import { browserText } from './browserText.ts';
import type { Locale } from './locale.ts';
import { textOf } from './texts.ts';

/** What parameters point at, opened for this reader at this moment. What is missing was erased. */
export interface References {
  readonly directory: Directory;
  readonly today: string;
  readonly names: ReadonlyMap<string, string>;
  readonly phones: ReadonlyMap<string, string>;
  readonly words: ReadonlyMap<string, string>;
  /** By account. */
  readonly stayings: ReadonlyMap<string, Staying>;
  /** By visit record. */
  readonly notes: ReadonlyMap<string, string>;
  readonly answers: ReadonlyMap<string, { readonly kind: KindId; readonly answers: readonly Answer[] }>;
}

/** The text of a message, one line of keys a line of text. What has nothing to say takes no line. */
export function renderLines(lines: readonly Line[], locale: Locale, references: References): string {
  const said = lines.map((line) => renderLine(line, locale, references));
  return said.filter((text) => text !== '').join('\n');
}

export function renderLine({ key, parameters, entry }: Line, locale: Locale, references: References): string {
  const values = Object.entries(parameters ?? {}).map(
    ([name, value]) => [name, renderParameter(value, locale, references)] as const,
  );
  const text = textOf(locale, key, Object.fromEntries(values));
  return entry === undefined ? text : textOf(locale, 'common:reminder', { number: entry, words: text });
}

function renderParameter(value: Parameter, locale: Locale, references: References): string {
  const erased = () => textOf(locale, 'format:erased');
  if ('number' in value) return value.number;
  if ('secret' in value) return isolate(value.secret);
  if ('sealed' in value) return erased();
  if ('name' in value) return isolate(references.names.get(value.name) ?? erased());
  if ('maskedName' in value) return isolate(masked(references.names.get(value.maskedName) ?? erased()));
  if ('phone' in value) return references.phones.get(value.phone) ?? textOf(locale, 'format:noPhone');
  if ('staying' in value) return stayingOf(references.stayings.get(value.staying), locale) ?? erased();
  if ('note' in value) return isolated(references.notes.get(value.note)) ?? erased();
  if ('words' in value) return wordsOf(references, value) ?? erased();
  if ('answers' in value) return answersOf(value.answers, locale, references);
  if ('wording' in value) return wordingOf(value.wording, value.of, locale, references);
  if ('kind' in value) return textOf(locale, `kinds:${value.kind}.name`);
  if ('day' in value) return renderDay(value.day, value.provisional === true, locale, references.today);
  if ('by' in value) return renderBy(value.by, value.provisional === true, locale, references.today);
  if ('moment' in value) return renderMoment(new Date(value.moment), locale, references.today);
  if ('text' in value) return textOf(locale, value.text);
  if ('fields' in value)
    return value.fields
      .map((field) => textOf(locale, `whoLooked:field.${field}`))
      .join(textOf(locale, 'whoLooked:between'));
  if ('card' in value) return value.card;
  if ('copy' in value) return value.copy;
  if ('desk' in value) return value.desk;
  if ('browser' in value) return browserText(value.browser, locale);
  if ('joiningCode' in value) return textOf(locale, 'format:code', value.joiningCode);
  return renderPlace(value, locale, references);
}

function stayingOf(staying: Staying | undefined, locale: Locale): string | undefined {
  if (staying === undefined) return undefined;
  return 'option' in staying ? textOf(locale, `arrival:where.${staying.option}`) : isolate(staying.text);
}

function isolated(text: string | undefined): string | undefined {
  return text === undefined ? undefined : isolate(text);
}

/** 周念安 is shown as 周＊＊: enough to ask whether it is the same, not enough to tell who. */
function masked(name: string): string {
  const [first = '', ...rest] = name;
  return first + '＊'.repeat(Math.min(2, rest.length));
}

type Place = Extract<
  Parameter,
  | { department: string }
  | { departmentAddress: string }
  | { departmentHours: string }
  | { departmentPhone: string }
  | { area: string }
  | { areaAddress: string }
  | { areaPhone: string }
>;

function renderPlace(value: Place, locale: Locale, { directory }: References): string {
  const department = (id: string, say: (found: Department) => string) => {
    const found = directory.departments.get(id);
    return found === undefined ? '' : say(found);
  };
  const area = (id: string, say: (found: Area) => string) => {
    const found = directory.areas.get(id);
    return found === undefined ? '' : say(found);
  };
  if ('department' in value) return department(value.department, (found) => found.name[locale]);
  if ('departmentAddress' in value) return department(value.departmentAddress, (found) => found.address[locale]);
  if ('departmentPhone' in value) return department(value.departmentPhone, (found) => found.dutyPhone);
  if ('departmentHours' in value)
    return department(value.departmentHours, (found) =>
      found.officeHours.periods.map(({ from, to }) => `${from}–${to}`).join(', '),
    );
  if ('area' in value) return area(value.area, (found) => found.name[locale]);
  if ('areaAddress' in value) return area(value.areaAddress, (found) => found.address[locale]);
  return area(value.areaPhone, (found) => found.phone);
}

function wordsOf(
  references: References,
  { words, part }: { words: string; part?: number | undefined },
): string | undefined {
  const text = references.words.get(words);
  if (text === undefined) return undefined;
  return isolate(part === undefined ? text.replaceAll(partSeparator, '\n') : (text.split(partSeparator)[part] ?? ''));
}

function answersOf(id: string, locale: Locale, references: References): string {
  const found = references.answers.get(id);
  if (found === undefined) return textOf(locale, 'format:erased');
  return found.answers.map((answer) => renderAnswer(found.kind, answer, locale, references)).join('\n');
}

/** In the words it was asked in, whatever the office asks now. */
function renderAnswer(kind: KindId, answer: Answer, locale: Locale, references: References): string {
  const { question, option, text, wording } = answer;
  const say = (part: QuestionPart) => wordingOf(wording, part, locale, references);
  return textOf(locale, 'help:answer', {
    label: say({ kind, question, part: 'label' }),
    answer: option === undefined ? isolate(text ?? '') : say({ kind, question, option }),
  });
}

/** An office's own words where that version has some, else ours. */
function wordingOf(wording: string | undefined, part: QuestionPart, locale: Locale, { directory }: References): string {
  const { kind, question } = part;
  const set = directory.wordings.get(wording ?? '')?.find(({ id }) => id === question);
  const own = 'option' in part ? set?.options[part.option] : set?.[part.part];
  if (own != null) return own[locale];
  if (isOwnQuestion(question)) return textOf(locale, 'format:erased');
  return textOf(
    locale,
    'option' in part
      ? `kinds:${kind}.questions.${question}.options.${part.option}`
      : `kinds:${kind}.questions.${question}.${part.part}`,
  );
}

/** Typed text keeps its own direction: marks within it cannot turn round what stands beside it. */
function isolate(text: string): string {
  return /[\u0590-\u08ff\u202a-\u202e\u2066-\u2069\ufb1d-\ufefc]/.test(text) ? `\u2068${text}\u2069` : text;
}

function renderDay(day: string, provisional: boolean, locale: Locale, today: string): string {
  const date = day === today ? textOf(locale, 'format:today') : plainDay(day, locale);
  return provisional ? textOf(locale, 'format:provisional', { date }) : date;
}

function renderBy(day: string, provisional: boolean, locale: Locale, today: string): string {
  if (day === today) return textOf(locale, 'format:byToday');
  return textOf(locale, 'format:by', { date: renderDay(day, provisional, locale, today) });
}

function plainDay(day: string, locale: Locale): string {
  const month = Number(day.slice(5, 7));
  const monthName = textOf(locale, 'format:months').split(',')[month - 1] ?? '';
  return textOf(locale, 'format:day', { month: String(month), monthName, day: String(Number(day.slice(8, 10))) });
}

function renderMoment(moment: Date, locale: Locale, today: string): string {
  const minutes = minutesOfDay(moment);
  const two = (count: number) => String(count).padStart(2, '0');
  const time = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  return textOf(locale, 'format:moment', { date: renderDay(dayOf(moment), false, locale, today), time });
}
