import { html } from 'hono/html';
import type { Page } from '../../http/page.ts';
import { usualNeeds } from '../../people/needs.ts';
import { reasonsNotMet, reasonsToReschedule, standing, waysToMeet } from '../../visits/visit.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { form, hiddenField, inputField, nothing, selectField } from '../frame/html.ts';
import type { Opened } from '../names.ts';
import type { PageRoute, Refused } from '../route.ts';
import type { FoundVisit } from './visitShown.ts';

/** What happened, in one form: when, how, met or why not, and what was seen to be needed. */
export function logForm(desk: DeskRequest, page: PageRoute, refused: Refused | undefined): Page {
  const act = 'log';
  return html`<p class="hint">${desk.say('deskVisits:standInNote')}</p>
    ${form(desk, page, {
      act,
      weight: 'main',
      button: desk.say('deskVisits:logButton'),
      fields: html`${inputField({ act, name: 'on', type: 'date', label: desk.say('deskVisits:on'), value: desk.today, required: true, refused })}
        ${selectField({ act, name: 'how', label: desk.say('deskVisits:how'), refused, options: waysToMeet.map((way) => ({ value: way, label: desk.say(`visits:way.${way}`) })) })}
        ${selectField({
          act,
          name: 'outcome',
          label: desk.say('deskVisits:outcome'),
          refused,
          options: [
            { value: 'met', label: desk.say('deskVisits:met') },
            ...reasonsNotMet.map((reason) => ({ value: reason, label: desk.say(`visits:reason.${reason}`) })),
          ],
        })}
        <fieldset class="field"><legend>${desk.say('deskVisits:needs')}</legend>
          ${usualNeeds.map((need) => html`<div class="field-tick"><input type="checkbox" id="need-${need}" name="needs" value="${need}"><label for="need-${need}">${desk.say(`visits:need.${need}`)}</label></div>`)}
        </fieldset>`,
    })}`;
}

export function rescheduleForm(desk: DeskRequest, page: PageRoute, refused: Refused | undefined): Page {
  const act = 'reschedule';
  return form(desk, page, {
    act,
    button: desk.say('deskVisits:rescheduleButton'),
    fields: html`${inputField({ act, name: 'day', type: 'date', label: desk.say('deskVisits:newDay'), required: true, refused })}
      ${selectField({ act, name: 'reason', label: desk.say('deskVisits:reason'), refused, options: reasonsToReschedule.map((reason) => ({ value: reason, label: desk.say(`visits:reason.${reason}`) })) })}`,
  });
}

/** Once a day, and only where it is late. */
export function nudgeForms(
  desk: DeskRequest,
  page: PageRoute,
  { visit, file, nudged }: FoundVisit,
  opened: Opened,
): Page {
  const late = visit.state === 'due' && standing(visit, desk.today) === 'overdue';
  const helpers = late ? file.team.filter(({ state }) => state === 'active') : [];
  if (helpers.length === 0) return nothing;
  return html`<div class="row">${helpers.map(({ accountId }) => {
    const name = { name: opened.name(accountId) };
    return nudged.includes(accountId)
      ? html`<p class="hint">${desk.say('deskVisits:nudgedToday', name)}</p>`
      : form(desk, page, {
          act: 'nudge',
          fields: hiddenField('helper', accountId),
          button: desk.say('deskVisits:nudge', name),
        });
  })}</div>`;
}
