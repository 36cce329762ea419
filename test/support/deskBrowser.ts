/** Somebody at the desk, as a browser without scripts is: cookies, pages, and the forms on them. */
import { createHash, randomBytes } from 'node:crypto';
import { type HTMLElement, parse } from 'node-html-parser';
import { expect } from 'vitest';
import { deskCookie } from '../../src/desk/session.ts';
import type { Locale } from '../../src/i18n/locale.ts';
import type { Program } from '../../src/program.ts';
import type { TestDatabase } from './openDatabase.ts';
import type { Town } from './town.ts';

const origin = 'http://desk.test';
export const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0';

/** A session's row; gives the token of its cookie. */
export async function openDeskSession(
  database: Pick<TestDatabase, 'rows'>,
  accountId: string,
  now: Date,
  locale: Locale = 'zh-CN',
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await database.rows(
    `insert into desk_session (id, account_id, token_hash, browser, locale, created_at, seen_at)
      values (gen_random_uuid(), $1, $2, 'edge windows', $3, $4, $4)`,
    [accountId, createHash('sha256').update(token).digest('hex'), locale, now.toISOString()],
  );
  return token;
}

export class DeskBrowser {
  readonly cookies = new Map<string, string>();
  /** Every `Set-Cookie` as it came. */
  readonly setCookies: string[] = [];
  userAgent = firefox;
  readonly #program: Program;
  status = 0;
  path = '';
  page: HTMLElement = parse('');
  response: Response = new Response();

  constructor(program: Program) {
    this.#program = program;
  }

  /**
   * Signed in without the way through the bot, which test/desk/login* is about: a session's row, and its cookie. The account
   * is known by its reference in the demo.
   */
  static async signedIn(town: Town, reference: string, locale: Locale = 'zh-CN'): Promise<DeskBrowser> {
    const browser = new DeskBrowser(town.program);
    browser.cookies.set(deskCookie, await openDeskSession(town, town.account(reference).id, town.now, locale));
    return browser;
  }

  /** Opens a page; what it leads on to is followed. */
  async open(path: string, headers: Readonly<Record<string, string>> = {}): Promise<this> {
    await this.#fetch(path, { headers });
    for (let hops = 0; this.status >= 300 && this.status < 400 && hops < 5; hops += 1)
      await this.#fetch(this.response.headers.get('location') ?? '/', {});
    return this;
  }

  /** Sends the form of this act, as it stands on the page, with these fields changed. Throws when there is none. */
  async send(act: string, fields: Readonly<Record<string, string | Blob>> = {}, nth = 0): Promise<this> {
    const form = this.forms(act)[nth];
    if (form === undefined) throw new Error(`no form ${act} on ${this.path}:\n${this.text}`);
    const body = new FormData();
    for (const [name, value] of fieldsOf(form)) if (!(name in fields)) body.append(name, value);
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    return this.post(form.getAttribute('action') ?? this.path, body);
  }

  async post(path: string, body: FormData, headers: Readonly<Record<string, string>> = {}): Promise<this> {
    const isForm = [...body.values()].every((value) => typeof value === 'string');
    const sent = isForm ? new URLSearchParams([...body].map(([name, value]) => [name, String(value)])) : body;
    await this.#fetch(path, {
      method: 'POST',
      body: sent,
      headers: { origin, 'sec-fetch-site': 'same-origin', ...headers },
    });
    for (let hops = 0; this.status >= 300 && this.status < 400 && hops < 5; hops += 1)
      await this.#fetch(this.response.headers.get('location') ?? '/', {});
    return this;
  }

  async #fetch(path: string, init: RequestInit): Promise<void> {
    const url = new URL(path, new URL(this.path === '' ? '/desk' : this.path, origin));
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    this.response = await this.#program.app.request(url.href, {
      redirect: 'manual',
      ...init,
      headers: {
        host: url.host,
        'user-agent': this.userAgent,
        ...(cookie === '' ? {} : { cookie }),
        ...(init.headers as Record<string, string>),
      },
    });
    for (const set of this.response.headers.getSetCookie()) {
      this.setCookies.push(set);
      const [name = '', value = ''] = (set.split(';')[0] ?? '').split(/=(.*)/s);
      if (value === '' || /max-age=0/i.test(set)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    this.path = url.pathname + url.search;
    this.status = this.response.status;
    const isPage = this.response.headers.get('content-type')?.startsWith('text/html') === true;
    this.page = parse(isPage ? await this.response.clone().text() : '');
  }

  forms(act: string): HTMLElement[] {
    return this.page
      .querySelectorAll('form')
      .filter((form) => form.querySelector('input[name=act]')?.getAttribute('value') === act);
  }

  offers(act: string): boolean {
    return this.forms(act).length > 0;
  }

  get text(): string {
    return (this.page.querySelector('main') ?? this.page).structuredText;
  }

  get notice(): string {
    return this.page.querySelector('.notice')?.structuredText ?? '';
  }

  link(text: string): string {
    const found = this.page.querySelectorAll('a').find((link) => link.structuredText.includes(text));
    if (found === undefined) throw new Error(`no link ${text} on ${this.path}:\n${this.text}`);
    return found.getAttribute('href') ?? '';
  }

  async follow(text: string): Promise<this> {
    return this.open(this.link(text));
  }

  expectText(pattern: RegExp | string): void {
    if (typeof pattern === 'string') expect(this.text).toContain(pattern);
    else expect(this.text).toMatch(pattern);
  }
}

/** A form as a page would send it, for whoever has no such page. */
export function formOf(act: string, fields: Readonly<Record<string, string>> = {}): FormData {
  const body = new FormData();
  for (const [name, value] of Object.entries({ act, form: crypto.randomUUID(), ...fields })) body.append(name, value);
  return body;
}

function fieldsOf(form: HTMLElement): [string, string][] {
  return form.querySelectorAll('input, textarea, select').flatMap((field): [string, string][] => {
    const name = field.getAttribute('name');
    if (name === undefined) return [];
    const type = field.getAttribute('type');
    if ((type === 'checkbox' || type === 'radio') && field.getAttribute('checked') === undefined) return [];
    if (type === 'file') return [];
    if (field.tagName === 'TEXTAREA') return [[name, field.text.replace(/^\n/, '')]];
    if (field.tagName === 'SELECT') {
      const options = field.querySelectorAll('option');
      const chosen = options.find((option) => option.hasAttribute('selected')) ?? options[0];
      return chosen === undefined ? [] : [[name, chosen.getAttribute('value') ?? chosen.text]];
    }
    return [[name, field.getAttribute('value') ?? '']];
  });
}
