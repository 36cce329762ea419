/** The rights matrix over the chat: every action that names something, sent by everybody, about what is theirs and what is not. */
import { choiceToken, readChoiceToken } from '../../../src/channels/channel.ts';
import { type Action, actionSchema, isBoundToScreen } from '../../../src/dialogue/action.ts';
import { type Phone, Town } from '../../support/town.ts';
import { missing, type Subject, subjectAround } from './subjects.ts';

/** Who sends: by their place in the demo's district. */
export const actors = [
  'stranger',
  'person-1',
  'person-2',
  'person-5',
  'helper-1',
  'helper-2',
  'helper-3',
  'staff-human-resources',
  'staff-health',
  'staff-tax',
  'staff-jianshe-station',
  'staff-hexi-station',
  'coordinator-jianshe',
  'coordinator-hexi',
  'office',
] as const;
export type Actor = (typeof actors)[number];

export interface Matrix {
  readonly town: Town;
  readonly phones: ReadonlyMap<Actor, Phone>;
  readonly subjects: Readonly<Record<'here' | 'there', Subject>>;
}

export async function openMatrix(options: Parameters<typeof Town.open>[0] = {}): Promise<Matrix> {
  const town = await Town.open(options);
  const phones = new Map<Actor, Phone>();
  for (const actor of actors) phones.set(actor, actor === 'stranger' ? town.stranger() : await town.joined(actor));
  const phoneOf = (actor: Actor) => phones.get(actor)!;
  await phoneOf('stranger').say('/menu');
  const here = await subjectAround(town, {
    person: 'person-1',
    phone: phoneOf('person-1'),
    kind: 'training',
    proposed: 'staff-jianshe-employment',
    desk: 'staff-human-resources',
  });
  const there = await subjectAround(town, {
    person: 'person-5',
    phone: phoneOf('person-5'),
    kind: 'health',
    proposed: 'staff-hexi-employment',
    desk: 'staff-health',
  });
  return { town, phones, subjects: { here, there } };
}

const samples: Readonly<Record<string, readonly unknown[]>> = {
  page: [0],
  unhelped: [false],
  months: [3],
  on: [true],
  urgent: [false],
  yes: [true],
  reached: [true],
  helped: [true],
  folded: [true],
  instead: [null],
  day: ['2026-09-25'],
  from: ['2026-09-21'],
  until: ['2026-09-24'],
  substitute: [null, '0199e1a5-0000-4000-8000-0000000000ab'],
  template: [null],
  answers: [[]],
  title: ['x'],
  text: ['x'],
  apart: [[]],
  kind: ['training'],
  group: ['work'],
  answer: ['yes'],
  feeling: ['well', 'good', 'fine', 'ok'],
  section: ['self'],
  what: ['name'],
  matter: ['complaint'],
  locale: ['zh-CN'],
  area: ['0199e1a5-0000-4000-8000-0000000000aa'],
  name: [{ 'zh-CN': '人社局', en: 'Bureau' }],
  address: [{ 'zh-CN': '市民路', en: 'Shimin Road' }],
  dutyPhone: ['0000-5550104'],
  officeHours: [{ periods: [{ from: '09:00', to: '17:00' }], everyDay: false }],
  version: [1],
  note: [null],
  broughtBack: [null],
  accountVersion: [1],
  keepVersion: [1],
  goneVersion: [1],
  reason: ['moved'],
  approved: [false],
  correction: [{}],
};

/** The action of this name about a subject, its other fields filled with what fits. */
export function actionAbout(name: string, subject: Subject): Action {
  const option = actionSchema.options.find(({ shape }) => shape.do.value === name);
  if (option === undefined) throw new Error(`no action ${name}`);
  const fields = Object.entries(option.shape).filter(([field]) => field !== 'do');
  const filled = fields.map(([field, schema]) => {
    const own = (subject as unknown as Record<string, string>)[field];
    const candidates: readonly unknown[] = own === undefined ? (samples[field] ?? []) : [own];
    const fits = candidates.find((value) => schema.safeParse(value).success);
    if (fits === undefined) throw new Error(`nothing fits ${name}.${field}`);
    return [field, fits] as const;
  });
  return actionSchema.parse({ do: name, ...Object.fromEntries(filled) });
}

/** The actions that may come at any time, because they name what they are about. */
export const actionNames: readonly string[] = actionSchema.options
  .map(({ shape }) => shape.do.value)
  .filter((name) => !isBoundToScreen({ do: name } as Action));

export function namesSomething(name: string): boolean {
  const option = actionSchema.options.find(({ shape }) => shape.do.value === name);
  return Object.keys(option?.shape ?? {}).some((field) => field in missing);
}

let updates = 0;

export interface Told {
  /** The first line's key. */
  readonly first: string;
  /** All that is said and offered, as it is stored: keys and ids. */
  readonly whole: string;
}

/** What the chat is told that sends this. */
export async function answerTo({ town, phones }: Matrix, actor: Actor, action: Action): Promise<Told> {
  const phone = phones.get(actor)!;
  const id = crypto.randomUUID();
  await town.rows(
    `insert into outbox (id, identity_id, account_id, lines, choices, urgent, screen, discreet, due_at, state, created_at, sent_seq)
      select $1, id, account_id, '[{"key":"menu:person"}]', $2::jsonb, false, false, false, $3, 'sent', $3, 0 from identity where external_id = $4`,
    [
      id,
      JSON.stringify([{ number: '1', label: { key: 'common:menu' }, action }]),
      town.now.toISOString(),
      String(phone.id),
    ],
  );
  updates += 1;
  const updateId = `matrix ${updates}`;
  await town.program.receive({
    channel: 'telegram',
    externalId: String(phone.id),
    updateId,
    content: readChoiceToken(choiceToken(id, 0)),
  });
  const [said] = await town.rows<{ lines: { key: string }[]; choices: unknown }>(
    `select o.lines, o.choices from outbox o join identity i on i.id = o.identity_id
      where i.external_id = $1 and o.screen order by o.seq desc limit 1`,
    [String(phone.id)],
  );
  return { first: said?.lines[0]?.key ?? '', whole: JSON.stringify([said?.lines, said?.choices]) };
}
