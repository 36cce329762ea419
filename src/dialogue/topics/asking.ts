/** The questions that go with a request, in this program's words or in an office's own. */
import { questionsFor } from '../../organisation/settings.ts';
import type { KindId } from '../../referrals/kinds.ts';
import { optionsOf } from '../../referrals/questions.ts';
import { type Line, line, type Parameter, type QuestionPart } from '../parameter.ts';
import type { Asked } from '../standing/answer.ts';
import type { Answer } from '../topic.ts';
import type { World } from '../world.ts';

/** The first question of a kind that has no answer yet, as the area's office words it; undefined when all are answered. */
export function nextQuestion(
  world: World,
  areaId: string | undefined,
  kind: KindId,
  answers: readonly Answer[],
): Asked | undefined {
  const { wording, questions } = questionsFor(world.directory, areaId ?? '', kind);
  const next = questions.find(({ id, on }) => on && answers.every(({ question }) => question !== id));
  return next === undefined ? undefined : askedIn(next.id, wording);
}

/** A question as an area asks it, and what it offers to choose from. */
export type Offered = Asked & { readonly options: readonly string[] | undefined };

/** All that a kind asks in an area, in order. */
export function questionsAsked({ directory }: Pick<World, 'directory'>, areaId: string, kind: KindId): Offered[] {
  const { wording, questions } = questionsFor(directory, areaId, kind);
  return questions.filter(({ on }) => on).map(({ id }) => ({ ...askedIn(id, wording), options: optionsOf(kind, id) }));
}

function askedIn(question: string, wording: string | null): Asked {
  return wording === null ? { question } : { question, wording };
}

/** What a form says to ask it, and the choices it offers. */
export function questionLine(kind: KindId, { question, wording }: Asked): Line {
  return lineOf(wording, { kind, question, part: 'ask' });
}

export function optionsAsked(
  kind: KindId,
  { question, wording }: Asked,
): readonly { readonly option: string; readonly label: Line }[] {
  return (optionsOf(kind, question) ?? []).map((option) => ({
    option,
    label: lineOf(wording, { kind, question, option }),
  }));
}

/** Words of a question by themselves. */
function lineOf(wording: string | undefined, part: QuestionPart): Line {
  return wording === undefined ? line(keyOf(part)) : line('deskSettings:asked', { words: { wording, of: part } });
}

function keyOf(part: QuestionPart): Line['key'] {
  const last = 'option' in part ? `options.${part.option}` : part.part;
  return `kinds:${part.kind}.questions.${part.question}.${last}` as Line['key'];
}

/** Words of a question within a line. */
export function wordsOf(wording: string | undefined, part: QuestionPart): Parameter {
  return wording === undefined ? { text: keyOf(part) } : { wording, of: part };
}
