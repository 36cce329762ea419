import type { SeenField, SeenReason } from '../audit/seen.ts';
import { type Line, line } from '../dialogue/parameter.ts';
import type { References } from '../i18n/render.ts';
import type { SeenRow } from '../turn/seen.ts';
import type { DeskRequest } from './deskRequest.ts';

/** A name by itself, whole or with only its first sign. */
export const nameLine = (account: string): Line => line('visits:person', { name: { name: account } });
export const maskedLine = (account: string): Line => line('visits:person', { name: { maskedName: account } });

/** What lies behind these accounts for a page: their names and phones, opened in one read. */
export class Opened {
  readonly #desk: DeskRequest;
  readonly #references: References;

  constructor(desk: DeskRequest, references: References) {
    this.#desk = desk;
    this.#references = references;
  }

  static async of(desk: DeskRequest, accounts: readonly (string | null)[]): Promise<Opened> {
    const known = [...new Set(accounts)].filter((account) => account !== null);
    return new Opened(desk, await desk.open(known.map(nameLine)));
  }

  say(said: Line): string {
    return this.#desk.render(said, this.#references);
  }

  name(account: string): string {
    return this.say(nameLine(account));
  }

  maskedName(account: string): string {
    return this.say(maskedLine(account));
  }

  phone(account: string): string {
    return this.#references.phones.get(account) ?? this.#desk.say('format:noPhone');
  }

  /** The day by which something is to be done: within today, before the 23rd. */
  by(day: string, provisional = false): string {
    return this.say(line('visits:day', { date: { by: day, provisional } }));
  }

  /** An instant in ISO 8601, by Shanghai's clocks. */
  moment(moment: string): string {
    return this.say(line('visits:day', { date: { moment: new Date(moment).toISOString() } }));
  }

  day(day: string, provisional = false): string {
    return this.say(line('visits:day', { date: { day, provisional } }));
  }
}

/** Names among others, as the audit keeps them. */
export function listedLooks(
  accounts: readonly string[],
  reason: SeenReason,
  fields: readonly SeenField[] = ['name'],
): SeenRow[] {
  return [...new Set(accounts)].map((account) => ({ account, subject: null, action: 'listed', reason, fields }));
}
