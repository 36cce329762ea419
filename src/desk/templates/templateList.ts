import { html } from 'hono/html';
import * as z from 'zod';
import type { Page } from '../../http/page.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { idField } from '../fields.ts';
import { form, hiddenField, section, selectField, table, words } from '../frame/html.ts';
import { momentIn, nameIn, nameLine } from '../queue/names.ts';
import { act, type PageRoute, type Refused } from '../route.ts';
import { readTemplates, type TemplateRow, templateFields, templateInputs } from './templateForm.ts';

/** `/desk/templates`: what the departments of whoever asks often answer. */
export const templateList: PageRoute = {
  path: '/desk/templates',
  policy: ['staff'],
  acts: {
    add: act({
      policy: ['staff'],
      fields: z.object({ department: idField, ...templateFields }),
      perform: (desk, { department, title, text }) =>
        desk.take({ do: 'writeTemplate', department, template: null, version: 1, title, text }),
    }),
  },
  show: async (desk, { refused }) => {
    const rows = await readTemplates(desk);
    return {
      title: desk.say('deskTemplates:title'),
      body: html`<p>${desk.say('deskTemplates:intro')}</p>
        ${rows.length === 0 ? html`<p>${desk.say('deskTemplates:none')}</p>` : await listOf(desk, rows)}
        ${section(desk.say('deskTemplates:new'), addForm(desk, refused))}`,
    };
  },
};

async function listOf(desk: DeskRequest, rows: readonly TemplateRow[]): Promise<Page> {
  const references = await desk.open(rows.map(({ editedBy }) => nameLine(editedBy)));
  const columns = (['name', 'text', 'edited'] as const).map((key) => desk.say(`deskTemplates:${key}`));
  return table(
    desk.say('deskTemplates:title'),
    columns,
    rows.map(({ id, title, text, editedBy, editedAt, version }) => [
      html`<a href="/desk/templates/${id}"><bdi>${title}</bdi></a>`,
      words(text),
      desk.say('deskTemplates:editedBy', {
        name: nameIn(desk, references, editedBy),
        moment: momentIn(desk, references, editedAt),
        number: String(version),
      }),
    ]),
  );
}

function addForm(desk: DeskRequest, refused: Refused | undefined): Page {
  const [only, ...more] = desk.departments;
  const options = desk.departments.map((id) => ({
    value: id,
    label: desk.directory.departments.get(id)?.name[desk.locale] ?? '',
  }));
  const department =
    more.length === 0
      ? hiddenField('department', only ?? '')
      : selectField({ act: 'add', name: 'department', label: desk.say('deskTemplates:department'), options, refused });
  return form(desk, templateList, {
    act: 'add',
    fields: [department, templateInputs(desk, 'add', refused)],
    button: desk.say('deskTemplates:add'),
    weight: 'main',
  });
}
