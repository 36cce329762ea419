import type { Command, World } from './world.ts';

/**
 * What was typed, as it is compared with lists of words: full width as half width, lower case, a phone's curly
 * apostrophes as straight ones, and nothing that cannot be seen.
 */
export function plainWords(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[‘’ʼ`´]/g, "'")
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/\s+/g, ' ')
    .replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '')
    .trim();
}

/** The same for words that stand alone: "返回。" and "Back!" are said as often as the bare word. */
export function bareWords(text: string): string {
  return plainWords(text).replace(/[\s.,!?;:~。、，！？；：～…]+$/u, '');
}

/** Whether these words, and no others, were said. `said` comes from `bareWords`. */
export function isSaid(world: World, command: Command, said: string): boolean {
  return world.keywords.commands.get(command)?.includes(said) === true;
}

/** A Chinese word anywhere, an English one only as a whole word. `said` comes from `plainWords`. */
export function mentions(said: string, word: string): boolean {
  if (!/^[a-z' -]+$/.test(word)) return said.includes(word);
  return ` ${said.replace(/[^a-z']+/g, ' ')} `.includes(` ${word} `);
}
