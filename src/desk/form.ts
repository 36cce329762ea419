import type { Context } from 'hono';
import * as z from 'zod';
import type { MessageKey } from '../i18n/keys.ts';
import type { DeskRequest } from './deskRequest.ts';
import type { Refused } from './route.ts';

export interface SentForm {
  readonly act: string;
  /** Made with the page, so that a form that is sent twice is known again. */
  readonly form: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

const frame = z.looseObject({ act: z.string().max(40), form: z.uuid() });

/** What a page's form sent: its act, its own id, and its fields; a field that came several times is a list. */
export async function readForm(context: Context): Promise<SentForm | undefined> {
  const body = await context.req.parseBody({ all: true }).catch(() => undefined);
  const parsed = frame.safeParse(body);
  if (!parsed.success) return undefined;
  const { act, form, ...fields } = parsed.data;
  return { act, form, fields };
}

/** What is wanted of each field; what was typed stands in the form again. */
export function refusedOf(desk: DeskRequest, { act, fields }: SentForm, error: z.ZodError): Refused {
  const errors = error.issues.map(({ path, message }) => [String(path[0] ?? ''), desk.say(wantedIn(message))] as const);
  const values = Object.entries(fields).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return { act, values: Object.fromEntries(values), errors: Object.fromEntries(errors) };
}

/** A field's own message is the key of a text; zod's own words are not for readers. */
function wantedIn(message: string): MessageKey {
  return /^[a-zA-Z]+:[a-zA-Z.]+$/.test(message) ? (message as MessageKey) : 'desk:wanted.other';
}
