import { type Step, saidFirst } from '../outcome.ts';
import { line } from '../parameter.ts';
import type { World } from '../world.ts';
import { only, withCaseFile } from './keptFile.ts';
import { mainMenu } from './menu.ts';

/** 发卡片: a new way in for each of those who have not joined yet. What was handed out before opens nothing from now on. */
export function makeCards(world: World, wanted: readonly string[]): Step {
  const chosen = [...new Set(wanted)];
  return withCaseFile(world, { what: 'notJoined', accounts: chosen }, ({ accounts }) => {
    if (accounts.length === 0) return only(world, line('deskCards:nobody'));
    const said = line(accounts.length < chosen.length ? 'deskCards:madeSome' : 'deskCards:made', {
      count: { number: String(accounts.length) },
    });
    return saidFirst([said], mainMenu(world), {
      changes: accounts.map((account) => ({ fact: 'cardMade', account, code: world.draw.code() })),
    });
  });
}
