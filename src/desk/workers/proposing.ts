import { html } from 'hono/html';
import * as z from 'zod';
import type { Page } from '../../http/page.ts';
import { leadsAt } from '../../organisation/directory.ts';
import { readPhone } from '../../people/arrival.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { choiceField, idField, lineField, optionalLineField } from '../fields.ts';
import { form, inputField, selectField } from '../frame/html.ts';
import type { PageRoute, Refused } from '../route.ts';

const roles = ['helper', 'volunteer', 'staff', 'coordinator', 'office'] as const;
const placeField = z.union([z.literal(''), idField]).transform((id) => (id === '' ? null : id));

/** Somebody new, as the form asks: a department for staff, an area for everybody else. */
export const proposalFields = z
  .object({
    name: lineField(40).regex(/^\D*\p{L}\D*$/u, 'deskWorkers:nameWanted'),
    phone: optionalLineField(30).refine(
      (text) => text === null || readPhone(text) !== undefined,
      'deskWorkers:phoneWanted',
    ),
    role: choiceField(roles),
    area: placeField,
    department: placeField,
  })
  .refine(({ role, area }) => role === 'staff' || area !== null, {
    path: ['area'],
    message: 'deskWorkers:placeMissing',
  })
  .refine(({ role, department }) => role !== 'staff' || department !== null, {
    path: ['department'],
    message: 'deskWorkers:placeMissing',
  });

export function proposalForm(desk: DeskRequest, page: PageRoute, refused: Refused | undefined): Page {
  const act = 'propose';
  const none = { value: '', label: desk.say('deskWorkers:none') };
  const { directory } = desk;
  const areas = [...directory.areas.values()].filter(({ id }) => leadsAt(directory, desk.actor.memberships, id));
  const departments = [...directory.departments.values()].filter(({ areaId }) =>
    leadsAt(directory, desk.actor.memberships, areaId),
  );
  const offered = roles.filter((role) => role !== 'office' || desk.has('office'));
  return form(desk, page, {
    act,
    weight: 'main',
    button: desk.say('deskWorkers:proposeButton'),
    fields: html`<p class="hint">${desk.say('deskWorkers:proposeHint')}</p>
      ${inputField({ act, name: 'name', label: desk.say('deskWorkers:proposeName'), most: 40, required: true, refused })}
      ${inputField({ act, name: 'phone', type: 'tel', label: desk.say('deskWorkers:proposePhone'), most: 30, refused })}
      ${selectField({ act, name: 'role', label: desk.say('deskWorkers:proposeRole'), refused, options: offered.map((role) => ({ value: role, label: desk.say(`coordination:role.${role}`) })) })}
      ${selectField({ act, name: 'area', label: desk.say('deskWorkers:proposeArea'), refused, options: [none, ...areas.map(({ id, name }) => ({ value: id, label: name[desk.locale] }))] })}
      ${selectField({ act, name: 'department', label: desk.say('deskWorkers:proposeDepartment'), refused, options: [none, ...departments.map(({ id, name }) => ({ value: id, label: name[desk.locale] }))] })}`,
  });
}
