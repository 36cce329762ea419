import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import englishDepartments from '../../locales/en/departments.json' with { type: 'json' };
import englishKeywords from '../../locales/en/keywords.json' with { type: 'json' };
import englishKinds from '../../locales/en/kinds.json' with { type: 'json' };
import chineseDepartments from '../../locales/zh-CN/departments.json' with { type: 'json' };
import chineseKeywords from '../../locales/zh-CN/keywords.json' with { type: 'json' };
import chineseKinds from '../../locales/zh-CN/kinds.json' with { type: 'json' };
import { commands } from '../../src/dialogue/world.ts';
import { departmentKinds, kindGroups, kindIds, type Question, requestKinds } from '../../src/referrals/kinds.ts';

const languages = [
  { language: 'zh-CN', kinds: chineseKinds, departments: chineseDepartments, keywords: chineseKeywords },
  { language: 'en', kinds: englishKinds, departments: englishDepartments, keywords: englishKeywords },
];

/** Where text is expected for the table of kinds, as dotted paths. */
function expectedPaths(): string[] {
  const ofQuestion = (path: string, { id, options = [] }: Question) => [
    `${path}.questions.${id}.ask`,
    `${path}.questions.${id}.label`,
    ...options.map((option) => `${path}.questions.${id}.options.${option}`),
  ];
  return [
    ...kindGroups.map((group) => `groups.${group}`),
    ...kindIds.flatMap((id) => [
      `${id}.name`,
      `${id}.asSaid`,
      ...requestKinds[id].questions.flatMap((question) => ofQuestion(id, question)),
    ]),
  ];
}

/** Every text in a tree of texts, by its dotted path; what is neither text nor tree gets an empty text. */
function textsOf(tree: object, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) => {
    if (typeof value === 'object' && value !== null) return textsOf(value, `${path}${key}.`);
    return [[`${path}${key}`, typeof value === 'string' ? value.trim() : '']] satisfies [string, string][];
  });
}

/** Texts that stand more than once. */
function repeated(texts: readonly string[]): string[] {
  return texts.filter((text, index) => texts.indexOf(text) !== index);
}

describe.each(languages)('the texts in $language', ({ kinds, departments, keywords }) => {
  it('name every group, kind, question and option, and nothing else', () => {
    const texts = textsOf(kinds);
    expect(texts.map(([path]) => path).sort()).toEqual(expectedPaths().sort());
    expect(texts.filter(([, text]) => text === '')).toEqual([]);
  });

  it('name every kind of department, and nothing else', () => {
    expect(Object.keys(departments).sort()).toEqual([...departmentKinds].sort());
    expect(Object.values(departments).filter((name) => name.trim() === '')).toEqual([]);
    expect(repeated(Object.values(departments))).toEqual([]);
  });

  it('tell what stands in one menu apart', () => {
    expect(repeated(Object.values(kinds.groups))).toEqual([]);
    expect(repeated(kindIds.map((id) => kinds[id].asSaid))).toEqual([]);
    expect(repeated(kindIds.map((id) => kinds[id].name))).toEqual([]);
    for (const id of kindIds) {
      for (const question of Object.values<object>(kinds[id].questions)) {
        const options = 'options' in question ? Object.values(question.options ?? {}) : [];
        expect(repeated(options), id).toEqual([]);
      }
    }
  });

  it('have words for every kind, need, day and command, and nothing else', () => {
    expect(Object.keys(keywords).sort()).toEqual([...kindIds, 'crisis', 'days', ...commands].sort());
    expect(Object.keys(keywords.crisis).sort()).toEqual(['hunger', 'selfHarm']);
    const { crisis, days, ...others } = keywords;
    const lists = [...Object.values(others), ...Object.values(crisis), ...Object.values(days)];
    for (const words of lists) {
      expect(words.length).toBeGreaterThan(0);
      expect(repeated(words)).toEqual([]);
      expect(words.filter((word) => word !== word.trim().toLowerCase() || word === '')).toEqual([]);
    }
    expect(repeated([...commands.flatMap((command) => keywords[command])])).toEqual([]);
  });

  it('offer no answer that would be taken for a command', () => {
    const taken = new Set<string>([...keywords.human, ...keywords.back, ...keywords.menu]);
    const labels = kindIds.flatMap((id) =>
      Object.values<object>(kinds[id].questions).flatMap((question) =>
        'options' in question ? Object.values(question.options ?? {}) : [],
      ),
    );
    expect(labels.filter((label) => taken.has(label.toLowerCase()))).toEqual([]);
  });

  it('lead no word to two kinds, be it inside a longer word', () => {
    const words = kindIds.flatMap((id) => keywords[id].map((word) => ({ id, word })));
    const clashes = words.flatMap(({ id, word }) =>
      words.filter((other) => other.id !== id && other.word.includes(word)).map((other) => [word, other.word]),
    );
    expect(clashes).toEqual([]);
    expect(words.filter(({ word }) => word.length < 2)).toEqual([]);
  });
});

it('no locale has a word that gives a person away', () => {
  const folder = new URL('../../locales/', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.json') && !['forbidden.json', 'columns.json', 'neverAsked.json'].includes(file),
  );
  expect(files.length).toBeGreaterThanOrEqual(6);
  for (const file of files) {
    const text = readFileSync(new URL(file, folder), 'utf8');
    expect(text.match(/罪|犯|刑|帮教|管控|脱管|失控|两劳/g), file).toBeNull();
    expect(text.match(/prison|criminal|offender|convict|inmate|parole/gi), file).toBeNull();
  }
});
