import { html } from 'hono/html';
import * as z from 'zod';
import { line } from '../../dialogue/parameter.ts';
import type { Page } from '../../http/page.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { choiceField, noFields } from '../fields.ts';
import { form, nothing, section, selectField } from '../frame/html.ts';
import { act, type PageRoute, type Refused } from '../route.ts';
import { dayOf, openNames } from './names.ts';
import { idIn } from './paging.ts';
import { checkInsPart, consentsPart, timelinePart } from './personHistory.ts';
import { who } from './personIdentity.ts';
import { checklist, needsPart, requestsPart, teamPart, visitsPart } from './personParts.ts';
import { type DeskPerson, readPerson } from './personRows.ts';

/** For what identity data is shown in full: the person is told it among who looked. */
export const unmaskReasons = ['call', 'visit', 'arrival', 'request', 'file'] as const;

/** Requests that asked for the full data: it is on their answer alone. */
const unmasked = new WeakMap<DeskRequest, (typeof unmaskReasons)[number]>();

/** `/desk/persons/:person`: one person's file. Name, number and address are masked. */
export const personPage: PageRoute = {
  path: '/desk/persons/:person',
  policy: ['coordinator', 'office'],
  acts: {
    unmask: act({
      policy: ['coordinator', 'office'],
      stepUp: true,
      fields: z.object({ reason: choiceField(unmaskReasons) }),
      perform: async (desk, { reason }) => {
        unmasked.set(desk, reason);
        return { tone: 'done', text: desk.say('deskFile:unmasked') };
      },
    }),
    cameInPerson: act({
      policy: ['coordinator'],
      fields: noFields,
      perform: (desk) => onAccount(desk, (account) => desk.take({ do: 'cameInPerson', account })),
    }),
    paperSeen: act({
      policy: ['coordinator'],
      fields: noFields,
      perform: (desk) => onAccount(desk, (account) => desk.take({ do: 'paperSeen', account })),
    }),
    decide: act({
      policy: ['coordinator', 'office'],
      fields: z.object({ closing: z.uuid(), decision: choiceField(['yes', 'no']) }),
      perform: (desk, { closing, decision }) =>
        desk.take({ do: 'decideClosing', closing, approved: decision === 'yes' }),
    }),
  },
  show: async (desk, { refused }) => {
    const person = await readPerson(desk, desk.path('person'));
    if (person === undefined) return undefined;
    const reason = unmasked.get(desk);
    const { file } = person;
    const account = file.person.accountId;
    const whole = reason !== undefined;
    const others = othersIn(person);
    const staying =
      file.arrival?.hasStaying === true ? [line('ownData:staying', { staying: { staying: account } })] : [];
    const notes = person.records.flatMap(({ id, hasNote }) =>
      hasNote ? [line('ownData:note', { helper: { number: '' }, note: { note: id } })] : [],
    );
    const names = await openNames(
      desk,
      [account, ...others],
      [line('visits:phone', { phone: { phone: account } }), ...(whole ? staying : []), ...notes],
    );
    await desk.look([
      {
        account,
        subject: null,
        action: 'shown',
        reason: reason ?? 'file',
        fields: [
          ...(whole ? (['name', 'phone', 'staying'] as const) : []),
          'arrival',
          'helpers',
          'visits',
          'needs',
          'triggers',
          'requests',
          'intervals',
          'consents',
          'checkIns',
          ...(notes.length > 0 ? (['words'] as const) : []),
        ],
      },
    ]);
    const shown = { person, names, whole };
    return {
      title: whole ? names.whole(account) : names.masked(account),
      body: html`
        <p><a href="/desk/register">${desk.say('deskFile:toRegister')}</a></p>
        ${closingPart(desk, person)}
        <div class="columns">
          <div>${section(desk.say('deskFile:part.who'), [who(desk, shown, staying), unmaskForm(desk, whole, refused)])}
            ${section(desk.say('deskFile:part.fourOnes'), checklist(desk, person))}
            ${teamPart(desk, shown)} ${needsPart(desk, shown)}</div>
          <div>${requestsPart(desk, person)} ${visitsPart(desk, shown)} ${checkInsPart(desk, person)} ${consentsPart(desk, shown)}</div>
        </div>
        ${timelinePart(desk, shown)}`,
    };
  },
};

/** Everybody else whose name the file says. */
function othersIn({ file, records, consents, timeline, closing }: DeskPerson): string[] {
  const ids = [
    ...file.team.map(({ accountId }) => accountId),
    ...records.map(({ byAccount }) => byAccount),
    ...file.needs.map(({ statedBy }) => statedBy),
    ...file.triggers.map(({ reportedBy }) => reportedBy),
    ...consents.flatMap(({ accountId, spokenTo }) => [accountId, spokenTo]),
    ...timeline.map(({ by }) => by),
    closing?.proposedBy ?? null,
  ];
  return [...new Set(ids.filter((id): id is string => id !== null))];
}

function unmaskForm(desk: DeskRequest, whole: boolean, refused: Refused | undefined): Page {
  const id = desk.path('person');
  return html`${
    whole
      ? nothing
      : form(desk, personPage, {
          act: 'unmask',
          fields: selectField({
            act: 'unmask',
            name: 'reason',
            label: desk.say('deskFile:unmaskWhy'),
            hint: desk.say('deskFile:unmaskHint'),
            refused,
            options: unmaskReasons.map((value) => ({ value, label: desk.say(`deskFile:unmaskReason.${value}`) })),
          }),
          button: desk.say('deskFile:unmask'),
        })
  }
  <p><a class="button button-plain" href="/desk/persons/${id}/edit">${desk.say('deskFile:edit')}</a></p>`;
}

/** A proposal to close the file: whoever made it can take it back, anybody else decides. */
function closingPart(desk: DeskRequest, { closing }: DeskPerson): Page {
  if (closing === null) return nothing;
  const isOwn = closing.proposedBy === desk.actor.accountId;
  const decide = (decision: 'yes' | 'no', button: string) =>
    form(desk, personPage, {
      act: 'decide',
      fields: html`<input type="hidden" name="closing" value="${closing.id}"><input type="hidden" name="decision" value="${decision}">`,
      button,
      weight: decision === 'yes' ? 'grave' : 'plain',
    });
  return section(desk.say('deskFile:part.closing'), [
    html`<p>${desk.say('deskFile:closingShown', { reason: desk.say(`deskFile:reason.${closing.reason}`), date: dayOf(new Date(closing.proposedAt)) })}</p>`,
    isOwn
      ? html`<p>${desk.say('deskFile:closingOwn')}</p>${decide('no', desk.say('deskFile:takeBack'))}`
      : html`<div class="row">${decide('yes', desk.say('deskFile:closingYes'))}${decide('no', desk.say('deskFile:closingNo'))}</div>`,
  ]);
}

async function onAccount<Result>(
  desk: DeskRequest,
  then: (account: string) => Promise<Result>,
): Promise<Result | { tone: 'refused'; text: string }> {
  const id = idIn(desk.path('person'));
  const person = id === null ? undefined : await readPerson(desk, id);
  return person === undefined
    ? { tone: 'refused', text: desk.say('common:notYours') }
    : then(person.file.person.accountId);
}
