import { html } from 'hono/html';
import * as z from 'zod';
import type { Page } from '../../http/page.ts';
import type { MessageKey } from '../../i18n/keys.ts';
import { takeImportTurn } from '../../turn/importTurn.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { badge, form, inputField, section, type Tone, table } from '../frame/html.ts';
import { act, type PageRoute } from '../route.ts';
import type { Batch } from './batch.ts';
import { checkFile } from './check.ts';
import { openSummary } from './summary.ts';

type Listed = Pick<Batch, 'id' | 'state' | 'summary' | 'total' | 'registered'> & { readonly createdAt: string };

const toneOf: Readonly<Record<Batch['state'], Tone>> = {
  unfit: 'late',
  ready: 'soon',
  confirmed: 'soon',
  done: 'done',
  dropped: 'calm',
};

const fileWanted: MessageKey = 'deskImport:file.wanted';
const fileField = z.custom<File>((value) => value instanceof File && value.size > 0, { error: fileWanted });

const check = act<{ file: File }>({
  policy: ['coordinator'],
  fields: z.object({ file: fileField }),
  perform: async (desk, { file }) => {
    const checked = await checkFile(desk, file);
    if ('problem' in checked) return { tone: 'refused', text: checked.problem };
    const batch = crypto.randomUUID();
    const { accountId } = desk.actor;
    const answer = await takeImportTurn(desk.deps, {
      accountId,
      locale: desk.locale,
      once: desk.formId,
      step: { do: 'stage', batch, summary: JSON.stringify(checked.summary), rows: checked.rows },
    });
    if (answer === 'refused') return { tone: 'refused', text: desk.say('deskImport:problem.notYours') };
    return desk.context.redirect(answer === 'seen' ? '/desk/import' : `/desk/import/${batch}`, 303);
  },
});

/** `/desk/import`: the template, the file, and what was sent before. */
export const uploadPage: PageRoute = {
  path: '/desk/import',
  policy: ['coordinator'],
  show: async (desk, { refused }) => {
    const listed = await desk.read<readonly Listed[]>('desk_imports');
    const fields = inputField({
      act: 'check',
      name: 'file',
      type: 'file',
      label: desk.say('deskImport:file.label'),
      hint: desk.say('deskImport:file.hint'),
      required: true,
      refused,
    });
    return {
      title: desk.say('deskImport:title'),
      body: html`<p>${desk.say('deskImport:intro')}</p>
        ${section(
          desk.say('deskImport:template.title'),
          html`<p>${desk.say('deskImport:template.words')}</p>
            <p class="row"><a class="button button-plain" href="/desk/import/template.xlsx">${desk.say('deskImport:template.xlsx')}</a>
            <a class="button button-plain" href="/desk/import/template.csv">${desk.say('deskImport:template.csv')}</a></p>`,
        )}
        ${section(
          desk.say('deskImport:file.title'),
          form(desk, uploadPage, {
            act: 'check',
            fields,
            button: desk.say('deskImport:file.check'),
            weight: 'main',
            withFile: true,
          }),
        )}
        ${await recent(desk, listed)}`,
    };
  },
  acts: { check },
};

async function recent(desk: DeskRequest, listed: readonly Listed[]): Promise<Page> {
  const title = desk.say('deskImport:recent.title');
  if (listed.length === 0) return section(title, html`<p>${desk.say('deskImport:recent.none')}</p>`);
  const clock = new Intl.DateTimeFormat(desk.locale, {
    dateStyle: 'short',
    timeStyle: 'short',
    timeZone: 'Asia/Shanghai',
  });
  const rows = await Promise.all(
    listed.map(async (batch) => {
      const { fileName } = await openSummary(desk.deps, desk.actor, batch);
      return [
        html`<a href="/desk/import/${batch.id}" dir="auto">${fileName}</a>`,
        clock.format(new Date(batch.createdAt)),
        badge(toneOf[batch.state], desk.say(`deskImport:state.${batch.state}`)),
        String(batch.state === 'done' ? batch.registered : batch.total),
      ];
    }),
  );
  const heads = (['file', 'when', 'state', 'people'] as const).map((name) => desk.say(`deskImport:recent.${name}`));
  return table(title, heads, rows);
}
