import type { Keywords } from '../dialogue/world.ts';
import catalogue from './catalogue.ts';
import { type Locale, locales } from './locale.ts';

/**
 * The words people type, of both languages together: somebody whose bot speaks Chinese may still write "help", and the
 * other way round.
 */
function allKeywords(): Keywords {
  const join = (pick: (words: (typeof catalogue)[Locale]['keywords']) => readonly string[]) =>
    locales.flatMap((locale) => pick(catalogue[locale].keywords).map((word) => word.normalize('NFKC').toLowerCase()));
  const {
    crisis: _crisis,
    human: _human,
    back: _back,
    help: _help,
    menu: _menu,
    ...kinds
  } = catalogue['zh-CN'].keywords;
  const kindNames = Object.keys(kinds) as (keyof typeof kinds)[];
  return {
    kinds: new Map(kindNames.map((kind) => [kind, join((words) => words[kind])])),
    crisis: { hunger: join((words) => words.crisis.hunger), selfHarm: join((words) => words.crisis.selfHarm) },
    human: join((words) => words.human),
    back: join((words) => words.back),
    help: join((words) => words.help),
    menu: join((words) => words.menu),
  };
}

export const keywords: Keywords = allKeywords();
