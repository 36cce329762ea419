import type { Context } from 'hono';
import { type Day, dayOf } from '../calendar/day.ts';
import { readReferences } from '../delivery/references.ts';
import type { Action } from '../dialogue/action.ts';
import type { Change } from '../dialogue/outcome.ts';
import type { Line } from '../dialogue/parameter.ts';
import type { Topic } from '../dialogue/topic.ts';
import type { Membership } from '../dialogue/world.ts';
import type { MessageKey } from '../i18n/keys.ts';
import type { Locale } from '../i18n/locale.ts';
import { type References, renderLine } from '../i18n/render.ts';
import { textOf } from '../i18n/texts.ts';
import type { Directory } from '../organisation/directory.ts';
import { readDirectory } from '../organisation/readDirectory.ts';
import type { TurnDeps } from '../turn/chatMemory.ts';
import { takeDeskTurn } from '../turn/deskTurn.ts';
import type { SeenRow } from '../turn/seen.ts';
import type { DeskRole } from './policy.ts';
import type { Notice } from './route.ts';

/** Who sits at the desk, as of this request. */
export interface DeskActor {
  readonly accountId: string;
  /** The account's own key, wrapped. */
  readonly key: string;
  readonly name: string;
  readonly sessionId: string;
  readonly steppedUpUntil: Date | null;
  readonly memberships: readonly Membership[];
}

interface Parts {
  readonly deps: TurnDeps;
  readonly context: Context;
  readonly locale: Locale;
  readonly now: Date;
  readonly directory: Directory;
  /** Absent on the way in. */
  readonly actor: DeskActor | undefined;
}

/** One request at the desk: who asks, in which language, at which moment, and what can be asked for them. */
export class DeskRequest {
  readonly deps: TurnDeps;
  readonly context: Context;
  readonly locale: Locale;
  readonly now: Date;
  readonly today: Day;
  #directory: Directory;
  readonly #actor: DeskActor | undefined;
  #formId: string | undefined;

  constructor({ deps, context, locale, now, directory, actor }: Parts) {
    this.deps = deps;
    this.context = context;
    this.locale = locale;
    this.now = now;
    this.today = dayOf(now);
    this.#directory = directory;
    this.#actor = actor;
  }

  /** As of this request's beginning, or of its last change. */
  get directory(): Directory {
    return this.#directory;
  }

  /** The directory once more, after this request has changed what stands in it. */
  async readDirectoryAnew(): Promise<void> {
    this.#directory = await readDirectory(this.deps.database, this.#directory.version + 1);
  }

  get isSignedIn(): boolean {
    return this.#actor !== undefined;
  }

  /** Throws on a page for everybody, where nobody is known. */
  get actor(): DeskActor {
    if (this.#actor === undefined) throw new Error('this page knows nobody');
    return this.#actor;
  }

  has(role: DeskRole): boolean {
    return this.#actor?.memberships.some((membership) => membership.role === role) === true;
  }

  /** The departments whose queue is theirs. */
  get departments(): readonly string[] {
    return this.actor.memberships.flatMap(({ departmentId }) => (departmentId === null ? [] : [departmentId]));
  }

  say(key: MessageKey, values: Readonly<Record<string, string>> = {}): string {
    return textOf(this.locale, key, values);
  }

  /** Opens what these lines point at, in one read for all of them. */
  open(lines: readonly Line[]): Promise<References> {
    return readReferences(this.deps, lines, this.now);
  }

  /** A line as the chat would say it; `references` were opened for it. */
  render(line: Line, references: References): string {
    return renderLine(line, this.locale, references);
  }

  /** A part of the address, as the route names it. */
  path(name: string): string {
    return this.context.req.param(name) ?? '';
  }

  query(name: string): string {
    return this.context.req.query(name) ?? '';
  }

  /**
   * What a function of the database gives for who asks: `select <name>($1::jsonb)`, which is handed `request` with the
   * `actor`, `now` and `today`. It reads under row-level security.
   */
  async read<Answer>(name: `desk_${string}`, request: object = {}): Promise<Answer> {
    const asked = { ...request, actor: this.actor.accountId, now: this.now.toISOString(), today: this.today };
    const [row] = await this.deps.database.query<{ found: Answer }>(`select ${name}($1::jsonb) as found`, [
      JSON.stringify(asked),
    ]);
    if (row === undefined) throw new Error(`${name} gave no row`);
    return row.found;
  }

  /** Keeps who saw what, before the page is given. */
  async look(rows: readonly SeenRow[]): Promise<void> {
    if (rows.length === 0) return;
    const reader = this.actor.accountId;
    await this.deps.database.query('select audit_desk($1, $2::jsonb, $3)', [
      reader,
      JSON.stringify(rows.map((row) => ({ ...row, reader }))),
      this.now.toISOString(),
    ]);
  }

  /** The id of the form that was sent; it makes what was done count once. */
  set formId(id: string) {
    this.#formId = id;
  }

  get formId(): string {
    if (this.#formId === undefined) throw new Error('no form was sent');
    return this.#formId;
  }

  /**
   * Does what the chat does when this action is chosen at this place. `lines`: how many of the answer's lines the page says;
   * one when absent, since the rest of an answer is mostly what the page shows anyhow.
   */
  async take(action: Action, topic: Topic = { name: 'menu' }, lines = 1): Promise<Notice> {
    return (await this.takeWhole(action, topic, lines)).notice;
  }

  /** The same, with what became true: nothing where it was refused, or the form was sent before. */
  async takeWhole(
    action: Action,
    topic: Topic = { name: 'menu' },
    lines = 1,
  ): Promise<{ readonly notice: Notice; readonly changes: readonly Change[] }> {
    const answer = await takeDeskTurn(this.deps, {
      accountId: this.actor.accountId,
      locale: this.locale,
      formId: this.formId,
      topic,
      action,
      lines,
    });
    if (answer.result === 'seen') return { notice: { tone: 'done', text: this.say('desk:alreadyDone') }, changes: [] };
    const { changes, text } = answer;
    return { notice: { tone: changes.length > 0 ? 'done' : 'refused', text }, changes };
  }
}
