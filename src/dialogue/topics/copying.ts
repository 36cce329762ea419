import { copyLinkMinutes } from '../../people/consent.ts';
import { type Outcome, reply } from '../outcome.ts';
import { line } from '../parameter.ts';
import type { World } from '../world.ts';
import { backChoice, humanChoice, mainMenu } from './menu.ts';
import { ownDataScreen } from './ownData.ts';

const minutes = { number: String(copyLinkMinutes) };

/** 给我一份: what it is, and that it opens on whichever phone has the link. */
export function askCopy(): Outcome {
  return reply(
    { name: 'copying' },
    [line('ownData:copyAsk', { minutes })],
    [{ label: line('ownData:copyMake'), action: { do: 'makeCopy' } }, backChoice, humanChoice],
  );
}

/** A link of one use, which replaces the one before it. */
export function makeCopy(world: World): Outcome {
  if (world.account === null) return mainMenu(world);
  const { link } = world.draw.code();
  return ownDataScreen('copy', [line('ownData:copyLink', { link: { copy: link }, minutes })], [], {
    changes: [{ fact: 'copyAsked', account: world.account.id, link }],
  });
}
