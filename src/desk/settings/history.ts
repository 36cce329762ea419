import { html } from 'hono/html';
import * as z from 'zod';
import type { Line } from '../../dialogue/parameter.ts';
import { line } from '../../dialogue/parameter.ts';
import type { Page } from '../../http/page.ts';
import type { References } from '../../i18n/render.ts';
import { settingLines } from '../../organisation/settingLines.ts';
import type { SettingName, SettingPlace } from '../../organisation/settings.ts';
import type { KindId } from '../../referrals/kinds.ts';
import type { DeskRequest } from '../deskRequest.ts';
import { form, hiddenField, nextPage, nothing, section } from '../frame/html.ts';
import type { PageRoute } from '../route.ts';
import { maySet, nameOf } from './scope.ts';

/** A version as `desk_settings_history` gives it. */
export interface PastVersion extends SettingPlace {
  readonly id: string;
  readonly version: number;
  readonly content: unknown;
  readonly before: unknown;
  readonly broughtBack: number | null;
  readonly note: string | null;
  readonly changedBy: string | null;
  readonly changedAt: string;
}

const onPage = 20;

/** Whose story: some settings of one area and subject, or all that whoever asks may see. */
export interface HistoryOf {
  readonly setting?: string;
  readonly area?: string;
  readonly subject?: string;
}

interface Told {
  readonly version: PastVersion;
  readonly was: readonly Line[];
  readonly now: readonly Line[];
  readonly who: Line;
}

/** Who changed what, when, from what to what; newest first. `about`: also which setting it was. */
export async function historySection(
  desk: DeskRequest,
  page: Pick<PageRoute, 'acts'>,
  of: HistoryOf,
  about = false,
): Promise<Page> {
  const after = desk.query('after');
  const versions = await desk.read<PastVersion[]>('desk_settings_history', {
    ...of,
    ...(isPlace(after) ? { after } : {}),
  });
  const told = versions.slice(0, onPage).map(tell);
  const references = await desk.open(told.flatMap(({ was, now, who }) => [...was, ...now, who]));
  const last = told.at(-1)?.version;
  const title = desk.say(about ? 'deskSettings:history.recent' : 'deskSettings:history.title');
  if (told.length === 0) return section(title, html`<p>${desk.say('deskSettings:history.none')}</p>`);
  return section(title, [
    html`<ol class="history">${told.map((each) => entry(desk, page, each, references, about))}</ol>`,
    nextPage(desk, versions.length > onPage && last !== undefined ? `${last.changedAt}|${last.id}` : null),
  ]);
}

function isPlace(after: string): boolean {
  const [moment = '', id = ''] = after.split('|');
  return z.iso.datetime({ offset: true }).safeParse(moment).success && z.uuid().safeParse(id).success;
}

/** Only what differs: a day more in a calendar of forty is not forty days twice. */
function tell(version: PastVersion): Told {
  const before = settingLines(version, version.before);
  const after = settingLines(version, version.content);
  const without = (lines: readonly Line[], others: readonly Line[]) => {
    const known = new Set(others.map((other) => JSON.stringify(other)));
    return lines.filter((each) => !known.has(JSON.stringify(each)));
  };
  const moment = { moment: version.changedAt };
  return {
    version,
    was: without(before, after),
    now: without(after, before),
    who:
      version.changedBy === null
        ? line('deskSettings:history.command', { moment })
        : line('deskSettings:history.who', { name: { name: version.changedBy }, moment }),
  };
}

function entry(
  desk: DeskRequest,
  page: Pick<PageRoute, 'acts'>,
  { version, was, now, who }: Told,
  references: References,
  about: boolean,
): Page {
  const say = (lines: readonly Line[]) =>
    lines.length === 0
      ? html`<li>—</li>`
      : lines.map((each) => html`<li dir="auto">${desk.render(each, references)}</li>`);
  return html`<li>
    <p class="history-who"><strong>${about ? aboutLink(desk, version) : versionTitle(desk, version)}</strong>
      <span>${desk.render(who, references)}</span></p>
    <dl class="facts"><div><dt>${desk.say('deskSettings:history.was')}</dt><dd><ul class="plain">${say(was)}</ul></dd></div>
      <div><dt>${desk.say('deskSettings:history.now')}</dt><dd><ul class="plain">${say(now)}</ul></dd></div></dl>
    ${remarks(desk, version)}
    ${about ? nothing : backForms(desk, page, version)}
  </li>`;
}

function remarks(desk: DeskRequest, { note, broughtBack }: PastVersion): Page {
  const again =
    broughtBack === null
      ? undefined
      : broughtBack === 0
        ? desk.say('deskSettings:history.broughtFirst')
        : desk.say('deskSettings:history.broughtBack', { version: String(broughtBack) });
  return html`${again === undefined ? nothing : html`<p class="hint">${again}</p>`}
    ${note === null ? nothing : html`<p class="hint" dir="auto">${desk.say('deskSettings:history.note', { words: note })}</p>`}`;
}

/** A page may tell the stories of two settings. */
function versionTitle(desk: DeskRequest, { setting, version }: PastVersion): string {
  const title = desk.say('deskSettings:history.versionOf', { version: String(version) });
  if (setting === 'route') return `${desk.say('deskSettings:routes.set')} · ${title}`;
  return setting === 'answerDays' ? `${desk.say('deskSettings:routes.daysTitle')} · ${title}` : title;
}

/** The last version is what holds; the first one's beginning can be brought back, too. */
function backForms(desk: DeskRequest, page: Pick<PageRoute, 'acts'>, found: PastVersion): Page {
  if (page.acts?.bringBack === undefined || !maySet(desk, found.areaId)) return nothing;
  const current = versionNow(desk, found);
  const button = (to: number, text: string, about: string) =>
    form(desk, page, {
      act: 'bringBack',
      fields: [
        hiddenField('setting', found.setting),
        hiddenField('back', String(to)),
        hiddenField('version', String(current)),
      ],
      button: text,
      about,
    });
  return html`<div class="row">
    ${found.version === current ? nothing : button(found.version, desk.say('deskSettings:history.back'), desk.say('deskSettings:history.backOf', { version: String(found.version) }))}
    ${found.version === 1 ? button(0, desk.say('deskSettings:history.first'), desk.say('deskSettings:history.first')) : nothing}
  </div>`;
}

export function versionNow(desk: DeskRequest, place: SettingPlace): number {
  return desk.directory.settings.get(`${place.setting} ${place.areaId} ${place.subject}`)?.version ?? 0;
}

function aboutLink(desk: DeskRequest, { setting, areaId, subject }: PastVersion): Page {
  const area = nameOf(desk, areaId);
  const kind = () => desk.say(`kinds:${subject as KindId}.name`);
  const link = (href: string, text: string) => html`<a href="${href}">${text}</a>`;
  switch (setting satisfies SettingName) {
    case 'route':
      return link(
        `/desk/settings/routes/${areaId}/${subject}`,
        desk.say('deskSettings:about.route', { kind: kind(), area }),
      );
    case 'answerDays':
      return link(
        `/desk/settings/routes/${areaId}/${subject}`,
        desk.say('deskSettings:about.answerDays', { kind: kind(), area }),
      );
    case 'questions':
      return link(
        `/desk/settings/questions/${areaId}/${subject}`,
        desk.say('deskSettings:about.questions', { kind: kind(), area }),
      );
    case 'department': {
      const department = desk.directory.departments.get(subject)?.name[desk.locale] ?? '';
      return link(`/desk/settings/departments/${subject}`, desk.say('deskSettings:about.department', { department }));
    }
    case 'calendar':
      return link(`/desk/settings/calendar/${subject}`, desk.say('deskSettings:about.calendar', { year: subject }));
    case 'checkIns':
      return link(`/desk/settings/check-ins?area=${areaId}`, desk.say('deskSettings:about.checkIns', { area }));
  }
}
