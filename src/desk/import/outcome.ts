import { html } from 'hono/html';
import type { Page } from '../../http/page.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { form, nothing, section } from '../frame/html.ts';
import type { PageRoute } from '../route.ts';
import type { Batch } from './batch.ts';

export function progressPart(desk: DeskRequest, route: PageRoute, batch: Batch, hasStopped: boolean): Page {
  const { prepared, total } = batch;
  const numbers = { done: String(prepared), total: String(total) };
  const words = desk.say(hasStopped ? 'deskImport:progress.stopped' : 'deskImport:progress.words', numbers);
  return section(
    desk.say('deskImport:progress.title'),
    html`<p id="progress-words" role="status">${words}</p>
      <p><progress class="progress" max="${total}" value="${prepared}" aria-labelledby="progress-words"></progress></p>
      ${
        hasStopped
          ? html`${form(desk, route, { act: 'goOn', button: desk.say('deskImport:progress.goOn'), weight: 'main' })}
          ${form(desk, route, { act: 'drop', button: desk.say('deskImport:ready.drop') })}`
          : html`<p><a class="button button-plain" href="/desk/import/${batch.id}">${desk.say('deskImport:progress.refresh')}</a></p>`
      }`,
  );
}

export function donePart(desk: DeskRequest, { total, registered }: Batch): Page {
  const skipped = total - registered;
  return section(
    desk.say('deskImport:state.done'),
    html`<p><strong>${desk.say('deskImport:done.summary', { count: String(registered) })}</strong></p>
      ${skipped === 0 ? nothing : html`<p>${desk.say('deskImport:done.leftOut', { count: String(skipped) })}</p>`}
      <p>${desk.say('deskImport:done.cards')}</p>
      <p class="row"><a class="button button-main" href="/desk/register">${desk.say('deskImport:done.register')}</a>
      <a class="button button-plain" href="/desk/import">${desk.say('deskImport:unfit.again')}</a></p>`,
  );
}

export function droppedPart(desk: DeskRequest): Page {
  return section(
    desk.say('deskImport:state.dropped'),
    html`<p>${desk.say('deskImport:dropped')}</p>
      <p><a class="button button-plain" href="/desk/import">${desk.say('deskImport:unfit.again')}</a></p>`,
  );
}
