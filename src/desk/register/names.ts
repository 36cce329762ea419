import { html } from 'hono/html';
import { type Line, line } from '../../dialogue/parameter.ts';
import type { Page } from '../../http/page.ts';
import type { References } from '../../i18n/render.ts';
import type { DeskRequest } from '../deskRequest.ts';

/** A name, whole or its first sign alone. */
export function nameLine(account: string, masked = false): Line {
  return line('roster:person', { name: masked ? { maskedName: account } : { name: account } });
}

/** Names that were opened for a page, by account. */
export interface Names {
  readonly references: References;
  whole(account: string): string;
  masked(account: string): string;
}

/** Opens these names in one read; the caller audits what it shows of them. */
export async function openNames(
  desk: DeskRequest,
  accounts: readonly string[],
  others: readonly Line[] = [],
): Promise<Names> {
  const references = await desk.open([...accounts.map((account) => nameLine(account)), ...others]);
  return {
    references,
    whole: (account) => desk.render(nameLine(account), references),
    masked: (account) => desk.render(nameLine(account, true), references),
  };
}

export function areaName(desk: DeskRequest, area: string): string {
  return desk.directory.areas.get(area)?.name[desk.locale] ?? '';
}

export function departmentName(desk: DeskRequest, department: string): string {
  return desk.directory.departments.get(department)?.name[desk.locale] ?? '';
}

export function fileLink(person: string | null, name: string): Page | string {
  return person === null ? name : html`<a href="/desk/persons/${person}">${name}</a>`;
}

/** The day of a moment, as it is in the calendar here. */
export { dayOf } from '../../calendar/day.ts';

/** The areas of whoever asks that have a station of their own, by their place in the tree; with every area below theirs when none has. */
export function myStations(
  desk: DeskRequest,
  roles: readonly string[] = ['coordinator', 'office'],
): { value: string; label: string }[] {
  const { areas, departments } = desk.directory;
  const mine = desk.actor.memberships
    .filter(({ role }) => roles.includes(role))
    .flatMap(({ areaId }) => areas.get(areaId)?.path ?? []);
  const below = [...areas.values()].filter(({ path }) => mine.some((own) => path.startsWith(own)));
  const stations = new Set(
    [...departments.values()].flatMap(({ kind, areaId }) => (kind === 'station' ? [areaId] : [])),
  );
  const withStation = below.filter(({ id }) => stations.has(id));
  return (withStation.length > 0 ? withStation : below)
    .toSorted((one, other) => (one.path < other.path ? -1 : 1))
    .map(({ id, name }) => ({ value: id, label: name[desk.locale] }));
}
