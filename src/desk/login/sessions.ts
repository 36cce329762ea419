import { html } from 'hono/html';
import * as z from 'zod';
import { line } from '../../dialogue/parameter.ts';
import { browserText } from '../../i18n/browserText.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { idField, noFields } from '../fields.ts';
import { badge, form, hiddenField, nothing, table } from '../frame/html.ts';
import { act, type Notice, type PageRoute } from '../route.ts';
import { forgetDeskToken } from '../session.ts';

interface Session {
  readonly id: string;
  readonly browser: string;
  readonly createdAt: string;
  readonly seenAt: string;
}

/** `/desk/sessions`: where I am in, each with "end". */
export const sessionsPage: PageRoute = {
  path: '/desk/sessions',
  policy: 'signedIn',
  acts: {
    end: act({
      policy: 'signedIn',
      fields: z.object({ session: idField }),
      perform: async (desk, { session }): Promise<Notice | Response> =>
        session === desk.actor.sessionId ? signOut(desk) : desk.take({ do: 'endDeskSession', session }),
    }),
    signOut: act({ policy: 'signedIn', fields: noFields, perform: (desk) => signOut(desk) }),
    signOutEverywhere: act({
      policy: 'signedIn',
      fields: noFields,
      perform: async (desk) => {
        await desk.take({ do: 'endDeskSessions' });
        return out(desk);
      },
    }),
  },
  show: async (desk) => {
    const sessions = await desk.read<readonly Session[]>('desk_sessions');
    const references = await desk.open([]);
    const moment = (at: string) => desk.render(line('deskLogin:page.moment', { moment: { moment: at } }), references);
    const rows = sessions.map(({ id, browser, createdAt, seenAt }) => [
      html`${browserText(browser, desk.locale)} ${id === desk.actor.sessionId ? badge('done', desk.say('deskLogin:page.thisOne')) : nothing}`,
      moment(createdAt),
      moment(seenAt),
      id === desk.actor.sessionId ? '—' : endForm(desk, id, browserText(browser, desk.locale)),
    ]);
    const columns = (['browser', 'since', 'seen', 'end'] as const).map((name) =>
      desk.say(`deskLogin:page.columns.${name}`),
    );
    return {
      title: desk.say('deskLogin:page.sessions'),
      body: html`<p>${desk.say('deskLogin:page.sessionsWords')}</p>
        ${table(desk.say('deskLogin:page.list'), columns, rows)}
        <div class="row">
          ${form(desk, sessionsPage, { act: 'signOut', button: desk.say('deskLogin:page.signOut'), weight: 'main' })}
          ${form(desk, sessionsPage, { act: 'signOutEverywhere', button: desk.say('deskLogin:endAll'), weight: 'grave' })}
        </div>`,
    };
  },
};

function endForm(desk: DeskRequest, session: string, browser: string) {
  return form(desk, sessionsPage, {
    act: 'end',
    fields: hiddenField('session', session),
    button: desk.say('deskLogin:page.end'),
    about: desk.say('deskLogin:page.endAbout', { browser }),
  });
}

async function signOut(desk: DeskRequest): Promise<Response> {
  await desk.take({ do: 'endDeskSession', session: desk.actor.sessionId });
  return out(desk);
}

function out({ context }: DeskRequest): Response {
  forgetDeskToken(context);
  return context.redirect('/desk/out', 303);
}

/** `/desk/out`: the last page. */
export const outPage: PageRoute = {
  path: '/desk/out',
  policy: 'everybody',
  show: async (desk) => ({
    title: desk.say('deskLogin:page.outTitle'),
    body: html`<p>${desk.say('deskLogin:page.out')}</p>`,
  }),
};
