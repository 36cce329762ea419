import { html, raw } from 'hono/html';
import { encode } from 'uqr';
import * as z from 'zod';
import type { Page } from '../../http/page.ts';
import type { Code } from '../../secrets/codes.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { idField } from '../fields.ts';
import { form, nextPage, nothing } from '../frame/html.ts';
import { act, type PageRoute } from '../route.ts';
import { areaName, type Names, openNames } from './names.ts';
import { idIn, pageOf, readAfter } from './paging.ts';
import { lookAt, type RegisterRow } from './registerPage.ts';

/** As many as are made at once: six sheets. */
const mostCards = 48;

interface Card {
  readonly account: string;
  readonly code: Code;
}

/** The cards of this request alone: their codes are kept nowhere in clear, and never shown again. */
const made = new WeakMap<DeskRequest, readonly Card[]>();

/** `/desk/cards`: sheets of joining cards, eight a page, which give nothing away. */
export const cardsPage: PageRoute = {
  path: '/desk/cards',
  policy: ['coordinator', 'office'],
  acts: {
    make: act({
      policy: ['coordinator', 'office'],
      fields: z.object({
        account: z.union([idField.transform((id) => [id]), z.array(idField).max(mostCards)], {
          error: 'deskCards:nobodyChosen',
        }),
      }),
      perform: async (desk, { account }) => {
        const { notice, changes } = await desk.takeWhole({ do: 'makeCards', accounts: account }, { name: 'menu' }, 1);
        made.set(
          desk,
          changes.flatMap((change) =>
            change.fact === 'cardMade' ? [{ account: change.account, code: change.code }] : [],
          ),
        );
        return notice;
      },
    }),
  },
  show: async (desk, { refused }) => {
    const cards = made.get(desk) ?? [];
    return {
      title: desk.say('deskCards:title'),
      body: cards.length > 0 ? await sheet(desk, cards) : await choosing(desk, refused?.errors.account),
    };
  },
};

async function choosing(desk: DeskRequest, error: string | undefined): Promise<Page> {
  const area = idIn(desk.query('area'));
  const rows = await desk.read<RegisterRow[]>('desk_register', {
    area,
    filter: 'notJoined',
    most: mostCards,
    after: readAfter('at', desk.query('after')),
  });
  const { shown, next } = pageOf(rows, ({ createdAt, personId }) => `${createdAt}~${personId}`, mostCards);
  if (shown.length === 0) return html`<p>${desk.say('deskCards:allJoined')}</p>`;
  const names = await openNames(
    desk,
    shown.map(({ accountId }) => accountId),
  );
  await lookAt(desk, shown);
  return html`<p>${desk.say('deskCards:how')}</p>
    ${form(desk, cardsPage, {
      act: 'make',
      fields: html`<fieldset class="ticks"><legend>${desk.say('deskCards:who')}</legend>
        ${error === undefined ? nothing : html`<p class="error">${error}</p>`}
        ${shown.map(
          ({ accountId, areaId }) => html`<div class="field-tick">
          <input type="checkbox" id="card-${accountId}" name="account" value="${accountId}" checked>
          <label for="card-${accountId}">${names.whole(accountId)} <span class="hint">${areaName(desk, areaId)}</span></label></div>`,
        )}
        </fieldset>`,
      button: desk.say('deskCards:make'),
      weight: 'main',
    })}
    ${nextPage(desk, next)}`;
}

/** Who gets which card stands on the screen alone; on paper there are public words only. */
async function sheet(desk: DeskRequest, cards: readonly Card[]): Promise<Page> {
  const names = await openNames(
    desk,
    cards.map(({ account }) => account),
  );
  await desk.look(
    cards.map(({ account }) => ({ account, subject: null, action: 'listed', reason: 'file', fields: ['name'] })),
  );
  return html`<div class="screen-only">
      <p>${desk.say('deskCards:printNow')}</p>
      ${whoGetsWhich(desk, cards, names)}
      <p><a class="button button-plain" href="/desk/cards">${desk.say('deskCards:again')}</a></p>
    </div>
    <ol class="cards">${cards.map(({ code }, place) => card(desk, code, place + 1))}</ol>`;
}

function whoGetsWhich(desk: DeskRequest, cards: readonly Card[], names: Names): Page {
  return html`<h2>${desk.say('deskCards:whoGetsWhich')}</h2>
    <ol class="card-owners">${cards.map(({ account }) => html`<li>${names.whole(account)}</li>`)}</ol>`;
}

function card(desk: DeskRequest, { link, spoken }: Code, place: number): Page {
  return html`<li class="joining-card">
    <p class="card-title">${desk.say('deskCards:card.title')}</p>
    ${qrCode(`${desk.deps.links.web}/chat#${link}`, desk.say('deskCards:card.how'))}
    <p>${desk.say('deskCards:card.how')}</p>
    <p>${desk.say('deskCards:spoken', { code: spoken })}</p>
    <p class="card-small">${desk.say('deskCards:card.once')}</p>
    <p class="card-place" aria-hidden="true">${place}</p>
  </li>`;
}

/** One path of one square for each dark module, so that it prints without seams; nothing of it can be text. */
function qrCode(text: string, label: string): Page {
  const { data } = encode(text, { ecc: 'M', border: 2 });
  const path = data.flatMap((line, y) => line.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return html`<svg class="card-code" role="img" aria-label="${label}" viewBox="0 0 ${data.length} ${data.length}" shape-rendering="crispEdges"><path d="${raw(path)}"/></svg>`;
}
