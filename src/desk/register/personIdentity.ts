import { html } from 'hono/html';
import type { Line } from '../../dialogue/parameter.ts';
import type { Page } from '../../http/page.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { facts, form } from '../frame/html.ts';
import { areaName, dayOf } from './names.ts';
import { personPage } from './personPage.ts';
import type { Shown } from './personParts.ts';
import type { DeskPerson, PersonRows } from './personRows.ts';
import { stateBadges } from './registerPage.ts';

interface ShownPerson extends Shown {
  readonly whole: boolean;
}

/** Who it is, as far as it is shown: name, number and address masked unless they are asked for. */
export function who(desk: DeskRequest, { person, names, whole }: ShownPerson, staying: readonly Line[]): Page {
  const { file } = person;
  const { accountId, areaId, releasedOn, helpedUntil } = file.person;
  const phone = names.references.phones.get(accountId);
  const lives = staying[0];
  return facts([
    [desk.say('deskFile:fact.name'), whole ? names.whole(accountId) : names.masked(accountId)],
    [
      desk.say('deskFile:fact.phone'),
      phone === undefined ? desk.say('format:noPhone') : whole ? phone : maskedPhone(phone),
    ],
    [
      desk.say('deskFile:fact.staying'),
      lives === undefined
        ? desk.say('deskFile:notSaid')
        : whole
          ? desk.render(lives, names.references)
          : desk.say('deskFile:masked'),
    ],
    [desk.say('deskFile:fact.area'), areaName(desk, areaId)],
    [desk.say('deskFile:fact.state'), html`${stateBadges(desk, { ...file.person, isJoined: file.isReached })}`],
    [desk.say('deskFile:fact.releasedOn'), releasedOn ?? desk.say('deskFile:notSaid')],
    [desk.say('deskFile:fact.helpedUntil'), helpedUntil ?? desk.say('deskFile:notSaid')],
    [desk.say('deskFile:fact.arrival'), arrivalFact(desk, person)],
    [desk.say('deskFile:fact.code'), codeFact(desk, person)],
  ]);
}

/** The last four digits are enough to ask whether it is still the same number. */
export function maskedPhone(phone: string): string {
  return `•••• ${phone.replace(/\D/g, '').slice(-4)}`;
}

function arrivalFact(desk: DeskRequest, { file: { arrival } }: DeskPerson): Page | string {
  if (arrival === null) return '';
  if (arrival.reportedAt === null)
    return html`${desk.say('deskRegister:arrivalBy', { date: arrival.dueOn })} ${form(desk, personPage, { act: 'cameInPerson', button: desk.say('arrivals:cameInPerson') })}`;
  const day = dayOf(new Date(arrival.reportedAt));
  return arrival.paperSeenAt === null
    ? html`${desk.say('deskFile:arrivedNoPaper', { date: day })} ${form(desk, personPage, { act: 'paperSeen', button: desk.say('arrivals:paperSeen') })}`
    : desk.say('deskFile:arrived', { date: day });
}

function codeFact(desk: DeskRequest, { code }: PersonRows): string {
  if (code === null) return desk.say('deskFile:code.none');
  if (code.usedAt !== null) return desk.say('deskFile:code.used', { date: dayOf(new Date(code.usedAt)) });
  return desk.say(new Date(code.expiresAt) > desk.now ? 'deskFile:code.open' : 'deskFile:code.over', {
    date: dayOf(new Date(code.expiresAt)),
  });
}
