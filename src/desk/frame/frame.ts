import * as z from 'zod';
import { localeSchema } from '../../i18n/locale.ts';
import type { Area } from '../desk.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { localPath } from '../localPath.ts';
import type { PlainRoute } from '../route.ts';

/** The desk itself: on to where the day's work of whoever asks begins. */
const home: PlainRoute = {
  path: '/desk',
  policy: 'signedIn',
  answer: async (desk, context) => context.redirect(startOf(desk), 303),
};

function startOf(desk: DeskRequest): string {
  return desk.has('coordinator') || desk.has('office') ? '/desk/today' : '/desk/queue';
}

const languageSchema = z.object({ language: localeSchema, back: z.string().optional() });

const language: PlainRoute = {
  path: '/desk/language',
  method: 'post',
  policy: 'signedIn',
  answer: async (desk, context) => {
    const chosen = languageSchema.safeParse(await context.req.parseBody().catch(() => undefined));
    if (!chosen.success) return context.redirect('/desk', 303);
    await desk.deps.database.query('select speak_at_desk($1, $2)', [desk.actor.sessionId, chosen.data.language]);
    return context.redirect(localPath(chosen.data.back), 303);
  },
};

export const frame: Area = { routes: [home, language], places: [] };
