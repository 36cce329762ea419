import { html } from 'hono/html';
import * as z from 'zod';
import { closingReasons } from '../../people/closing.ts';
import { visitIntervals } from '../../visits/plan.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { choiceField, idField, noFields, optionalDayField, optionalLineField, tickField } from '../fields.ts';
import { form, nothing, section } from '../frame/html.ts';
import { act, type Notice, type PageRoute } from '../route.ts';
import { closingForm, correctForm, intervalForms, shieldForm } from './editForms.ts';
import { openNames } from './names.ts';
import { readPerson } from './personRows.ts';

/** In which version a file was when its form was made: what somebody else has changed since is looked at first. */
const versionField = z.coerce.number<string>().int().min(1);
const versions = { version: versionField, accountVersion: versionField };

/** `/desk/persons/:person/edit`: what is changed in a file. Each change is told to the person where they would expect it. */
export const editPage: PageRoute = {
  path: '/desk/persons/:person/edit',
  policy: ['coordinator', 'office'],
  acts: {
    correct: act({
      policy: ['coordinator', 'office'],
      fields: z.object({
        ...versions,
        name: optionalLineField(40),
        phone: optionalLineField(20),
        noPhone: tickField,
        area: z.union([z.literal(''), idField]).optional(),
        releasedOn: optionalDayField,
        paperDay: optionalDayField,
      }),
      perform: correct,
    }),
    visitInterval: act({
      policy: ['coordinator'],
      fields: z.object({ months: choiceField(['6', '3', '1']) }),
      perform: (desk, { months }) =>
        onAccount(desk, (account) => desk.take({ do: 'agreeVisits', account, months: monthsOf(months) })),
    }),
    checkInInterval: act({
      policy: ['coordinator'],
      fields: z.object({ months: choiceField(['1', '2', '3']) }),
      perform: (desk, { months }) =>
        onAccount(desk, (account) => desk.take({ do: 'agreeCheckIns', account, months: Number(months) })),
    }),
    shield: act({
      policy: ['coordinator'],
      fields: z.object({ on: choiceField(['yes', 'no']) }),
      perform: (desk, { on }) => onAccount(desk, (account) => desk.take({ do: 'shield', account, on: on === 'yes' })),
    }),
    reissue: act({
      policy: ['coordinator'],
      fields: noFields,
      perform: (desk) => onAccount(desk, (account) => desk.take({ do: 'reissue', account }, { name: 'menu' }, 3)),
    }),
    close: act({
      policy: ['coordinator', 'office'],
      fields: z.object({ version: versionField, reason: choiceField(closingReasons) }),
      perform: (desk, { version, reason }) =>
        onAccount(desk, (account) => desk.take({ do: 'proposeClosing', account, version, reason })),
    }),
    reopen: act({
      policy: ['coordinator', 'office'],
      fields: z.object({ version: versionField }),
      perform: (desk, { version }) => onAccount(desk, (account) => desk.take({ do: 'reopenFile', account, version })),
    }),
  },
  show: async (desk, { refused }) => {
    const person = await readPerson(desk, desk.path('person'));
    if (person === undefined) return undefined;
    const { accountId } = person.file.person;
    const names = await openNames(desk, [accountId]);
    await desk.look([
      { account: accountId, subject: null, action: 'shown', reason: 'file', fields: ['arrival', 'intervals'] },
    ]);
    return {
      title: desk.say('deskFile:editTitle', { name: names.masked(accountId) }),
      body: html`<p><a href="/desk/persons/${desk.path('person')}">${desk.say('deskFile:back')}</a></p>
        <div class="columns"><div>${section(desk.say('deskFile:part.correct'), correctForm(desk, person, refused))}
          ${section(desk.say('deskFile:part.code'), [html`<p>${desk.say('deskFile:reissueHint')}</p>`, form(desk, editPage, { act: 'reissue', button: desk.say('roster:reissue') })])}</div>
        <div>${desk.has('coordinator') ? section(desk.say('deskFile:part.intervals'), intervalForms(desk, person)) : nothing}
          ${desk.has('coordinator') ? section(desk.say('deskFile:part.shield'), shieldForm(desk, person)) : nothing}
          ${section(desk.say('deskFile:part.closing'), closingForm(desk, person, refused))}</div></div>`,
    };
  },
};

function monthsOf(text: string): (typeof visitIntervals)[number] {
  return visitIntervals.find((months) => String(months) === text) ?? 6;
}

async function onAccount(desk: DeskRequest, then: (account: string) => Promise<Notice>): Promise<Notice> {
  const person = await readPerson(desk, desk.path('person'));
  return person === undefined
    ? { tone: 'refused', text: desk.say('common:notYours') }
    : then(person.file.person.accountId);
}

interface Corrected {
  readonly version: number;
  readonly accountVersion: number;
  readonly name: string | null;
  readonly phone: string | null;
  readonly noPhone: boolean;
  readonly area?: string | undefined;
  readonly releasedOn: string | null;
  readonly paperDay: string | null;
}

function correct(
  desk: DeskRequest,
  { version, accountVersion, name, phone, noPhone, area, releasedOn, paperDay }: Corrected,
): Promise<Notice> {
  const correction = {
    ...(name === null ? {} : { name }),
    ...(noPhone ? { phone: null } : phone === null ? {} : { phone }),
    ...(area === undefined || area === '' ? {} : { area }),
    ...(releasedOn === null ? {} : { releasedOn }),
    ...(paperDay === null ? {} : { paperDay }),
  };
  return onAccount(desk, (account) => desk.take({ do: 'correctFile', account, version, accountVersion, correction }));
}
