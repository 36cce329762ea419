/** The parts that pages are made of: forms, fields, tables, lists. Whatever is put into them is escaped. */
import { html } from 'hono/html';
import type { Page } from '../../http/page.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { allows } from '../policy.ts';
import type { PageRoute, Refused } from '../route.ts';

export const nothing: Page = html``;

interface FormOptions {
  /** The act's name; the form is shown to whoever its policy allows. */
  readonly act: string;
  readonly fields?: Page | readonly Page[];
  readonly button: string;
  /** How the button weighs: the one thing to do here, one of several, or what is not to be done by a slip. */
  readonly weight?: 'main' | 'plain' | 'grave';
  /** Sends a file along. */
  readonly withFile?: boolean;
  /** For a button whose words alone do not tell what it is about. */
  readonly about?: string;
}

/** A form of this page. Throws where the page has no such act; nothing where the policy does not allow it. */
export function form(desk: DeskRequest, { acts }: Pick<PageRoute, 'acts'>, options: FormOptions): Page {
  const { act, fields = nothing, button, weight = 'plain', withFile = false, about } = options;
  const found = acts?.[act];
  if (found === undefined) throw new Error(`this page has no act ${act}`);
  if (!allows(found.policy, desk.isSignedIn ? desk.actor.memberships : undefined)) return nothing;
  return html`<form method="post" class="form form-${act}" ${withFile ? html`enctype="multipart/form-data"` : nothing}>
    <input type="hidden" name="act" value="${act}">
    <input type="hidden" name="form" value="${crypto.randomUUID()}">
    ${fields}
    <button class="button button-${weight}" ${about === undefined ? nothing : html`aria-label="${about}"`}>${button}</button>
  </form>`;
}

interface FieldOptions {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly value?: string | undefined;
  readonly required?: boolean;
  readonly refused?: Refused | undefined;
  /** The act whose refusal this field shows. */
  readonly act: string;
  /** Where a page has several forms with a field of this name. */
  readonly part?: string;
}

type Described = { readonly id: string; readonly value: string; readonly described: Page; readonly below: Page };

function describe({ name, hint, value = '', refused, act, part = '' }: FieldOptions): Described {
  const mine = refused?.act === act && (part === '' || refused.values.part === part) ? refused : undefined;
  const error = mine?.errors[name];
  const id = `${act}${part}-${name}`;
  const ids = [...(hint === undefined ? [] : [`${id}-hint`]), ...(error === undefined ? [] : [`${id}-error`])];
  return {
    id,
    value: mine?.values[name] ?? value,
    described: html`${ids.length === 0 ? nothing : html`aria-describedby="${ids.join(' ')}"`} ${error === undefined ? nothing : html`aria-invalid="true"`}`,
    below: html`${hint === undefined ? nothing : html`<p class="hint" id="${id}-hint">${hint}</p>`}
      ${error === undefined ? nothing : html`<p class="error" id="${id}-error">${error}</p>`}`,
  };
}

type InputType = 'text' | 'date' | 'search' | 'tel' | 'password' | 'file' | 'number' | 'time' | 'month';

export function inputField(options: FieldOptions & { readonly type?: InputType; readonly most?: number }): Page {
  const { id, value, described, below } = describe(options);
  const { type = 'text', most, required = false } = options;
  return html`<div class="field">
    <label for="${id}">${options.label}</label>
    ${below}
    <input id="${id}" name="${options.name}" type="${type}" ${type === 'file' ? nothing : html`value="${value}"`}
      ${most === undefined ? nothing : html`maxlength="${most}"`} ${required ? html`required` : nothing} autocomplete="off" ${described}>
  </div>`;
}

export function wordsInput(options: FieldOptions & { readonly rows?: number }): Page {
  const { id, value, described, below } = describe(options);
  return html`<div class="field">
    <label for="${id}">${options.label}</label>
    ${below}
    <textarea id="${id}" name="${options.name}" rows="${options.rows ?? 4}" ${options.required === true ? html`required` : nothing} ${described}>
${value}</textarea>
  </div>`;
}

export interface Option {
  readonly value: string;
  readonly label: string;
}

export function selectField(options: FieldOptions & { readonly options: readonly Option[] }): Page {
  const { id, value, described, below } = describe(options);
  return html`<div class="field">
    <label for="${id}">${options.label}</label>
    ${below}
    <select id="${id}" name="${options.name}" ${options.required === true ? html`required` : nothing} ${described}>
      ${options.options.map((option) => html`<option value="${option.value}" ${option.value === value ? html`selected` : nothing}>${option.label}</option>`)}
    </select>
  </div>`;
}

export function tickInput(options: FieldOptions): Page {
  const { id, value, described, below } = describe(options);
  return html`<div class="field field-tick">
    <input id="${id}" name="${options.name}" type="checkbox" value="yes" ${value === 'yes' ? html`checked` : nothing} ${described}>
    <label for="${id}">${options.label}</label>
    ${below}
  </div>`;
}

export function hiddenField(name: string, value: string): Page {
  return html`<input type="hidden" name="${name}" value="${value}">`;
}

/** Words that somebody typed, their lines kept. */
export function words(text: string): Page {
  return html`<p class="words" dir="auto">${text}</p>`;
}

/** A table that becomes a list of cards on a narrow screen; each cell says its column there. */
export function table(
  caption: string,
  columns: readonly string[],
  rows: readonly (readonly (Page | string)[])[],
): Page {
  return html`<table class="table">
    <caption>${caption}</caption>
    <thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
    <tbody>
      ${rows.map(
        (cells) =>
          html`<tr>${cells.map((cell, place) =>
            place === 0
              ? html`<th scope="row" data-column="${columns[place] ?? ''}">${cell}</th>`
              : html`<td data-column="${columns[place] ?? ''}">${cell}</td>`,
          )}</tr>`,
      )}
    </tbody>
  </table>`;
}

/** Names and what stands for them. */
export function facts(entries: readonly (readonly [string, Page | string])[]): Page {
  return html`<dl class="facts">${entries.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

export function section(title: string, body: Page | readonly Page[]): Page {
  return html`<section class="section"><h2>${title}</h2>${body}</section>`;
}

export type Tone = 'calm' | 'soon' | 'late' | 'done' | 'urgent';

/** A state as colour and word. */
export function badge(tone: Tone, text: string): Page {
  return html`<span class="badge badge-${tone}">${text}</span>`;
}

/** To the next page of a list, by what the last row of this one is known by; nothing on the last. */
export function nextPage(desk: DeskRequest, after: string | null): Page {
  if (after === null) return nothing;
  const address = new URLSearchParams(new URL(desk.context.req.url).search);
  address.set('after', after);
  return html`<nav class="pager" aria-label="${desk.say('desk:pages')}"><a class="button button-plain" rel="next" href="?${address.toString()}">${desk.say('desk:nextPage')}</a></nav>`;
}
