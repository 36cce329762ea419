import { html } from 'hono/html';
import type { Page } from '../../http/page.ts';
import type { MessageKey } from '../../i18n/keys.ts';
import { coordinatedStations } from '../../organisation/directory.ts';
import { importFields } from '../../people/import/columns.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { badge, form, nothing, table } from '../frame/html.ts';
import type { PageRoute } from '../route.ts';
import { type Alike, type Batch, openRow, type SealedRow } from './batch.ts';
import { mostListed, type Summary } from './summary.ts';

/** Rows that look like somebody are asked about one by one, up to so many. */
export const mostAlike = 300;
const rowsShown = 5;

/** What is wrong with a file, cell by cell; nothing of it was kept. */
export function unfitPart(desk: DeskRequest, summary: Summary): Page {
  const { bad, badCount, missing } = summary;
  const areas = stationNames(desk);
  const rows = bad.map(({ line, letter, field, found, wrong }) => [
    `${letter}${line}`,
    desk.say(`deskImport:field.${field}`),
    html`<span dir="auto">${found === '' ? desk.say('deskImport:blank') : found}</span>`,
    desk.say(`deskImport:wrong.${wrong}`, { areas }),
  ]);
  const heads = (['cell', 'field', 'found', 'want'] as const).map((name) => desk.say(`deskImport:unfit.${name}`));
  const fields = missing.map((field) => desk.say(`deskImport:field.${field}`)).join(desk.say('whoLooked:between'));
  return html`<p class="notice notice-refused" role="alert">${desk.say('deskImport:unfit.summary', { count: String(badCount + missing.length) })}</p>
    ${missing.length === 0 ? nothing : html`<p>${desk.say('deskImport:unfit.missing', { fields })}</p>`}
    ${bad.length === 0 ? nothing : table(desk.say('deskImport:unfit.list'), heads, rows)}
    ${badCount <= mostListed ? nothing : html`<p>${desk.say('deskImport:unfit.more', { count: String(badCount - mostListed) })}</p>`}
    ${columnsPart(desk, summary)}
    <p><a class="button button-main" href="/desk/import">${desk.say('deskImport:unfit.again')}</a></p>`;
}

/** What would be registered: the columns, the first rows, and who looks like somebody. */
export async function readyPart(desk: DeskRequest, route: PageRoute, batch: Batch, summary: Summary): Promise<Page> {
  const listed = batch.alike.slice(0, mostAlike);
  const more = batch.alike.length - listed.length;
  const fields = listed.length === 0 ? nothing : await alikePart(desk, batch, listed, more);
  const button = desk.say('deskImport:ready.confirm');
  return html`<p><strong>${desk.say('deskImport:ready.summary', { count: String(batch.total) })}</strong>
      ${summary.hasExample ? desk.say('deskImport:ready.example') : ''}</p>
    ${columnsPart(desk, summary)}
    ${await firstRows(desk, batch)}
    ${form(desk, route, { act: 'confirm', fields, button, weight: 'main' })}
    ${form(desk, route, { act: 'drop', button: desk.say('deskImport:ready.drop') })}`;
}

function stationNames(desk: DeskRequest): string {
  const stations = coordinatedStations(desk.directory, desk.actor.memberships);
  return stations.map(({ name }) => name[desk.locale]).join(desk.say('whoLooked:between'));
}

function columnsPart(desk: DeskRequest, { columns }: Summary): Page {
  const rows = columns.map(({ letter, heading, is }) => [
    letter,
    html`<span dir="auto">${heading === '' ? desk.say('deskImport:columns.noHeading') : heading}</span>`,
    useOf(desk, is),
  ]);
  const heads = (['letter', 'heading', 'use'] as const).map((name) => desk.say(`deskImport:columns.${name}`));
  return table(desk.say('deskImport:columns.title'), heads, rows);
}

function useOf(desk: DeskRequest, is: Summary['columns'][number]['is']): Page | string {
  if (typeof is === 'string') return desk.say(`deskImport:columns.${is}`);
  if ('field' in is) return desk.say('deskImport:columns.taken', { field: desk.say(`deskImport:field.${is.field}`) });
  const kind = desk.say(`deskImport:forbidden.${is.forbidden}`);
  return html`${badge('late', desk.say('deskImport:columns.forbidden'))} ${kind}`;
}

async function firstRows(desk: DeskRequest, { id }: Batch): Promise<Page> {
  const sealed = await desk.read<readonly SealedRow[]>('desk_import_rows', { batch: id, after: 0, most: rowsShown });
  const rows = await Promise.all(sealed.map((row) => openRow(desk.deps, desk.actor, row)));
  const heads = [
    desk.say('deskImport:ready.line'),
    ...importFields.map((field) => desk.say(`deskImport:field.${field}`)),
  ];
  return table(
    desk.say('deskImport:ready.first'),
    heads,
    rows.map((row) => [
      String(row.line),
      html`<span dir="auto">${row.name}</span>`,
      row.phone ?? desk.say('deskImport:blank'),
      row.releasedOn,
      row.paperDay ?? desk.say('deskImport:blank'),
      areaName(desk, row.area),
    ]),
  );
}

async function alikePart(desk: DeskRequest, { id }: Batch, listed: readonly Alike[], more: number): Promise<Page> {
  const lines = listed.map(({ line }) => line);
  const sealed = await desk.read<readonly SealedRow[]>('desk_import_rows', { batch: id, lines });
  const names = new Map(
    await Promise.all(sealed.map(async (row) => [row.line, (await openRow(desk.deps, desk.actor, row)).name] as const)),
  );
  const items = listed.map((alike) => {
    const { line, strong } = alike;
    const label = desk.say('deskImport:ready.register', {
      line: String(line),
      name: names.get(line) ?? '',
      why: whyOf(desk, alike),
    });
    return html`<li class="field-tick"><input type="checkbox" id="anyway-${line}" name="anyway" value="${line}" ${strong ? nothing : html`checked`}>
      <label for="anyway-${line}" dir="auto">${label}</label></li>`;
  });
  return html`<fieldset class="choices"><legend>${desk.say('deskImport:ready.alike')}</legend>
    <p class="hint">${desk.say('deskImport:ready.alikeWords')}</p>
    <ul class="plain">${items}</ul>
    ${more === 0 ? nothing : html`<p>${desk.say('deskImport:ready.moreAlike', { count: String(more) })}</p>`}
  </fieldset>`;
}

function whyOf(desk: DeskRequest, { place, name, phone, other, areaId }: Alike): string {
  if (place === 'elsewhere') return desk.say('deskImport:ready.why.elsewhere');
  const what = name && phone ? 'Both' : name ? 'Name' : 'Phone';
  const key: MessageKey = `deskImport:ready.why.${place}${what}`;
  return desk.say(key, { other: String(other ?? ''), area: areaName(desk, areaId ?? '') });
}

function areaName({ directory, locale }: DeskRequest, id: string): string {
  return directory.areas.get(id)?.name[locale] ?? '';
}
