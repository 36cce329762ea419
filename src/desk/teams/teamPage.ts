import { html } from 'hono/html';
import * as z from 'zod';
import type { Candidate } from '../../dialogue/registerFound.ts';
import type { Page } from '../../http/page.ts';
import { checkInIntervals } from '../../people/checkIn.ts';
import type { PersonFile, TeamMember } from '../../people/personFile.ts';
import { type PersonFileRows, personFileFrom } from '../../turn/personFile.ts';
import { absenceFrom } from '../../turn/searchRegister.ts';
import { visitIntervals } from '../../visits/plan.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { idField } from '../fields.ts';
import { badge, facts, form, hiddenField, nothing, section, selectField, table } from '../frame/html.ts';
import { Opened } from '../names.ts';
import { act, type PageRoute, type Refused } from '../route.ts';
import { absenceWords } from './absenceWords.ts';
import { candidateWords } from './candidateWords.ts';

interface TeamRows {
  readonly file: PersonFileRows;
  readonly candidates: readonly Candidate[];
  readonly absences: Readonly<Record<string, unknown>>;
}

const policy = ['coordinator'] as const;
const months = <const Months extends readonly number[]>(choices: Months) =>
  z.coerce.number().pipe(z.union(choices.map((each) => z.literal(each as Months[number]))));
const personOf = (desk: DeskRequest) => desk.path('account');

/** `/desk/teams/people/:account`: the helpers around one person, and what was agreed. */
export const teamPage: PageRoute = {
  path: '/desk/teams/people/:account',
  policy,
  acts: {
    setHelper: act({
      policy,
      fields: z.object({ helper: idField, instead: z.union([z.literal(''), idField]) }),
      perform: (desk, { helper, instead }) =>
        desk.take({ do: 'setHelper', account: personOf(desk), helper, instead: instead === '' ? null : instead }),
    }),
    removeHelper: act({
      policy,
      fields: z.object({ member: idField }),
      perform: (desk, { member }) => desk.take({ do: 'removeHelper', account: personOf(desk), member }),
    }),
    agreeVisits: act({
      policy,
      fields: z.object({ months: months(visitIntervals) }),
      perform: (desk, input) => desk.take({ do: 'agreeVisits', account: personOf(desk), months: input.months }),
    }),
    agreeCheckIns: act({
      policy,
      fields: z.object({ months: months(checkInIntervals) }),
      perform: (desk, input) => desk.take({ do: 'agreeCheckIns', account: personOf(desk), months: input.months }),
    }),
  },
  show: async (desk, { refused }) => {
    const account = personOf(desk);
    if (!z.uuid().safeParse(account).success) return undefined;
    const rows = await desk.read<TeamRows | null>('desk_team_of', { accountId: account });
    if (rows === null) return undefined;
    const file = personFileFrom(rows.file);
    const opened = await Opened.of(desk, [
      account,
      ...file.team.flatMap(({ accountId, substituteFor }) => [accountId, substituteFor]),
      ...rows.candidates.map(({ accountId }) => accountId),
      ...Object.values(rows.absences).map((row) => absenceFrom(row)?.substituteId ?? null),
    ]);
    await desk.look([
      { account, subject: null, action: 'shown', reason: 'file', fields: ['name', 'helpers', 'visits', 'intervals'] },
    ]);
    return {
      title: desk.say('deskTeams:teamTitle', { name: opened.name(account) }),
      body: html`${members(desk, file, rows, opened)}
        <div class="columns">
          ${section(desk.say('deskTeams:add'), adding(desk, file, rows.candidates, opened, refused))}
          ${section(desk.say('deskTeams:intervals'), intervals(desk, file, opened, refused))}
        </div>
        <p><a href="/desk/persons/${account}/looks">${desk.say('deskTeams:looks')}</a></p>`,
    };
  },
};

function members(desk: DeskRequest, file: PersonFile, rows: TeamRows, opened: Opened): Page {
  if (file.team.length === 0) return html`<p>${badge('late', desk.say('deskTeams:nobodyYet'))}</p>`;
  return table(
    desk.say('deskTeams:members'),
    (['helper', 'away', 'act'] as const).map((name) => desk.say(`deskTeams:column.${name}`)),
    file.team.map((member) => [
      html`<a href="/desk/teams/${member.accountId}">${opened.name(member.accountId)}</a> ${kindOf(desk, member, opened)}`,
      absenceWords(desk, absenceFrom(rows.absences[member.accountId]), opened),
      form(desk, teamPage, {
        act: 'removeHelper',
        fields: hiddenField('member', member.id),
        button: desk.say('deskTeams:remove'),
        about: desk.say('deskTeams:removeOne', { name: opened.name(member.accountId) }),
        weight: 'grave',
      }),
    ]),
  );
}

function kindOf(desk: DeskRequest, { state, isVolunteer, substituteFor }: TeamMember, opened: Opened): Page {
  return html`${isVolunteer ? badge('calm', desk.say('deskTeams:volunteer')) : nothing}
    ${state === 'asked' ? badge('soon', desk.say('deskTeams:asked')) : nothing}
    ${substituteFor === null ? nothing : badge('calm', desk.say('deskTeams:substituteFor', { name: opened.name(substituteFor) }))}`;
}

function adding(
  desk: DeskRequest,
  file: PersonFile,
  candidates: readonly Candidate[],
  opened: Opened,
  refused: Refused | undefined,
): Page {
  if (file.person.shielded) return html`<p>${desk.say('ownData:shieldedNoHelper')}</p>`;
  const around = new Set(file.team.map(({ accountId }) => accountId));
  const free = candidates.filter(({ accountId }) => !around.has(accountId));
  if (free.length === 0) return html`<p>${desk.say('deskTeams:noCandidates')}</p>`;
  return form(desk, teamPage, {
    act: 'setHelper',
    weight: 'main',
    button: desk.say('deskTeams:addButton'),
    fields: html`${selectField({
      act: 'setHelper',
      name: 'helper',
      label: desk.say('deskTeams:whom'),
      hint: desk.say('deskTeams:introduced'),
      refused,
      options: free.map((each) => ({ value: each.accountId, label: candidateWords(desk, each, opened) })),
    })}
    ${selectField({
      act: 'setHelper',
      name: 'instead',
      label: desk.say('deskTeams:instead'),
      refused,
      options: [
        { value: '', label: desk.say('deskTeams:insteadNobody') },
        ...file.team.map(({ id, accountId }) => ({ value: id, label: opened.name(accountId) })),
      ],
    })}`,
  });
}

function intervals(desk: DeskRequest, file: PersonFile, opened: Opened, refused: Refused | undefined): Page {
  const { visitEveryMonths, checkInEveryMonths } = file.person;
  const [next] = file.visits;
  const choose = (
    name: 'agreeVisits' | 'agreeCheckIns',
    label: string,
    choices: readonly (1 | 2 | 3 | 6)[],
    now: number,
  ) =>
    form(desk, teamPage, {
      act: name,
      button: desk.say('deskTeams:agree'),
      about: `${desk.say('deskTeams:agree')}: ${label}`,
      fields: selectField({
        act: name,
        name: 'months',
        label,
        refused,
        value: String(now),
        options: choices.map((each) => ({ value: String(each), label: desk.say(`teams:every.${each}`) })),
      }),
    });
  return html`${facts([
    [
      desk.say('deskTeams:column.next'),
      next === undefined ? desk.say('deskTeams:noneDue') : opened.day(next.dueOn, next.provisional),
    ],
  ])}
  ${choose('agreeVisits', desk.say('deskTeams:visitInterval'), visitIntervals, visitEveryMonths)}
  ${choose('agreeCheckIns', desk.say('deskTeams:checkInInterval'), checkInIntervals, checkInEveryMonths)}`;
}
