import { html } from 'hono/html';
import * as z from 'zod';
import { line } from '../../dialogue/parameter.ts';
import type { CoverFound, HelpedPerson, HelperFound } from '../../dialogue/registerFound.ts';
import type { Page } from '../../http/page.ts';
import type { Row } from '../../turn/rows.ts';
import { coverFrom } from '../../turn/searchRegister.ts';
import { standing, type Visit } from '../../visits/visit.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { dayField, idField, noFields } from '../fields.ts';
import { badge, facts, form, nextPage, nothing, section, table } from '../frame/html.ts';
import { listedLooks, Opened } from '../names.ts';
import { act, type PageRoute } from '../route.ts';
import { absenceForms } from './absenceForms.ts';
import { absenceWords } from './absenceWords.ts';

const policy = ['coordinator'] as const;
const helperOf = (desk: DeskRequest) => desk.path('helper');
const rowsOfPage = 50;
const nobody = z.union([z.literal(''), idField]).transform((account) => (account === '' ? null : account));
/** One person's own substitute, in a field named after the person; `same`: as for all. */
const apartField = /^apart-([0-9a-f-]{36})$/;

/** `/desk/teams/:helper`: one helper of the area, their people, and who stands in while they are away. */
export const helperPage: PageRoute = {
  path: '/desk/teams/:helper',
  policy,
  acts: {
    nudge: act({
      policy,
      fields: noFields,
      perform: (desk) => desk.take({ do: 'nudgeHelper', helper: helperOf(desk) }),
    }),
    cover: act({
      policy,
      fields: z
        .object({ from: dayField, until: dayField, substitute: nobody })
        .catchall(z.union([z.literal('same'), nobody])),
      perform: (desk, { from, until, substitute, ...rest }) => {
        const apart = Object.entries(rest).flatMap(([name, chosen]) => {
          const account = apartField.exec(name)?.[1];
          return account === undefined || chosen === 'same' ? [] : [{ account, substitute: chosen as string | null }];
        });
        return desk.take({ do: 'coverAbsence', helper: helperOf(desk), from, until, substitute, apart });
      },
    }),
    endAbsence: act({
      policy,
      fields: noFields,
      perform: (desk) => desk.take({ do: 'endAbsence', helper: helperOf(desk) }),
    }),
  },
  show: async (desk, { refused }) => {
    const id = helperOf(desk);
    if (!z.uuid().safeParse(id).success) return undefined;
    const after = z.uuid().safeParse(desk.query('after')).data;
    const row = await desk.read<Row | null>('desk_helper', { helper: id, ...(after === undefined ? {} : { after }) });
    if (row === null) return undefined;
    const found = coverFrom(row);
    const { helper } = found;
    if (helper === null) return undefined;
    const shown = found.people.slice(0, rowsOfPage);
    const opened = await Opened.of(desk, accountsIn(helper, { ...found, people: shown }));
    await desk.look(
      listedLooks(
        shown.map(({ accountId }) => accountId),
        'file',
      ),
    );
    return {
      title: desk.say('deskTeams:helperTitle', { name: opened.name(id) }),
      body: html`${section(desk.say('deskTeams:column.load'), about(desk, helper, opened))}
        ${peopleTable(desk, shown, opened)}
        ${nextPage(desk, found.people.length > rowsOfPage ? (shown.at(-1)?.memberId ?? null) : null)}
        ${section(desk.say('deskTeams:awayTitle'), absenceForms(desk, helperPage, { ...found, people: shown }, helper, opened, refused))}`,
    };
  },
};

function accountsIn({ accountId, absence }: HelperFound, { people, candidates }: CoverFound): (string | null)[] {
  return [
    accountId,
    absence?.substituteId ?? null,
    ...people.flatMap((person) => [
      person.accountId,
      person.substituteFor,
      ...person.standIns.map((standIn) => standIn.accountId),
    ]),
    ...candidates.map((candidate) => candidate.accountId),
  ];
}

function about(desk: DeskRequest, helper: HelperFound, opened: Opened): Page {
  const { people, due, late } = helper;
  const where = helper.areas.map((area) => opened.say(line('register:area', { area: { area } }))).join(', ');
  const load = desk.say('deskTeams:load', { people: String(people), due: String(due) });
  const overdue = late === 0 ? nothing : badge('late', desk.say('deskTeams:lateCount', { count: String(late) }));
  const name = opened.name(helper.accountId);
  return html`${facts([
    [
      desk.say('deskTeams:works'),
      html`${where} ${helper.isVolunteer ? badge('calm', desk.say('deskTeams:volunteer')) : nothing}`,
    ],
    [desk.say('deskTeams:phone'), opened.phone(helper.accountId)],
    [desk.say('deskTeams:column.load'), html`${load} ${overdue}`],
    ...(helper.absence === null
      ? []
      : [[desk.say('deskTeams:column.away'), absenceWords(desk, helper.absence, opened)] as const]),
  ])}
  <p><a href="/desk/visits?helper=${helper.accountId}">${desk.say('deskTeams:visitsOf')}</a></p>
  ${late === 0 ? nothing : helper.isNudged ? html`<p class="hint">${desk.say('deskTeams:nudged')}</p>` : form(desk, helperPage, { act: 'nudge', button: desk.say('deskTeams:nudge', { name }) })}`;
}

function peopleTable(desk: DeskRequest, people: readonly HelpedPerson[], opened: Opened): Page {
  if (people.length === 0) return html`<p>${desk.say('deskTeams:noPeople')}</p>`;
  const columns = (['person', 'next', 'standIn'] as const).map((name) => desk.say(`deskTeams:column.${name}`));
  return table(
    desk.say('deskTeams:column.peopleOf'),
    columns,
    people.map((person) => [
      html`<a href="/desk/teams/people/${person.accountId}">${opened.name(person.accountId)}</a> ${stateOf(desk, person, opened)}`,
      person.next === null ? desk.say('deskTeams:noneDue') : nextVisit(desk, person.next, opened),
      person.standIns
        .filter(({ isSubstitute }) => isSubstitute)
        .map(({ accountId }) => opened.name(accountId))
        .join(', '),
    ]),
  );
}

function stateOf(desk: DeskRequest, { state, shielded, substituteFor }: HelpedPerson, opened: Opened): Page {
  return html`${state === 'asked' ? badge('soon', desk.say('deskTeams:asked')) : nothing}
    ${shielded ? badge('calm', desk.say('deskTeams:shielded')) : nothing}
    ${substituteFor === null ? nothing : badge('calm', desk.say('deskTeams:substituteFor', { name: opened.name(substituteFor) }))}`;
}

function nextVisit(desk: DeskRequest, visit: Visit, opened: Opened): Page {
  const on = visit.meetOn ?? visit.dueOn;
  const late = standing(visit, desk.today) === 'overdue';
  return html`<a href="/desk/visits/${visit.id}">${late ? badge('late', desk.say('deskTeams:lateDay', { date: opened.day(on, visit.provisional) })) : opened.by(on, visit.provisional)}</a>
    ${visit.kind === 'must' ? badge('urgent', desk.say('deskTeams:must')) : nothing}`;
}
