import { html } from 'hono/html';
import * as z from 'zod';
import type { Page } from '../../http/page.ts';
import { fromRow, type Row } from '../../turn/rows.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { lineField, wordsField } from '../fields.ts';
import { inputField, wordsInput } from '../frame/html.ts';
import type { Refused } from '../route.ts';

/** A template as the database has it. */
export interface TemplateRow {
  readonly id: string;
  readonly departmentId: string;
  readonly title: string;
  readonly text: string;
  readonly editedBy: string;
  readonly editedAt: string;
  readonly version: number;
}

export async function readTemplates(desk: DeskRequest, template?: string): Promise<TemplateRow[]> {
  const rows = await desk.read<Row[]>('desk_templates', template === undefined ? {} : { template });
  return rows.map((row) => fromRow<TemplateRow>(row));
}

/** As long as the action takes it. */
const mostTitle = 60;

export const templateFields = { title: lineField(mostTitle), text: wordsField() };
export const templateFieldsSchema = z.object(templateFields);

/** Title and text, with the word that nothing of anybody belongs there. */
export function templateInputs(
  desk: DeskRequest,
  act: string,
  refused: Refused | undefined,
  values: { readonly title: string; readonly text: string } = { title: '', text: '' },
): Page {
  return html`${inputField({
    act,
    name: 'title',
    label: desk.say('deskTemplates:name'),
    hint: desk.say('deskTemplates:nameHint'),
    most: mostTitle,
    value: values.title,
    required: true,
    refused,
  })}${wordsInput({
    act,
    name: 'text',
    label: desk.say('deskTemplates:text'),
    hint: desk.say('deskTemplates:noPersonalData'),
    value: values.text,
    rows: 6,
    required: true,
    refused,
  })}`;
}
