import { html } from 'hono/html';
import * as z from 'zod';
import { idField, noFields } from '../fields.ts';
import { form, hiddenField, section } from '../frame/html.ts';
import { act, type PageRoute } from '../route.ts';
import { readTemplates, templateFields, templateInputs } from './templateForm.ts';

/** `/desk/templates/:template`: one of them, to be worded anew or removed. */
export const templatePage: PageRoute = {
  path: '/desk/templates/:template',
  policy: ['staff'],
  acts: {
    save: act({
      policy: ['staff'],
      fields: z.object({ department: idField, version: z.coerce.number().int().positive(), ...templateFields }),
      perform: (desk, { department, version, title, text }) =>
        desk.take({ do: 'writeTemplate', department, template: desk.path('template'), version, title, text }),
    }),
    remove: act({
      policy: ['staff'],
      fields: noFields,
      perform: (desk) => desk.take({ do: 'removeTemplate', template: desk.path('template') }),
    }),
  },
  show: async (desk, { refused }) => {
    const id = desk.path('template');
    if (!idField.safeParse(id).success) return undefined;
    const [template] = await readTemplates(desk, id);
    if (template === undefined) return undefined;
    const { departmentId, version, title, text } = template;
    return {
      title,
      body: html`${section(
        desk.say('deskTemplates:edit'),
        form(desk, templatePage, {
          act: 'save',
          fields: [
            hiddenField('department', departmentId),
            hiddenField('version', String(version)),
            templateInputs(desk, 'save', refused, { title, text }),
          ],
          button: desk.say('deskTemplates:save'),
          weight: 'main',
        }),
      )}
      ${section(
        desk.say('deskTemplates:remove'),
        html`<p class="hint">${desk.say('deskTemplates:removeHint')}</p>
          ${form(desk, templatePage, { act: 'remove', button: desk.say('deskTemplates:remove'), weight: 'grave' })}`,
      )}
      <p><a href="/desk/templates">${desk.say('deskTemplates:back')}</a></p>`,
    };
  },
};
