import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/dialogue/topic.ts';
import { keywords } from '../../src/i18n/keywords.ts';
import { locales } from '../../src/i18n/locale.ts';
import { type References, renderLine } from '../../src/i18n/render.ts';
import { textOf } from '../../src/i18n/texts.ts';
import { askedProblem } from '../../src/organisation/publicWords.ts';
import { type KindId, kindIds, requestKinds } from '../../src/referrals/kinds.ts';
import {
  editQuestions,
  isNeeded,
  isOwnQuestion,
  mostOwnQuestions,
  optionsOf,
  ownQuestionId,
  type QuestionEdit,
  type QuestionWording,
  usualQuestions,
} from '../../src/referrals/questions.ts';

const words = fc.record({ 'zh-CN': fc.string({ minLength: 1 }), en: fc.string({ minLength: 1 }) });
/** Which question an edit is about: its place among those there are, or one that was there before. */
const which = fc.nat({ max: 9 });
const edits = fc.oneof(
  fc.record({
    how: fc.constant('word' as const),
    which,
    ask: fc.option(words),
    label: fc.option(words),
    option: fc.option(words),
  }),
  fc.record({ how: fc.constant('switch' as const), which, on: fc.boolean() }),
  fc.record({ how: fc.constant('move' as const), which, by: fc.constantFrom(1 as const, -1 as const) }),
  fc.record({ how: fc.constant('add' as const), which, ask: words, label: words }),
  fc.record({ how: fc.constant('remove' as const), which }),
  fc.record({ how: fc.constant('back' as const), which }),
);
const stories = fc.tuple(fc.constantFrom(...kindIds), fc.array(edits, { maxLength: 16 }));
type Drawn = typeof edits extends fc.Arbitrary<infer Value> ? Value : never;

interface Version {
  readonly id: string | null;
  readonly questions: readonly QuestionWording[];
}

function editOf(kind: KindId, now: Version, past: readonly Version[], drawn: Drawn, count: number): QuestionEdit {
  const known = [...new Set(past.flatMap(({ questions }) => questions.map(({ id }) => id)))];
  const question = (drawn.which % 2 === 0 ? now.questions[drawn.which]?.id : known[drawn.which]) ?? 'nothing';
  switch (drawn.how) {
    case 'word': {
      const [option] = optionsOf(kind, question) ?? [];
      const options = option === undefined || drawn.option === null ? {} : { [option]: drawn.option };
      // An own question's words are always its office's.
      const own = isOwnQuestion(question) ? { 'zh-CN': '问', en: 'ask' } : null;
      return { how: 'word', question, ask: drawn.ask ?? own, label: drawn.label ?? own, options };
    }
    case 'switch':
      return { how: 'switch', question, on: drawn.on };
    case 'move':
      return { how: 'move', question, by: drawn.by };
    case 'add':
      return { how: 'add', id: ownQuestionId(String(count)), ask: drawn.ask, label: drawn.label };
    case 'remove':
      return { how: 'remove', question };
    case 'back':
      return { how: 'replace', questions: past[drawn.which % past.length]?.questions ?? [] };
  }
}

/** Every question as it is asked under a version, answered. */
function answersUnder({ id, questions }: Version, kind: KindId): Answer[] {
  return questions
    .filter(({ on }) => on)
    .map(({ id: question }) => {
      const [option] = optionsOf(kind, question) ?? [];
      return {
        question,
        ...(option === undefined ? { text: '答' } : { option }),
        ...(id === null ? {} : { wording: id }),
      };
    });
}

function rendered(kind: KindId, answers: readonly Answer[], past: readonly Version[]): string[] {
  const wordings = new Map(past.flatMap(({ id, questions }) => (id === null ? [] : [[id, questions] as const])));
  const references = {
    directory: { wordings },
    answers: new Map([['request', { kind, answers }]]),
  } as unknown as References;
  const line = { key: 'queue:answers', parameters: { answers: { answers: 'request' } } } as const;
  return locales.map((locale) => renderLine(line, locale, references));
}

describe('the questions of a kind', () => {
  it('leave every answer that was ever given readable in its own words, whatever is set afterwards', () => {
    fc.assert(
      fc.property(stories, ([kind, drawn]) => {
        let now: Version = { id: null, questions: usualQuestions(kind) };
        const past = [now];
        const given: { answers: Answer[]; said: string[] }[] = [];
        const ask = () => {
          const answers = answersUnder(now, kind);
          expect(answers.length).toBeGreaterThan(0);
          given.push({ answers, said: rendered(kind, answers, past) });
        };
        ask();
        for (const [count, each] of drawn.entries()) {
          const edited = editQuestions(kind, now.questions, editOf(kind, now, past, each, count));
          if (typeof edited === 'string') continue;
          now = { id: `version-${count}`, questions: edited };
          past.push(now);
          ask();
        }
        for (const { answers, said } of given) {
          expect(rendered(kind, answers, past)).toEqual(said);
          for (const [place, locale] of locales.entries())
            expect(said[place]).not.toContain(textOf(locale, 'format:erased'));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('always ask what it is about, no question twice, and no more than is bearable', () => {
    fc.assert(
      fc.property(stories, ([kind, drawn]) => {
        let now: Version = { id: null, questions: usualQuestions(kind) };
        const past = [now];
        for (const [count, each] of drawn.entries()) {
          const edited = editQuestions(kind, now.questions, editOf(kind, now, past, each, count));
          if (typeof edited === 'string') continue;
          now = { id: `version-${count}`, questions: edited };
          past.push(now);
          const ids = now.questions.map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
          expect(now.questions.some(({ id, on }) => on && isNeeded(kind, id))).toBe(true);
          const own = ids.filter(isOwnQuestion);
          expect(own.length).toBeLessThanOrEqual(requestKinds[kind].urgent ? 0 : mostOwnQuestions);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('as this program asks them are about nothing that must not be asked', () => {
    for (const kind of kindIds)
      for (const { id } of usualQuestions(kind))
        for (const locale of locales) {
          const texts = [
            textOf(locale, `kinds:${kind}.questions.${id}.ask`),
            textOf(locale, `kinds:${kind}.questions.${id}.label`),
            ...(optionsOf(kind, id) ?? []).map((option) =>
              textOf(locale, `kinds:${kind}.questions.${id}.options.${option}`),
            ),
          ];
          for (const text of texts)
            expect([text, askedProblem(text, 120, keywords.watched)]).toEqual([text, undefined]);
        }
  });

  it.each([
    '您信什么宗教？',
    '您是什么民 族？',
    '政治面貌',
    '判了几年？',
    'What is your RELIGION?',
    'Which prison were you in?',
    'How long was the sentence?',
    'Your ethnicity, please',
    'Any criminal record',
  ])('are never about “%s”', (text) => {
    expect(askedProblem(text, 120, keywords.watched)).toBe('neverAsked');
  });

  it.each(['犯了什么事？', 'ＡＡ刑 期'])('have no word that is never shown, such as in “%s”', (text) => {
    expect(askedProblem(text, 120, keywords.watched)).toBe('hidden');
  });

  it.each(['Which class suits you?', '您想什么时候上课？', 'Do you have a licence?'])('may be “%s”', (text) => {
    expect(askedProblem(text, 120, keywords.watched)).toBeUndefined();
  });
});
