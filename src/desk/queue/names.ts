import { line } from '../../dialogue/parameter.ts';
import type { References } from '../../i18n/render.ts';
import type { DeskRequest } from '../deskRequest.ts';

export const nameLine = (account: string) => line('visits:person', { name: { name: account } });

/** A name as it is shown; `references` were opened with its `nameLine`. */
export function nameIn(desk: DeskRequest, references: References, account: string): string {
  return desk.render(nameLine(account), references);
}

/** A moment in words, as Shanghai's clocks show it. */
export function momentIn(desk: DeskRequest, references: References, instant: string): string {
  const moment = new Date(instant).toISOString();
  return desk.render(line('deskQueue:moment', { moment: { moment } }), references);
}
