import { html } from 'hono/html';
import type { Page } from '../../http/page.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { nothing } from '../frame/html.ts';
import type { Template } from './requestRead.ts';

/**
 * The department's templates to choose from. With script the choice fills the box with this id at once; without it the button
 * beside it does, by showing the page anew.
 */
export function templateSelect(desk: DeskRequest, templates: readonly Template[], box: string): Page {
  if (templates.length === 0) return nothing;
  return html`<div class="field">
    <label for="template">${desk.say('deskQueue:template')}</label>
    <div class="row">
      <select id="template" name="template" data-fills="${box}">
        <option value="">${desk.say('deskQueue:templateNone')}</option>
        ${templates.map(({ id, title, text }) => html`<option value="${id}" data-text="${text}">${title}</option>`)}
      </select>
      <button class="button button-plain" name="use" value="yes" formnovalidate>${desk.say('deskQueue:templateUse')}</button>
    </div>
  </div>`;
}
