import { html } from 'hono/html';
import * as z from 'zod';
import type { SettingsAction } from '../../dialogue/actions/settings.ts';
import type { Page } from '../../http/page.ts';
import { type Area, departmentIfAny } from '../../organisation/directory.ts';
import {
  answerWithinFor,
  departmentsWithin,
  lastVersion,
  ownContent,
  routeOf,
  type SettingContents,
  type SettingPlace,
} from '../../organisation/settings.ts';
import { type KindId, type RequestKind, requestKinds } from '../../referrals/kinds.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { idField } from '../fields.ts';
import { facts, form, hiddenField, inputField, nothing, section, selectField } from '../frame/html.ts';
import { act, type Notice, type PageRoute, type Refused } from '../route.ts';
import { bringBackAct } from './bringBack.ts';
import { historySection, versionNow } from './history.ts';
import { daysOf, whereTo, whyThere } from './routesPage.ts';
import {
  areaInPath,
  back,
  changeFields,
  kindAsked,
  maySet,
  noteField,
  paragraph,
  sees,
  sets,
  takeSetting,
} from './scope.ts';

const countField = z.coerce
  .number({ error: 'deskSettings:wanted.count' })
  .int('deskSettings:wanted.count')
  .min(1, 'deskSettings:wanted.count')
  .max(90, 'deskSettings:wanted.count');

/** `/desk/settings/routes/:area/:kind`: where one kind's requests of an area go, and by when they are answered. */
export const routePage: PageRoute = {
  path: '/desk/settings/routes/:area/:kind',
  policy: sees,
  acts: {
    route: act({
      policy: sets,
      fields: changeFields.extend({ department: idField }),
      perform: (desk, made) => onKind(desk, { do: 'settingsRoute', ...made, broughtBack: null }),
    }),
    clearRoute: act({
      policy: sets,
      fields: changeFields,
      perform: (desk, made) => onKind(desk, { do: 'settingsRoute', ...made, department: null, broughtBack: null }),
    }),
    days: act({
      policy: sets,
      fields: changeFields.extend({ count: countField }),
      perform: (desk, made) => onKind(desk, { do: 'settingsAnswerDays', ...made, broughtBack: null }),
    }),
    clearDays: act({
      policy: sets,
      fields: changeFields,
      perform: (desk, made) => onKind(desk, { do: 'settingsAnswerDays', ...made, count: null, broughtBack: null }),
    }),
    bringBack: bringBackAct(
      (desk, setting) => {
        const area = areaInPath(desk);
        const kind = kindAsked(desk);
        if (area === undefined || kind === undefined) return undefined;
        return setting === 'route' || setting === 'answerDays'
          ? { setting, areaId: area.id, subject: kind }
          : undefined;
      },
      (desk, { setting }, content, made) => {
        if (setting === 'route') {
          const department = (content as SettingContents['route'] | null)?.departmentId ?? null;
          return onKind(desk, { do: 'settingsRoute', department, ...made });
        }
        const count = (content as SettingContents['answerDays'] | null)?.count ?? null;
        return onKind(desk, { do: 'settingsAnswerDays', count, ...made });
      },
    ),
  },
  show: async (desk, { refused }) => {
    const area = areaInPath(desk);
    const kind = kindAsked(desk);
    if (area === undefined || kind === undefined) return undefined;
    const legend = { kind: desk.say(`kinds:${kind}.name`), area: area.name[desk.locale] };
    return {
      title: desk.say('deskSettings:routes.legend', legend),
      body: html`${back(`/desk/settings/routes?area=${area.id}`, desk.say('deskSettings:routes.title'))}
        ${facts([
          [
            desk.say('deskSettings:routes.department'),
            whereTo(desk, routeOf(desk.directory, area.id, kind).department, kind),
          ],
          [desk.say('deskSettings:routes.from'), whyThere(desk, area.id, kind)],
          [desk.say('deskSettings:routes.days'), daysOf(desk, area.id, kind)],
        ])}
        ${maySet(desk, area.id) ? [routeForms(desk, area, kind, refused), daysForms(desk, area, kind, refused)] : nothing}
        ${await historySection(desk, routePage, { setting: 'route,answerDays', area: area.id, subject: kind })}`,
    };
  },
};

type AboutKind = Extract<SettingsAction, { do: 'settingsRoute' | 'settingsAnswerDays' }>;
type WithoutKind<Chosen> = Chosen extends AboutKind ? Omit<Chosen, 'area' | 'kind'> : never;

/** For the area and the kind that the address names. */
async function onKind(desk: DeskRequest, chosen: WithoutKind<AboutKind>): Promise<Notice> {
  const area = areaInPath(desk);
  const kind = kindAsked(desk);
  if (area === undefined || kind === undefined) return { tone: 'refused', text: desk.say('common:notYours') };
  return takeSetting(desk, { ...chosen, area: area.id, kind });
}

function version(desk: DeskRequest, place: SettingPlace): Page {
  return hiddenField('version', String(versionNow(desk, place)));
}

function routeForms(desk: DeskRequest, area: Area, kind: KindId, refused: Refused | undefined): Page {
  const place = { setting: 'route', areaId: area.id, subject: kind } as const;
  const own = ownContent(desk.directory, place);
  const { department } = routeOf(desk.directory, area.id, kind);
  const usual = departmentIfAny(
    {
      ...desk.directory,
      routes: desk.directory.routes.filter((route) => route.areaId !== area.id || route.kind !== kind),
    },
    area.id,
    kind,
  );
  return section(desk.say('deskSettings:routes.set'), [
    paragraph(`${desk.say('deskSettings:routes.only')} ${desk.say('deskSettings:routes.below')}`),
    form(desk, routePage, {
      act: 'route',
      weight: 'main',
      fields: [
        version(desk, place),
        selectField({
          act: 'route',
          name: 'department',
          label: desk.say('deskSettings:routes.set'),
          value: department?.id,
          options: departmentsWithin(desk.directory, area.id, kind).map(({ id, name }) => ({
            value: id,
            label: name[desk.locale],
          })),
          refused,
        }),
        noteField(desk, 'route', '', refused),
      ],
      button: desk.say('deskSettings:save'),
    }),
    own === null
      ? nothing
      : form(desk, routePage, {
          act: 'clearRoute',
          fields: [
            version(desk, place),
            paragraph(desk.say('deskSettings:routes.clearWords', { department: whereTo(desk, usual, kind) })),
          ],
          button: desk.say('deskSettings:routes.clear'),
        }),
  ]);
}

function daysForms(desk: DeskRequest, area: Area, kind: KindId, refused: Refused | undefined): Page {
  const title = desk.say('deskSettings:routes.daysTitle');
  const { urgent, answerWithin }: RequestKind = requestKinds[kind];
  const now = answerWithinFor(desk.directory, area.id, kind);
  if (urgent) return section(title, paragraph(desk.say('deskSettings:routes.daysUrgent')));
  const place = { setting: 'answerDays', areaId: area.id, subject: kind } as const;
  const { unit, count } = answerWithin;
  const own = lastVersion(desk.directory, place)?.content ?? null;
  const usual = desk.say(`deskSettings:holds.${unit}`, { count: String(count) });
  return section(title, [
    form(desk, routePage, {
      act: 'days',
      weight: 'main',
      fields: [
        version(desk, place),
        inputField({
          act: 'days',
          name: 'count',
          label: desk.say('deskSettings:routes.daysField', { unit: desk.say(`deskSettings:routes.${unit}`) }),
          hint: desk.say('deskSettings:routes.daysHint', { usual }),
          type: 'number',
          value: String(now.count),
          refused,
        }),
        noteField(desk, 'days', '', refused),
      ],
      button: desk.say('deskSettings:save'),
    }),
    own === null
      ? nothing
      : form(desk, routePage, {
          act: 'clearDays',
          fields: version(desk, place),
          button: desk.say('deskSettings:routes.daysClear'),
        }),
  ]);
}
