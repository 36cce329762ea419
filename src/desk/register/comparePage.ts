import { html } from 'hono/html';
import * as z from 'zod';
import { line } from '../../dialogue/parameter.ts';
import type { Page } from '../../http/page.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { form, hiddenField, section, table } from '../frame/html.ts';
import { act, type Notice, type PageRoute } from '../route.ts';
import { areaName, dayOf, type Names, openNames } from './names.ts';
import { maskedPhone } from './personIdentity.ts';
import { type DeskPerson, readPerson } from './personRows.ts';
import { stateBadges } from './registerPage.ts';

const versionField = z.coerce.number<string>().int().min(1);

/** `/desk/persons/:person/merge/:other`: two files side by side, and the way to make one of them. */
export const comparePage: PageRoute = {
  path: '/desk/persons/:person/merge/:other',
  policy: ['coordinator', 'office'],
  acts: {
    merge: act({
      policy: ['coordinator', 'office'],
      stepUp: true,
      fields: z.object({ keepVersion: versionField, goneVersion: versionField }),
      perform: merge,
    }),
  },
  show: async (desk) => {
    if (desk.path('person') === desk.path('other')) return undefined;
    const keep = await readPerson(desk, desk.path('person'));
    const gone = await readPerson(desk, desk.path('other'));
    if (keep === undefined || gone === undefined) return undefined;
    const accounts = [keep, gone].map(({ file }) => file.person.accountId);
    const names = await openNames(
      desk,
      accounts,
      accounts.map((account) => line('visits:phone', { phone: { phone: account } })),
    );
    await desk.look(
      accounts.map((account) => ({
        account,
        subject: null,
        action: 'shown',
        reason: 'file',
        fields: ['name', 'arrival', 'helpers', 'visits', 'needs', 'requests'],
      })),
    );
    return { title: desk.say('deskFile:merge'), body: body(desk, keep, gone, names) };
  },
};

async function merge(
  desk: DeskRequest,
  { keepVersion, goneVersion }: { keepVersion: number; goneVersion: number },
): Promise<Notice | Response> {
  const keep = await readPerson(desk, desk.path('person'));
  const gone = await readPerson(desk, desk.path('other'));
  if (keep === undefined || gone === undefined) return { tone: 'refused', text: desk.say('common:notYours') };
  return desk.take({
    do: 'mergeFiles',
    keep: keep.file.person.accountId,
    keepVersion,
    gone: gone.file.person.accountId,
    goneVersion,
  });
}

function body(desk: DeskRequest, keep: DeskPerson, gone: DeskPerson, names: Names): Page {
  const one = keep.file.person;
  const other = gone.file.person;
  return html`
    <p>${desk.say('deskFile:mergeHint')}</p>
    ${table(
      desk.say('deskFile:mergeCaption'),
      [desk.say('deskFile:column.what'), desk.say('deskFile:keeps'), desk.say('deskFile:goes')],
      rowsOf(desk, names).map(([label, show]) => [label, show(keep), show(gone)]),
    )}
    <p class="row"><a class="button button-plain" href="/desk/persons/${one.id}">${desk.say('deskFile:openKept')}</a>
      <a class="button button-plain" href="/desk/persons/${other.id}/merge/${one.id}">${desk.say('deskFile:otherWayRound')}</a></p>
    ${section(
      desk.say('deskFile:part.merge'),
      form(desk, comparePage, {
        act: 'merge',
        fields: [
          html`<p>${desk.say('deskFile:mergeWhat')}</p>`,
          hiddenField('keepVersion', String(one.version)),
          hiddenField('goneVersion', String(other.version)),
        ],
        button: desk.say('deskFile:mergeNow'),
        weight: 'grave',
      }),
    )}`;
}

type Shows = (person: DeskPerson) => Page | string;

function rowsOf(desk: DeskRequest, names: Names): [string, Shows][] {
  const count = (list: readonly unknown[]) => String(list.length);
  return [
    [desk.say('deskFile:fact.name'), ({ file }) => names.masked(file.person.accountId)],
    [
      desk.say('deskFile:fact.phone'),
      ({ file }) => {
        const phone = names.references.phones.get(file.person.accountId);
        return phone === undefined ? desk.say('format:noPhone') : maskedPhone(phone);
      },
    ],
    [desk.say('deskFile:fact.area'), ({ file }) => areaName(desk, file.person.areaId)],
    [
      desk.say('deskFile:fact.state'),
      ({ file }) => html`${stateBadges(desk, { ...file.person, isJoined: file.isReached })}`,
    ],
    [desk.say('deskFile:fact.releasedOn'), ({ file }) => file.person.releasedOn ?? desk.say('deskFile:notSaid')],
    [
      desk.say('deskFile:fact.registered'),
      ({ timeline }) => dayOf(new Date(timeline.find(({ what }) => what === 'registered')?.at ?? desk.now)),
    ],
    [desk.say('deskFile:part.team'), ({ file }) => count(file.team)],
    [desk.say('deskFile:part.requests'), ({ requests }) => count(requests)],
    [desk.say('deskFile:part.visits'), ({ records }) => count(records)],
    [desk.say('deskFile:part.checkIns'), ({ checkIns }) => count(checkIns)],
    [desk.say('deskFile:part.needs'), ({ file }) => String(file.needs.length + file.triggers.length)],
    [desk.say('deskFile:part.consents'), ({ consents }) => count(consents)],
  ];
}
