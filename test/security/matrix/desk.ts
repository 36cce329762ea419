/** The rights matrix at the desk: every page and every form of it, opened and sent by everybody. */
import * as z from 'zod';
import { areas } from '../../../src/desk/areas.ts';
import type { PageRoute } from '../../../src/desk/route.ts';
import { deskCookie } from '../../../src/desk/session.ts';
import { DeskBrowser, openDeskSession } from '../../support/deskBrowser.ts';
import { openStepUp } from '../../support/stepUp.ts';
import type { Town } from '../../support/town.ts';
import type { Actor, Matrix } from './chat.ts';
import { missing, type Subject } from './subjects.ts';

/** Who sits at the desk, and two who have no business there but a session all the same. */
export const sitters = [
  'staff-human-resources',
  'staff-health',
  'staff-tax',
  'staff-jianshe-station',
  'staff-hexi-station',
  'coordinator-jianshe',
  'coordinator-hexi',
  'office',
  'helper-1',
  'person-1',
] as const satisfies readonly Actor[];
export type Sitter = (typeof sitters)[number];

/** What a path names, by the path's own words for it. */
export type Named = Readonly<Record<string, string>>;

const nothingNamed: Named = {
  referral: missing.referral,
  person: missing.account,
  account: missing.account,
  helper: missing.helper,
  visit: missing.visit,
  task: missing.task,
  department: missing.department,
  template: missing.need,
  area: missing.consent,
};

/** What paths may name of one part of the district. */
export async function namedIn(town: Town, subject: Subject): Promise<Named> {
  await town.rows(
    `insert into answer_template (id, department_id, title, text, edited_by, edited_at)
      select gen_random_uuid(), $1, 'x', 'x', $2, $3 where not exists (select 1 from answer_template where department_id = $1)`,
    [subject.department, subject.account, town.now.toISOString()],
  );
  const [row] = await town.rows<{ person: string; area: string; template: string }>(
    `select p.id as person, p.area_id as area, (select id from answer_template where department_id = $2) as template
      from person p where p.account_id = $1`,
    [subject.account, subject.department],
  );
  if (row === undefined) throw new Error('nobody is here');
  const { referral, account, helper, visit, task, department } = subject;
  return { referral, account, helper, visit, task, department, ...row };
}

/** The pages whose address names something that belongs to somebody. */
export const namingPages: readonly PageRoute[] = areas
  .flatMap(({ routes }) => routes)
  .filter((route): route is PageRoute => 'show' in route)
  .filter(({ path }) => /:(referral|person|account|helper|visit|task|department|template|area)\b/.test(path))
  // Of two things at once, and of what one coordinator alone has sent: tried by themselves.
  .filter(({ path }) => !/:other|:batch/.test(path));

/** `/desk/workers/…` names somebody who works, every other page with an account a person. */
export function pathOf(path: string, named: Named): string {
  const worker = path.startsWith('/desk/workers/') || path === '/desk/teams/:helper';
  return path.replace(/:(\w+)/g, (_, name: string) => {
    if (name === 'kind') return 'training';
    if (name === 'account' && worker) return named.helper ?? '';
    return named[name] ?? '';
  });
}

export function missingPath(path: string): string {
  return pathOf(path, nothingNamed);
}

/** Fields that would do, were the thing there. */
export function fieldsFor(act: NonNullable<PageRoute['acts']>[string]): Record<string, string> {
  const schema = z.toJSONSchema(act.fields, { io: 'input', unrepresentable: 'any' }) as {
    properties?: Record<string, { enum?: string[]; const?: string; format?: string }>;
  };
  return Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([name, property]) => [
      name,
      property.const ?? property.enum?.[0] ?? (property.format === 'date' ? '2026-09-25' : sampleOf(name)),
    ]),
  );
}

function sampleOf(name: string): string {
  if (/version/i.test(name)) return '1';
  return /department|helper|member|substitute|template|area/i.test(name) ? missing.department : 'x';
}

export interface Seen {
  readonly status: number;
  readonly text: string;
}

export async function openDesks({ town }: Matrix): Promise<ReadonlyMap<Sitter, DeskBrowser>> {
  const desks = new Map<Sitter, DeskBrowser>();
  for (const sitter of sitters) {
    const desk = new DeskBrowser(town.program);
    desk.cookies.set(deskCookie, await openDeskSession(town, town.account(sitter).id, town.now));
    desks.set(sitter, desk);
  }
  await openStepUp(town);
  return desks;
}

export async function opened(desk: DeskBrowser, path: string): Promise<Seen> {
  await desk.open(path);
  return { status: desk.status, text: desk.text };
}

export async function sent(
  desk: DeskBrowser,
  path: string,
  act: string,
  fields: Record<string, string>,
): Promise<Seen> {
  const body = new FormData();
  for (const [name, value] of Object.entries({ act, form: crypto.randomUUID(), ...fields })) body.append(name, value);
  await desk.post(path, body);
  return { status: desk.status, text: desk.text };
}
