/** What a file shows of how things stand: the four ones, the team, needs, requests and visits. */
import { html } from 'hono/html';
import { line } from '../../dialogue/parameter.ts';
import type { Page } from '../../http/page.ts';
import { fourOnes, fourOnesOf } from '../../people/fourOnes.ts';
import type { VisitRecord } from '../../visits/visit.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { badge, nothing, section, table, words } from '../frame/html.ts';
import { dayOf, departmentName, type Names } from './names.ts';
import type { DeskPerson } from './personRows.ts';

export interface Shown {
  readonly person: DeskPerson;
  readonly names: Names;
}

/** What this program does not keep yet it does not claim to know. */
export function checklist(desk: DeskRequest, { file }: DeskPerson): Page {
  const states = fourOnesOf(file, desk.today);
  const tone = { there: 'done', missing: 'late', unknown: 'calm' } as const;
  return html`<ul class="plain">${fourOnes.map(
    (one) =>
      html`<li>${badge(tone[states[one]], desk.say(`deskFile:one.${states[one]}`))} ${desk.say(`deskFile:four.${one}`)}</li>`,
  )}</ul>`;
}

export function teamPart(desk: DeskRequest, { person: { file }, names }: Shown): Page {
  const { person, team } = file;
  return section(desk.say('deskFile:part.team'), [
    team.length === 0
      ? html`<p>${desk.say('roster:nobody')}</p>`
      : html`<ul class="plain">${team.map(
          ({ accountId, state, isVolunteer, substituteFor }) => html`<li>${names.whole(accountId)}
            ${isVolunteer ? badge('calm', desk.say('deskFile:volunteer')) : nothing}
            ${substituteFor === null ? nothing : badge('calm', desk.say('deskFile:standsIn'))}
            ${state === 'asked' ? badge('soon', desk.say('deskFile:asked')) : nothing}</li>`,
        )}</ul>`,
    html`<p class="hint">${desk.say('roster:intervals', { visits: String(person.visitEveryMonths), checkIns: String(person.checkInEveryMonths) })}</p>`,
  ]);
}

export function needsPart(desk: DeskRequest, { person: { file }, names }: Shown): Page {
  const { needs, triggers, person } = file;
  if (needs.length + triggers.length === 0)
    return section(desk.say('deskFile:part.needs'), html`<p>${desk.say('deskFile:noNeeds')}</p>`);
  const by = (account: string) =>
    account === person.accountId ? desk.say('deskFile:themselves') : names.whole(account);
  return section(
    desk.say('deskFile:part.needs'),
    table(
      desk.say('deskFile:needsCaption'),
      [
        desk.say('deskFile:column.what'),
        desk.say('deskFile:column.saidBy'),
        desk.say('deskFile:column.since'),
        desk.say('deskFile:column.until'),
      ],
      [
        ...needs.map(({ kind, statedBy, statedAt, endsOn }) => [
          desk.say(`visits:need.${kind}`),
          by(statedBy),
          dayOf(new Date(statedAt)),
          endsOn,
        ]),
        ...triggers.map(({ kind, reportedBy, reportedAt, urgent }) => [
          html`${desk.say(`reports:trigger.${kind}`)} ${urgent ? badge('urgent', desk.say('deskToday:urgent')) : nothing}`,
          by(reportedBy),
          dayOf(new Date(reportedAt)),
          desk.say('deskFile:untilVisit'),
        ]),
      ],
    ),
  );
}

/** States and days. What a person and a department say to each other is theirs. */
export function requestsPart(desk: DeskRequest, { requests }: DeskPerson): Page {
  if (requests.length === 0)
    return section(desk.say('deskFile:part.requests'), html`<p>${desk.say('deskFile:noRequests')}</p>`);
  const isOpen = (state: string) => ['new', 'claimed', 'waitingForPerson', 'answered'].includes(state);
  return section(
    desk.say('deskFile:part.requests'),
    table(
      desk.say('deskFile:requestsCaption'),
      (['what', 'number', 'department', 'state', 'due'] as const).map((column) =>
        desk.say(`deskFile:column.${column}`),
      ),
      requests.map(({ kind, number, departmentId, state, expectedOn, provisional, urgent, pausedOn }) => [
        html`${desk.say(`kinds:${kind}.name`)} ${urgent ? badge('urgent', desk.say('deskToday:urgent')) : nothing}`,
        number,
        departmentName(desk, departmentId),
        desk.say(`queue:state.${state}`),
        isOpen(state)
          ? badge(
              pausedOn === null && expectedOn < desk.today && state !== 'answered' ? 'late' : 'calm',
              provisional ? desk.say('format:provisional', { date: expectedOn }) : expectedOn,
            )
          : expectedOn,
      ]),
    ),
  );
}

export function visitsPart(desk: DeskRequest, { person: { visits, records }, names }: Shown): Page {
  const due = visits.filter(({ state }) => state === 'due').toReversed();
  return section(desk.say('deskFile:part.visits'), [
    due.length === 0
      ? html`<p>${desk.say('roster:noVisit')}</p>`
      : html`<ul class="plain">${due.map(
          ({
            kind,
            dueOn,
            meetOn,
            answer,
          }) => html`<li>${badge(dueOn < desk.today ? 'late' : 'calm', dueOn)} ${desk.say(`deskFile:visit.${kind}`)}
            ${meetOn === null ? nothing : desk.say('deskFile:meetOn', { date: meetOn })} ${answer === null ? nothing : desk.say(`visits:answer.${answer}`)}</li>`,
        )}</ul>`,
    records.length === 0
      ? html`<p>${desk.say('ownData:recordsNone')}</p>`
      : html`<ul class="plain">${records.map((record) => recordItem(desk, record, names))}</ul>`,
  ]);
}

function recordItem(desk: DeskRequest, record: VisitRecord, names: Names): Page {
  const { id, happenedOn, outcome, how, reason, byAccount, hasNote } = record;
  return html`<li>${happenedOn} · ${names.whole(byAccount)} · ${desk.say(`deskFile:outcome.${outcome}`)}
    ${how === null ? nothing : html`· ${desk.say(`visits:way.${how}`)}`} ${reason === null ? nothing : html`· ${desk.say(`visits:reason.${reason}`)}`}
    ${hasNote ? words(desk.render(line('deskFile:note', { note: { note: id } }), names.references)) : nothing}</li>`;
}
