import type { Localised } from '../organisation/directory.ts';
import { holdsSame } from '../organisation/sameContent.ts';
import { type KindId, type Question, type RequestKind, requestKinds } from './kinds.ts';

/** A question of a kind as an office set it. `null`: as locales/<language>/kinds.json has it, which an own question has nothing in. */
export interface QuestionWording {
  readonly id: string;
  /** Whether it is asked. */
  readonly on: boolean;
  readonly ask: Localised | null;
  /** What stands before the answer. */
  readonly label: Localised | null;
  /** By option, where it is worded anew. */
  readonly options: Readonly<Record<string, Localised>>;
}

/** How an office changes a kind's questions. */
export type QuestionEdit =
  | ({ readonly how: 'word'; readonly question: string } & Pick<QuestionWording, 'ask' | 'label' | 'options'>)
  | { readonly how: 'switch'; readonly question: string; readonly on: boolean }
  | { readonly how: 'move'; readonly question: string; readonly by: 1 | -1 }
  | { readonly how: 'add'; readonly id: string; readonly ask: Localised; readonly label: Localised }
  | { readonly how: 'remove'; readonly question: string }
  /** As they were in an earlier version. */
  | { readonly how: 'replace'; readonly questions: readonly QuestionWording[] };

/** Why a kind's questions cannot be changed in this way. */
export type QuestionProblem = 'gone' | 'firstStays' | 'urgentAsksOne' | 'enough' | 'same';

const ownPrefix = 'own-';
/** Whoever asks for help is not to be worn out: so many questions of an office's own, and no more. */
export const mostOwnQuestions = 2;

/** An own question's id, which is never used again; `id` is fresh. */
export function ownQuestionId(id: string): string {
  return `${ownPrefix}${id}`;
}

export function isOwnQuestion(question: string): boolean {
  return question.startsWith(ownPrefix);
}

function builtIn(kind: KindId): readonly Question[] {
  const { questions }: RequestKind = requestKinds[kind];
  return questions;
}

/** The options of a question; an own one, and one that is answered in words, has none. */
export function optionsOf(kind: KindId, question: string): readonly string[] | undefined {
  return builtIn(kind).find(({ id }) => id === question)?.options;
}

/** Whether it says what the request is about: it is always asked. */
export function isNeeded(kind: KindId, question: string): boolean {
  return builtIn(kind)[0]?.id === question;
}

/** As this program asks them. */
export function usualQuestions(kind: KindId): QuestionWording[] {
  return builtIn(kind).map(({ id }) => ({ id, on: true, ask: null, label: null, options: {} }));
}

/** What was set, brought up to what this program knows: a question it no longer has is left out, a new one comes last. */
export function completed(kind: KindId, set: readonly QuestionWording[]): QuestionWording[] {
  const known = set.filter(({ id }) => isOwnQuestion(id) || builtIn(kind).some((question) => question.id === id));
  const missing = usualQuestions(kind).filter(({ id }) => !known.some((question) => question.id === id));
  return [...known, ...missing];
}

/** A kind's questions after an edit, or why that cannot be. */
export function editQuestions(
  kind: KindId,
  questions: readonly QuestionWording[],
  edit: QuestionEdit,
): readonly QuestionWording[] | QuestionProblem {
  const edited = applyEdit(kind, questions, edit);
  if (typeof edited === 'string') return edited;
  return holdsSame(edited, questions) ? 'same' : edited;
}

function applyEdit(
  kind: KindId,
  questions: readonly QuestionWording[],
  edit: QuestionEdit,
): readonly QuestionWording[] | QuestionProblem {
  switch (edit.how) {
    case 'add':
      return add(kind, questions, edit);
    case 'replace':
      return mended(kind, edit.questions);
    case 'word':
      return change(questions, edit.question, (found) => ({
        ...found,
        ask: edit.ask,
        label: edit.label,
        options: onlyKnown(kind, edit.question, edit.options),
      }));
    case 'switch':
      return !edit.on && isNeeded(kind, edit.question)
        ? 'firstStays'
        : change(questions, edit.question, (found) => ({ ...found, on: edit.on }));
    case 'move':
      return move(questions, edit.question, edit.by);
    case 'remove':
      if (!isOwnQuestion(edit.question) || !has(questions, edit.question)) return 'gone';
      return questions.filter(({ id }) => id !== edit.question);
  }
}

function add(
  kind: KindId,
  questions: readonly QuestionWording[],
  { id, ask, label }: Extract<QuestionEdit, { how: 'add' }>,
): readonly QuestionWording[] | QuestionProblem {
  if (requestKinds[kind].urgent) return 'urgentAsksOne';
  if (questions.filter((question) => isOwnQuestion(question.id)).length >= mostOwnQuestions) return 'enough';
  return [...questions, { id, on: true, ask, label, options: {} }];
}

/** An earlier version may come from an earlier program, which knew other questions. */
function mended(kind: KindId, questions: readonly QuestionWording[]): readonly QuestionWording[] {
  return completed(kind, questions).map((question) =>
    isNeeded(kind, question.id) ? { ...question, on: true } : question,
  );
}

function has(questions: readonly QuestionWording[], question: string): boolean {
  return questions.some(({ id }) => id === question);
}

function change(
  questions: readonly QuestionWording[],
  question: string,
  to: (found: QuestionWording) => QuestionWording,
): readonly QuestionWording[] | QuestionProblem {
  if (!has(questions, question)) return 'gone';
  return questions.map((found) => (found.id === question ? to(found) : found));
}

function move(
  questions: readonly QuestionWording[],
  question: string,
  by: 1 | -1,
): readonly QuestionWording[] | QuestionProblem {
  const from = questions.findIndex(({ id }) => id === question);
  const moving = questions[from];
  const other = questions[from + by];
  if (moving === undefined) return 'gone';
  if (other === undefined) return questions;
  const moved = [...questions];
  moved[from] = other;
  moved[from + by] = moving;
  return moved;
}

function onlyKnown(
  kind: KindId,
  question: string,
  options: QuestionWording['options'],
): Readonly<Record<string, Localised>> {
  const known = optionsOf(kind, question) ?? [];
  return Object.fromEntries(known.flatMap((id) => (options[id] === undefined ? [] : [[id, options[id]] as const])));
}
