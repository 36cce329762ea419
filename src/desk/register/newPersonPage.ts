import { html } from 'hono/html';
import * as z from 'zod';
import type { Page } from '../../http/page.ts';
import { hashName, hashPhone } from '../../secrets/onFile.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { dayField, idField, lineField, optionalDayField, optionalLineField, tickField } from '../fields.ts';
import { form, inputField, nothing, selectField, tickInput } from '../frame/html.ts';
import { act, type Notice, type PageRoute, type Refused } from '../route.ts';
import { areaName, fileLink, myStations, openNames } from './names.ts';

interface Alike {
  readonly here: readonly { readonly accountId: string; readonly personId: string; readonly areaId: string }[];
  readonly elsewhere: boolean;
}

const fields = z.object({
  name: lineField(40),
  releasedOn: dayField,
  area: idField,
  phone: optionalLineField(20),
  paperDay: optionalDayField,
  shielded: tickField,
  anyway: tickField,
});
type Filled = z.output<typeof fields>;

/** Somebody like that is on file already: who, and what was filled in. */
const warned = new WeakMap<DeskRequest, { readonly alike: Alike; readonly refused: Refused }>();
const registered = new WeakMap<DeskRequest, string>();

/** `/desk/register/new`: the questions of the chat on one page. */
export const newPersonPage: PageRoute = {
  path: '/desk/register/new',
  policy: ['coordinator'],
  acts: { register: act({ policy: ['coordinator'], fields, perform: register }) },
  show: async (desk, { refused }) => {
    const warning = warned.get(desk);
    const person = registered.get(desk);
    return {
      title: desk.say('deskRegister:new'),
      body: html`
        ${person === undefined ? nothing : html`<p><a class="button button-main" href="/desk/persons/${person}">${desk.say('deskRegister:toFile')}</a></p>`}
        ${warning === undefined ? nothing : await alikeList(desk, warning.alike)}
        ${form(desk, newPersonPage, { act: 'register', fields: formFields(desk, refused ?? warning?.refused, warning !== undefined), button: desk.say('register:confirm'), weight: 'main' })}`,
    };
  },
};

async function register(desk: DeskRequest, { anyway, ...draft }: Filled): Promise<Notice> {
  const alike = anyway ? { here: [], elsewhere: false } : await lookForAlike(desk, draft.name, draft.phone);
  if (alike.here.length > 0 || alike.elsewhere) {
    warned.set(desk, { alike, refused: { act: 'register', values: valuesOf(draft), errors: {} } });
    return { tone: 'refused', text: desk.say('deskRegister:alike') };
  }
  const { notice, changes } = await desk.takeWhole(
    { do: 'registerConfirm' },
    { name: 'reviewingPerson', draft, alike: { here: [], elsewhere: false } },
    3,
  );
  const made = changes.find((change) => change.fact === 'personRegistered');
  if (made !== undefined) registered.set(desk, made.person.id);
  else warned.set(desk, { alike, refused: { act: 'register', values: valuesOf(draft), errors: {} } });
  return notice;
}

async function lookForAlike(desk: DeskRequest, name: string, phone: string | null): Promise<Alike> {
  const { vault } = desk.deps;
  return desk.read<Alike>('desk_alike', {
    nameHash: await hashName(vault, name),
    phoneHash: await hashPhone(vault, phone),
  });
}

function valuesOf({
  name,
  releasedOn,
  area,
  phone,
  paperDay,
  shielded,
}: Omit<Filled, 'anyway'>): Readonly<Record<string, string>> {
  return {
    name,
    releasedOn,
    area,
    phone: phone ?? '',
    paperDay: paperDay ?? '',
    ...(shielded ? { shielded: 'yes' } : {}),
  };
}

async function alikeList(desk: DeskRequest, { here, elsewhere }: Alike): Promise<Page> {
  if (here.length === 0 && !elsewhere) return nothing;
  const names = await openNames(
    desk,
    here.map(({ accountId }) => accountId),
  );
  await desk.look(
    here.map(({ accountId }) => ({
      account: accountId,
      subject: null,
      action: 'listed',
      reason: 'file',
      fields: ['name'],
    })),
  );
  return html`<ul>
    ${here.map(({ accountId, personId, areaId }) => html`<li>${areaName(desk, areaId)}: ${fileLink(personId, names.masked(accountId))}</li>`)}
    ${elsewhere ? html`<li>${desk.say('register:alikeElsewhere')}</li>` : nothing}
  </ul>`;
}

function formFields(desk: DeskRequest, refused: Refused | undefined, isWarned: boolean): Page[] {
  const common = { act: 'register', refused };
  const stations = myStations(desk, ['coordinator']);
  return [
    inputField({ ...common, name: 'name', label: desk.say('deskRegister:field.name'), most: 40, required: true }),
    inputField({
      ...common,
      name: 'releasedOn',
      label: desk.say('deskRegister:field.releasedOn'),
      type: 'date',
      required: true,
    }),
    selectField({ ...common, name: 'area', label: desk.say('deskRegister:field.area'), options: stations }),
    inputField({
      ...common,
      name: 'phone',
      label: desk.say('deskRegister:field.phone'),
      hint: desk.say('deskRegister:phoneHint'),
      type: 'tel',
      most: 20,
    }),
    inputField({
      ...common,
      name: 'paperDay',
      label: desk.say('deskRegister:field.paperDay'),
      hint: desk.say('deskRegister:paperDayHint'),
      type: 'date',
    }),
    tickInput({ ...common, name: 'shielded', label: desk.say('ownData:registerShield') }),
    ...(isWarned ? [tickInput({ ...common, name: 'anyway', label: desk.say('deskRegister:anyway') })] : []),
  ];
}
