import { line } from '../dialogue/parameter.ts';
import type { World } from '../dialogue/world.ts';
import { stationOf } from '../organisation/directory.ts';
import type { ClockOutcome } from './clockOutcome.ts';

/** A person's messages on the web chat that stayed unread for 24 hours (urgent: 1 hour), as `read_due` gives them. */
export interface Unread {
  readonly messageIds: readonly string[];
  readonly urgent: boolean;
  readonly personId: string;
  readonly areaId: string;
  readonly accountId: string;
  /** A call to this person is already on the station's list. */
  readonly toBeCalled: boolean;
}

/** A page that is closed cannot ring, so the station calls: one call, however many messages wait. */
export function onUnread(unread: Unread, world: World): ClockOutcome {
  const noticed = { fact: 'unreadNoticed', messageIds: unread.messageIds } as const;
  if (unread.toBeCalled) return { changes: [noticed], messages: [] };
  const slot = unread.messageIds[0] ?? world.today;
  return {
    changes: [{ fact: 'callNeeded', personId: unread.personId, areaId: unread.areaId, slot }, noticed],
    messages: [
      {
        to: { department: stationOf(world.directory, unread.areaId).id },
        rule: 'unread',
        lines: [line('coordination:callNeeded', { name: { name: unread.accountId } })],
        choices: [{ label: line('menu:calls'), action: { do: 'calls', page: 0 } }],
        urgent: unread.urgent,
      },
    ],
  };
}
