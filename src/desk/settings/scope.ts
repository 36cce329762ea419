import { html } from 'hono/html';
import * as z from 'zod';
import type { SettingsAction } from '../../dialogue/actions/settings.ts';
import type { Page } from '../../http/page.ts';
import { type Area, areasUpwards } from '../../organisation/directory.ts';
import { type KindId, kindIds } from '../../referrals/kinds.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { optionalLineField } from '../fields.ts';
import { inputField, nothing } from '../frame/html.ts';
import type { Policy } from '../policy.ts';
import type { Notice, Refused } from '../route.ts';

/** Whoever steers an area sees what is set there; only an office changes it. */
export const sees: Policy = ['coordinator', 'office'];
export const sets: Policy = ['office'];

const covers = (desk: DeskRequest, areaId: string, roles: readonly string[]): boolean => {
  const above = new Set(areasUpwards(desk.directory, areaId).map(({ id }) => id));
  return desk.actor.memberships.some(({ role, areaId: own }) => roles.includes(role) && above.has(own));
};

export function maySee(desk: DeskRequest, areaId: string): boolean {
  return covers(desk, areaId, ['coordinator', 'office']);
}

export function maySet(desk: DeskRequest, areaId: string): boolean {
  return covers(desk, areaId, ['office']);
}

/** Every area whose settings whoever asks may see, as the tree has them. */
export function areasSeen(desk: DeskRequest): Area[] {
  const areas = [...desk.directory.areas.values()].filter(({ id }) => maySee(desk, id));
  return areas.sort((one, other) => one.path.split('/').length - other.path.split('/').length);
}

/** The area that the address names, the topmost of theirs where it names none; undefined where it is not theirs. */
export function areaAsked(desk: DeskRequest): Area | undefined {
  const asked = desk.query('area');
  const seen = areasSeen(desk);
  return asked === '' ? seen[0] : seen.find(({ id }) => id === asked);
}

export function kindAsked(desk: DeskRequest): KindId | undefined {
  return kindIds.find((kind) => kind === desk.path('kind'));
}

/** The area in the path, if it is theirs to see. */
export function areaInPath(desk: DeskRequest): Area | undefined {
  return areasSeen(desk).find(({ id }) => id === desk.path('area'));
}

export function nameOf(desk: DeskRequest, areaId: string | null): string {
  return desk.directory.areas.get(areaId ?? '')?.name[desk.locale] ?? '';
}

/** A choice of area, for a page that is about one; nothing where there is only one. */
export function areaPicker(desk: DeskRequest, chosen: Area): Page {
  const seen = areasSeen(desk);
  if (seen.length < 2) return nothing;
  return html`<form method="get" class="form form-row area-picker">
    <label for="area">${desk.say('deskSettings:area')}</label>
    <select id="area" name="area">
      ${seen.map(({ id, name }) => html`<option value="${id}" ${id === chosen.id ? html`selected` : nothing}>${name[desk.locale]}</option>`)}
    </select>
    <button class="button button-plain">${desk.say('deskSettings:show')}</button>
  </form>`;
}

/** What every form of a setting sends along: what stood when the page was shown, and a note. */
export const changeFields = z.object({
  version: z.coerce.number().int().min(0).max(1_000_000),
  note: optionalLineField(200),
});

/** Sets it, and says all of what came of it: who else was quicker, what they changed. */
export async function takeSetting(desk: DeskRequest, action: SettingsAction): Promise<Notice> {
  const notice = await desk.take(action, { name: 'menu' }, 40);
  await desk.readDirectoryAnew();
  return notice;
}

/** The field of the note; the version goes hidden. */
export function noteField(desk: DeskRequest, act: string, part: string, refused: Refused | undefined): Page {
  return inputField({
    act,
    part,
    name: 'note',
    label: desk.say('deskSettings:note'),
    hint: desk.say('deskSettings:noteHint'),
    most: 200,
    refused,
  });
}

export function back(href: string, text: string): Page {
  return html`<p class="back"><a href="${href}">← ${text}</a></p>`;
}

export function paragraph(text: string): Page {
  return html`<p>${text}</p>`;
}
