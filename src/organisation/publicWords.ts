/** Words that are looked for in what an office writes: from locales/forbidden.json, and from locales/neverAsked.json. */
export interface WatchedWords {
  /** Never where a person, or somebody over their shoulder, may read. */
  readonly hidden: readonly string[];
  /** What no question may be about: offence, sentence, ethnicity, religion, politics. `*` at the end stands for any ending. */
  readonly neverAsked: readonly string[];
}

export type WordingProblem = 'empty' | 'long' | 'invisible' | 'hidden' | 'neverAsked';

/** The first of some words in a text, also where spaces or full-width forms try to hide it. */
export function hiddenWordIn(text: string, words: readonly string[]): string | undefined {
  const plain = text.normalize('NFKC').replace(/[\s\p{P}\p{Cf}]/gu, '');
  return words.find((word) => plain.includes(word));
}

/** The same for words of languages with spaces, which stand by themselves. */
function askedWordIn(text: string, words: readonly string[]): string | undefined {
  const spaced = ` ${text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')} `;
  return words.find((word) => {
    if (!/^[a-z]/.test(word)) return hiddenWordIn(text, [word]) !== undefined;
    return word.endsWith('*') ? spaced.includes(` ${word.slice(0, -1)}`) : spaced.includes(` ${word} `);
  });
}

/** What is wrong with a public text of at most so many characters. */
export function publicProblem(
  text: string,
  most: number,
  { hidden }: Pick<WatchedWords, 'hidden'>,
): Exclude<WordingProblem, 'neverAsked'> | undefined {
  if (text.trim() === '') return 'empty';
  if ([...text].length > most) return 'long';
  if (/[\p{Cc}\p{Cf}\p{Cs}]/u.test(text)) return 'invisible';
  return hiddenWordIn(text, hidden) === undefined ? undefined : 'hidden';
}

/** What is wrong with what a person would be asked. */
export function askedProblem(text: string, most: number, words: WatchedWords): WordingProblem | undefined {
  const problem = publicProblem(text, most, words);
  if (problem !== undefined) return problem;
  return askedWordIn(text, words.neverAsked) === undefined ? undefined : 'neverAsked';
}

/** How long the words of a question may be, for a small screen and a button. */
export const mostCharacters = { ask: 120, label: 30, option: 40, public: 80, note: 200 } as const;
