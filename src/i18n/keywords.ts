import hidden from '../../locales/forbidden.json' with { type: 'json' };
import neverAsked from '../../locales/neverAsked.json' with { type: 'json' };
import { commands, type Keywords } from '../dialogue/world.ts';
import { kindIds } from '../referrals/kinds.ts';
import catalogue from './catalogue.ts';
import { type Locale, locales } from './locale.ts';

const spokenDays = [
  ['dayBeforeYesterday', -2],
  ['yesterday', -1],
  ['today', 0],
  ['tomorrow', 1],
  ['dayAfterTomorrow', 2],
] as const;

/**
 * The words people type, of both languages together: somebody whose bot speaks Chinese may still write "help", and the
 * other way round.
 */
function allKeywords(): Keywords {
  const join = (pick: (words: (typeof catalogue)[Locale]['keywords']) => readonly string[]) =>
    locales.flatMap((locale) => pick(catalogue[locale].keywords).map((word) => word.normalize('NFKC').toLowerCase()));
  return {
    kinds: new Map(kindIds.map((kind) => [kind, join((words) => words[kind])])),
    crisis: { hunger: join((words) => words.crisis.hunger), selfHarm: join((words) => words.crisis.selfHarm) },
    watched: { hidden, neverAsked: locales.flatMap((locale) => neverAsked[locale]) },
    days: new Map(
      spokenDays.flatMap(([day, count]) => join((words) => words.days[day]).map((word) => [word, count] as const)),
    ),
    commands: new Map(commands.map((command) => [command, join((words) => words[command])])),
  };
}

export const keywords: Keywords = allKeywords();
