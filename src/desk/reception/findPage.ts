import { html } from 'hono/html';
import * as z from 'zod';
import type { Page } from '../../http/page.ts';
import { hashName, hashPhone } from '../../secrets/onFile.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { lineField } from '../fields.ts';
import { form, inputField, section } from '../frame/html.ts';
import { act, type PageRoute, type Refused, type Shown } from '../route.ts';
import { findReceived, isReception, type Received } from './received.ts';

/** Where a coordinator registers somebody who has no file yet. */
const registerAddress = '/desk/register/new';

const numberField = z
  .string()
  .transform((text) => text.normalize('NFKC').replace(/\D/g, ''))
  .pipe(z.string().regex(/^\d{9}$/, 'deskReception:wantedNumber'));

/** `/desk/reception`: whose file it is. Nobody is listed; one exact match, or none. */
export const findPage: PageRoute = {
  path: '/desk/reception',
  policy: ['staff', 'coordinator'],
  acts: {
    findNumber: act({
      policy: ['staff', 'coordinator'],
      fields: z.object({ number: numberField }),
      perform: async (desk, { number }) =>
        goTo(desk, await findIfReception(desk, { digits: number }), 'findNumber', { number }),
    }),
    findName: act({
      policy: ['staff', 'coordinator'],
      fields: z.object({ name: lineField(40), phone: lineField(30) }),
      perform: async (desk, { name, phone }) => {
        const { vault } = desk.deps;
        const [nameHash, phoneHash] = await Promise.all([hashName(vault, name), hashPhone(vault, phone)]);
        const found = phoneHash === null ? undefined : await findIfReception(desk, { nameHash, phoneHash });
        return goTo(desk, found, 'findName', { name, phone });
      },
    }),
  },
  show: async (desk, { refused, kept }) => {
    if (!isReception(desk)) return undefined;
    const entered = refused ?? (kept === undefined ? undefined : { ...kept, errors: {} });
    return {
      title: desk.say('deskReception:title'),
      body: html`<p>${desk.say('deskReception:intro')}</p>
        ${kept === undefined ? '' : notOnFile(desk)}
        <div class="columns">${byNumber(desk, entered)}${byName(desk, entered)}</div>`,
    };
  },
};

async function findIfReception(
  desk: DeskRequest,
  by: Parameters<typeof findReceived>[1],
): Promise<Received | undefined> {
  return isReception(desk) ? findReceived(desk, by) : undefined;
}

function goTo(
  desk: DeskRequest,
  found: Received | undefined,
  name: string,
  values: Readonly<Record<string, string>>,
): Shown | Response {
  if (found !== undefined) return desk.context.redirect(`/desk/reception/${found.accountId}`, 303);
  return { kept: { act: name, values }, notice: { tone: 'refused', text: desk.say('deskReception:notFound') } };
}

/** The way for whoever has no file: a coordinator registers them. What was typed still stands in the form. */
function notOnFile(desk: DeskRequest): Page {
  const way = desk.has('coordinator')
    ? html`<p><a class="button button-plain" href="${registerAddress}">${desk.say('deskReception:registerLink')}</a></p>`
    : html`<p>${desk.say('deskReception:askCoordinator', { stations: stationsOf(desk) })}</p>`;
  return html`<div class="section"><p>${desk.say('deskReception:registerFirst')}</p>${way}</div>`;
}

/** The areas of whoever asks, with the number that reaches them. */
function stationsOf(desk: DeskRequest): string {
  const areas = new Set(desk.departments.map((id) => desk.directory.departments.get(id)?.areaId ?? ''));
  return [...areas]
    .flatMap((id) => desk.directory.areas.get(id) ?? [])
    .map(({ name, phone }) => `${name[desk.locale]} ${phone}`)
    .join(', ');
}

function byNumber(desk: DeskRequest, refused: Refused | undefined): Page {
  const number = inputField({
    act: 'findNumber',
    name: 'number',
    label: desk.say('deskReception:numberLabel'),
    hint: desk.say('deskReception:numberHint'),
    most: 20,
    required: true,
    refused,
  });
  const fields = { act: 'findNumber', fields: number, button: desk.say('deskReception:find'), weight: 'main' } as const;
  return section(desk.say('deskReception:byNumber'), form(desk, findPage, fields));
}

function byName(desk: DeskRequest, refused: Refused | undefined): Page {
  const common = { act: 'findName', required: true, refused } as const;
  const fields = [
    html`<p class="hint">${desk.say('deskReception:exact')}</p>`,
    inputField({ ...common, name: 'name', label: desk.say('deskReception:nameLabel'), most: 40 }),
    inputField({ ...common, name: 'phone', label: desk.say('deskReception:phoneLabel'), type: 'tel', most: 30 }),
  ];
  return section(
    desk.say('deskReception:byName'),
    form(desk, findPage, { act: 'findName', fields, button: desk.say('deskReception:find'), weight: 'main' }),
  );
}
