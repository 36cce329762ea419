/** What a file shows of what has been: check-ins, what was agreed to, and the days of all that happened. */
import { html } from 'hono/html';
import type { Page } from '../../http/page.ts';
import type { MessageKey } from '../../i18n/keys.ts';
import type { KindId } from '../../referrals/kinds.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { badge, nothing, section } from '../frame/html.ts';
import { dayOf, departmentName } from './names.ts';
import type { Shown } from './personParts.ts';
import type { DeskPerson, Happened } from './personRows.ts';

export function checkInsPart(desk: DeskRequest, { checkIns, file }: DeskPerson): Page {
  const paused = file.person.remindersPausedAt === null ? nothing : html`<p>${desk.say('deskFile:paused')}</p>`;
  return section(desk.say('deskFile:part.checkIns'), [
    paused,
    checkIns.length === 0
      ? html`<p>${desk.say('deskFile:noCheckIns')}</p>`
      : html`<ul class="plain">${checkIns.map(
          ({
            opensOn,
            state,
            feeling,
            callMe,
          }) => html`<li>${opensOn} · ${feeling === null ? desk.say(`deskFile:checkIn.${state}`) : desk.say(`checkIn:feeling.${feeling}`)}
            ${callMe ? badge('soon', desk.say('deskFile:callMe')) : nothing}</li>`,
        )}</ul>`,
  ]);
}

export function consentsPart(desk: DeskRequest, { person: { consents }, names }: Shown): Page {
  if (consents.length === 0)
    return section(desk.say('deskFile:part.consents'), html`<p>${desk.say('deskFile:noConsents')}</p>`);
  return section(
    desk.say('deskFile:part.consents'),
    html`<ul class="plain">${consents.map(
      ({ purpose, kind, departmentId, accountId, givenAt, withdrawnAt, spokenTo }) => {
        const values = {
          kind: kind === null ? '' : desk.say(`kinds:${kind}.name`),
          department: departmentId === null ? '' : departmentName(desk, departmentId),
          helper: accountId === null ? '' : names.whole(accountId),
        };
        return html`<li>${dayOf(new Date(givenAt))} · ${desk.say(`deskFile:consent.${purpose}`, values)}
        ${spokenTo === null ? nothing : desk.say('deskFile:spokenTo', { helper: names.whole(spokenTo) })}
        ${withdrawnAt === null ? nothing : badge('calm', desk.say('deskFile:stoppedOn', { date: dayOf(new Date(withdrawnAt)) }))}</li>`;
      },
    )}</ul>`,
  );
}

export function timelinePart(desk: DeskRequest, { person: { timeline, file }, names }: Shown): Page {
  return section(
    desk.say('deskFile:part.timeline'),
    html`<ol class="timeline">${timeline.map((event) => {
      const by =
        event.by === null
          ? ''
          : event.by === file.person.accountId
            ? desk.say('deskFile:themselves')
            : names.whole(event.by);
      return html`<li><time datetime="${event.at}">${dayOf(new Date(event.at))}</time> ${[saidOf(desk, event), aboutOf(desk, event), event.number ?? '', by].filter((part) => part !== '').join(' · ')}</li>`;
    })}</ol>`,
  );
}

const keys: Readonly<Record<string, MessageKey>> = {
  registered: 'deskFile:happened.registered',
  arrived: 'deskFile:happened.arrived',
  paperSeen: 'deskFile:happened.paperSeen',
  'visit.met': 'deskFile:happened.met',
  'visit.notMet': 'deskFile:happened.notMet',
  'visit.rescheduled': 'deskFile:happened.rescheduled',
  requested: 'deskFile:happened.requested',
  'request.claimed': 'deskFile:happened.claimed',
  'request.passedOn': 'deskFile:happened.passedOn',
  'request.refused': 'deskFile:happened.refused',
  'request.closed': 'deskFile:happened.closed',
  'request.withdrawn': 'deskFile:happened.withdrawn',
  'request.reopened': 'deskFile:happened.reopened',
  agreed: 'deskFile:happened.agreed',
  stopped: 'deskFile:happened.stopped',
  checkedIn: 'deskFile:happened.checkedIn',
  helperCame: 'deskFile:happened.helperCame',
  helperLeft: 'deskFile:happened.helperLeft',
  hardship: 'deskFile:happened.hardship',
  closingProposed: 'deskFile:happened.closingProposed',
  'closing.approved': 'deskFile:happened.closingApproved',
  'closing.refused': 'deskFile:happened.closingRefused',
  'closing.withdrawn': 'deskFile:happened.closingWithdrawn',
  periodEnded: 'deskFile:happened.periodEnded',
  merged: 'deskFile:happened.merged',
};

function saidOf(desk: DeskRequest, { what }: Happened): string {
  const key = keys[what];
  return key === undefined ? what : desk.say(key);
}

/** What it was about, in words: a kind of request, a way of meeting, a purpose, a reason. */
function aboutOf(desk: DeskRequest, { what, about }: Happened): string {
  if (about === null) return '';
  if (what === 'requested' || what.startsWith('request.')) return desk.say(`kinds:${about as KindId}.name`);
  if (what.startsWith('visit.')) return desk.say(`visits:way.${about as 'home'}`);
  if (what === 'hardship') return desk.say(`reports:trigger.${about as 'hardship'}`);
  if (what.startsWith('closing')) return desk.say(`deskFile:reason.${about as 'moved'}`);
  return desk.say(`deskFile:purpose.${about as 'contact'}`);
}
