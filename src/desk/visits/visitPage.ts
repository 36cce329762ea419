import { html } from 'hono/html';
import * as z from 'zod';
import { addDays } from '../../calendar/day.ts';
import { needKinds } from '../../people/needs.ts';
import { reasonsNotMet, reasonsToReschedule, waysToMeet } from '../../visits/visit.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { choiceField, dayField, idField } from '../fields.ts';
import { section } from '../frame/html.ts';
import { act, type Notice, type PageRoute } from '../route.ts';
import { logForm, nudgeForms, rescheduleForm } from './visitForms.ts';
import { openVisit, readVisit, visitFacts, visitHistory } from './visitShown.ts';

const policy = ['coordinator'] as const;
const longestBack = 365;
const longestAhead = 92;
const needsField = z
  .union([z.enum(needKinds), z.array(z.enum(needKinds))])
  .optional()
  .transform((needs) => (needs === undefined ? [] : typeof needs === 'string' ? [needs] : needs));

const refused = (text: string): Notice => ({ tone: 'refused', text });

/** `/desk/visits/:visit`: one visit: whom, who goes, how it stands, and what the station may do about it. */
export const visitPage: PageRoute = {
  path: '/desk/visits/:visit',
  policy,
  acts: {
    log: act({
      policy,
      fields: z.object({
        on: dayField,
        how: choiceField(waysToMeet),
        outcome: choiceField(['met', ...reasonsNotMet]),
        needs: needsField,
      }),
      perform: async (desk, { on, how, outcome, needs }) => {
        const found = await readVisit(desk);
        if (found === undefined) return refused(desk.say('common:notYours'));
        if (on > desk.today || on < addDays(desk.today, -longestBack)) return refused(desk.say('deskVisits:wrongDay'));
        const about = { account: found.file.person.accountId, visit: found.visit.id, on, how };
        return outcome === 'met'
          ? desk.take({ do: 'needsSeen' }, { ...about, name: 'needsSeen', needs })
          : desk.take({ do: 'notMet', reason: outcome }, { ...about, name: 'metOrNot' });
      },
    }),
    reschedule: act({
      policy,
      fields: z.object({ day: dayField, reason: choiceField(reasonsToReschedule) }),
      perform: async (desk, { day, reason }) => {
        const found = await readVisit(desk);
        if (found === undefined) return refused(desk.say('common:notYours'));
        if (day <= desk.today || day > addDays(desk.today, longestAhead))
          return refused(desk.say('deskVisits:wrongNewDay'));
        const topic = { name: 'whyLater', account: found.file.person.accountId, visit: found.visit.id, day } as const;
        return desk.take({ do: 'whyLater', reason }, topic);
      },
    }),
    nudge: act({
      policy,
      fields: z.object({ helper: idField }),
      perform: (desk, { helper }) => desk.take({ do: 'nudgeHelper', helper }),
    }),
  },
  show: async (desk, shown) => {
    const found = await readVisit(desk);
    if (found === undefined) return undefined;
    const { visit, file } = found;
    const account = file.person.accountId;
    const opened = await openVisit(desk, found);
    await look(desk, account, visit.id);
    const forms =
      visit.state === 'due'
        ? html`<div class="columns">
            ${section(desk.say('deskVisits:log'), logForm(desk, visitPage, shown.refused))}
            ${section(desk.say('deskVisits:reschedule'), rescheduleForm(desk, visitPage, shown.refused))}
          </div>`
        : html``;
    return {
      title: desk.say('deskVisits:visitTitle', { name: opened.name(account) }),
      body: html`${section(
        desk.say('deskVisits:stateName'),
        html`${visitFacts(desk, found, opened)}${nudgeForms(desk, visitPage, found, opened)}
          <p><a href="/desk/teams/people/${account}">${desk.say('deskVisits:team')}</a></p>`,
      )}
        ${visitHistory(desk, found, opened)}${forms}`,
    };
  },
};

function look(desk: DeskRequest, account: string, visit: string): Promise<void> {
  const fields = ['name', 'phone', 'visits', 'helpers'] as const;
  return desk.look([{ account, subject: visit, action: 'shown', reason: 'visit', fields }]);
}
