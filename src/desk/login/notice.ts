/** What a chat is told because of something that a browser did: as `tell_account` takes it. */
import type { Choice } from '../../dialogue/outcome.ts';
import { type Line, line } from '../../dialogue/parameter.ts';
import type { StoredChoice } from '../../mail/mail.ts';
import { messageIdIn, requestIdOf } from '../../mail/requestId.ts';

interface Told {
  readonly id: string;
  readonly lines: readonly Line[];
  readonly choices: readonly StoredChoice[];
}

/** A browser waits with a number: to type it, or to say that it is somebody else's. */
export function numberNotice(said: Line, login: string): string {
  const choices: readonly Choice[] = [
    { label: line('deskLogin:typeNumber'), action: { do: 'deskNumber', login } },
    { label: line('deskLogin:notMe'), action: { do: 'deskRefuse', login } },
  ];
  const told: Told = {
    id: messageIdIn(requestIdOf('desk', crypto.randomUUID())),
    lines: [said],
    choices: choices.map(({ label, action }, place) => ({ number: String(place + 1), label, action })),
  };
  return JSON.stringify(told);
}
