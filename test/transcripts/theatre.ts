/** A district on stage: the real program on PGlite in memory, chats that can be written down, and a clock moved by hand. */
import type { Outgoing } from '../../src/channels/channel.ts';
import { readChoiceToken } from '../../src/channels/channel.ts';
import { demoOrganisation } from '../../src/commands/demo/demoOrganisation.ts';
import type { Database } from '../../src/db/database.ts';
import type { Log } from '../../src/deps.ts';
import type { Locale } from '../../src/i18n/locale.ts';
import { setUp } from '../../src/organisation/setup.ts';
import { createProgram, type Program } from '../../src/program.ts';
import { tick } from '../../src/schedule/tick.ts';
import { openVault } from '../../src/secrets/vault.ts';

export type Actor = 'person' | 'helper' | 'colleague' | 'staff' | 'coordinator' | 'office';

const accounts: Readonly<Record<Actor, string>> = {
  person: 'person-1',
  helper: 'helper-1',
  colleague: 'helper-2',
  staff: 'staff-human-resources',
  coordinator: 'coordinator-jianshe',
  office: 'office',
};

/** What happens on stage. A choice is named by its action; what is typed is given in both languages. */
export type Scene =
  | { readonly at: string }
  | { readonly who: Actor; readonly tap: string }
  | { readonly who: Actor; readonly say: Readonly<Record<Locale, string>> | string };

const days = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' });

export class Theatre {
  readonly lines: string[] = [];
  readonly #program: Program;
  readonly #locale: Locale;
  readonly #codes: ReadonlyMap<string, string>;
  readonly #clock: { now: Date };
  readonly #last = new Map<Actor, Outgoing[]>();
  #updates = 0;

  private constructor(program: Program, locale: Locale, codes: ReadonlyMap<string, string>, clock: { now: Date }) {
    this.#program = program;
    this.#locale = locale;
    this.#codes = codes;
    this.#clock = clock;
    const send = async (message: Outgoing) => {
      this.#hear(message);
      return { result: 'sent', channelMessageId: '1' } as const;
    };
    Object.assign(program.deps.senders, { telegram: send });
  }

  /** `database` is migrated and empty, and is the theatre's own. */
  static async open(database: Database, locale: Locale, listener?: Log): Promise<Theatre> {
    const clock = { now: new Date('2026-09-21T02:00:00Z') };
    const vault = await openVault(new Uint8Array(32).fill(7));
    const links = { web: 'https://help.example.org' };
    const demo = demoOrganisation();
    const people = demo.people.map((person, index) => (index === 0 ? { ...person, releasedOn: '2026-09-16' } : person));
    const made = await setUp({ database, vault, now: clock.now, links }, { ...demo, people }, { demo: true });
    const codes = new Map(made.map(({ reference, links: { web } }) => [reference, web.split('#')[1] ?? '']));
    const log = listener ?? { info: () => {}, warn: () => {}, error: (event: string) => console.error(event) };
    const program = createProgram({ database, vault, links, log, clock: () => clock.now, poll: false });
    const theatre = new Theatre(program, locale, codes, clock);
    for (const actor of Object.keys(accounts) as Actor[]) {
      await theatre.#send(actor, { type: 'code', code: theatre.#codes.get(accounts[actor]) ?? '' });
      if (actor === 'person') await theatre.#tap(actor, 'consentYes');
    }
    theatre.lines.length = 0;
    return theatre;
  }

  async play(scenes: readonly Scene[]): Promise<void> {
    for (const scene of scenes) {
      if ('at' in scene) {
        this.#clock.now = new Date(`${scene.at.replace(' ', 'T')}:00+08:00`);
        this.lines.push(`— ${days.format(this.#clock.now)} —`, '');
        await tick(this.#program.deps);
        await this.#settle();
      } else if ('tap' in scene) await this.#tap(scene.who, scene.tap);
      else await this.#say(scene.who, typeof scene.say === 'string' ? scene.say : scene.say[this.#locale]);
    }
  }

  get program(): Program {
    return this.#program;
  }

  close(): Promise<void> {
    return this.#program.dispatcher.stop();
  }

  async #say(who: Actor, text: string): Promise<void> {
    this.lines.push(`${who} ▸ ${text}`, '');
    await this.#send(who, { type: 'text', text });
  }

  async #tap(who: Actor, action: string): Promise<void> {
    for (const message of (this.#last.get(who) ?? []).toReversed()) {
      const choice = message.choices.find((each) => each.action === action);
      if (choice === undefined) continue;
      this.lines.push(`${who} ▸ [${choice.label}]`, '');
      await this.#send(who, readChoiceToken(choice.token));
      return;
    }
    throw new Error(`nothing offers ${action} to the ${who}; what was said:\n${this.lines.slice(-30).join('\n')}`);
  }

  async #send(who: Actor, content: Parameters<Program['receive']>[0]['content']): Promise<void> {
    this.#updates += 1;
    await this.#program.receive({
      channel: 'telegram',
      externalId: who,
      updateId: String(this.#updates),
      languageTag: this.#locale,
      content,
    });
    await this.#settle();
  }

  async #settle(): Promise<void> {
    this.#program.dispatcher.wake();
    await this.#program.dispatcher.idle();
  }

  #hear(message: Outgoing): void {
    const who = message.externalId as Actor;
    this.#last.set(who, [...(this.#last.get(who) ?? []), message]);
    this.lines.push(
      `→ ${who}`,
      ...message.text.split('\n').map((text) => `    ${text}`),
      ...message.choices.map(({ number, label }) => `      ${number} ${label}`),
      '',
    );
  }
}
