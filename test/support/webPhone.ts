/** A browser on the web chat, without the browser: its cookies, its requests, and what its page would show. */
import { expect } from 'vitest';
import type { WebMessage } from '../../src/channels/web/store.ts';
import type { Locale } from '../../src/i18n/locale.ts';
import type { Program } from '../../src/program.ts';
import { newCode } from '../../src/secrets/codes.ts';
import { readTurn } from '../../src/turn/readTurn.ts';
import { writeClockTurn } from '../../src/turn/writeTurn.ts';
import type { Town } from './town.ts';

export const host = 'guitu.test';

export interface Posted {
  readonly status: number;
  readonly error?: string;
  readonly message?: string;
}

interface Choice {
  readonly choice: string;
  readonly number: string;
  readonly label: string;
  readonly action: string;
}

interface Listed {
  readonly messages: readonly WebMessage[];
  readonly cursor: number;
  readonly ended?: boolean;
}

export class WebPhone {
  readonly #program: Program;
  readonly #locale: Locale;
  /** Name and value, as the browser keeps them. */
  readonly cookies = new Map<string, string>();
  /** Every `Set-Cookie` as it came. */
  readonly setCookies: string[] = [];

  constructor(program: Program, locale: Locale = 'zh-CN') {
    this.#program = program;
    this.#locale = locale;
  }

  /** One request as the page makes it; what it caused is sent when this resolves. */
  async request(path: string, init: RequestInit = {}): Promise<Response> {
    const url = new URL(path, `https://${host}`);
    if (!url.searchParams.has('lang')) url.searchParams.set('lang', this.#locale);
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = new Headers(init.headers);
    headers.set('host', host);
    if (cookie !== '') headers.set('cookie', cookie);
    const response = await this.#program.app.request(url.pathname + url.search, { ...init, headers });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    this.#program.dispatcher.wake();
    await this.#program.dispatcher.idle();
    return response;
  }

  #keep(line: string): void {
    this.setCookies.push(line);
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (/max-age=0/i.test(line)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }

  async post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Posted> {
    const response = await this.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: `https://${host}`, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    const answer: { error?: string; message?: string } = text === '' ? {} : JSON.parse(text);
    return { status: response.status, ...answer };
  }

  /** Opens a joining link, by its code. */
  join(code: string, id: string = crypto.randomUUID()): Promise<Posted> {
    return this.post('/chat/messages', { kind: 'code', id, code });
  }

  say(text: string, id: string = crypto.randomUUID()): Promise<Posted> {
    return this.post('/chat/messages', { kind: 'text', id, text });
  }

  tap(choice: string, id: string = crypto.randomUUID()): Promise<Posted> {
    return this.post('/chat/messages', { kind: 'choice', id, choice });
  }

  /** Taps what does this, in the newest message that has it: by the action's stable name. */
  async choose(action: string): Promise<Posted> {
    const found = await this.find(action);
    return this.tap(found.choice);
  }

  /** Types the number of that choice instead of tapping it. */
  async chooseByNumber(action: string): Promise<Posted> {
    const found = await this.find(action);
    return this.say(found.number);
  }

  async find(action: string): Promise<Choice> {
    const messages = await this.messages();
    for (const message of messages.toReversed()) {
      const found = message.choices.find((choice) => choice.action === action);
      if (found !== undefined) return found;
    }
    throw new Error(`nothing offers ${action}; the last message is:\n${messages.at(-1)?.text}`);
  }

  async list(after = 0): Promise<Listed> {
    const response = await this.request(`/chat/messages?after=${after}`);
    expect(response.status).toBe(200);
    return (await response.json()) as Listed;
  }

  async messages(): Promise<readonly WebMessage[]> {
    return (await this.list()).messages;
  }

  /** The newest message from the other side. */
  async last(): Promise<WebMessage> {
    const message = (await this.messages()).findLast(({ from }) => from === 'guitu');
    if (message === undefined) throw new Error('nothing was said to this chat');
    return message;
  }

  async text(): Promise<string> {
    return (await this.last()).text;
  }
}

/** A new link for an account, as a coordinator gives it; the old one stops working. Gives its code. */
export async function reissue(town: Town, reference: string): Promise<string> {
  const { deps } = town.program;
  const updateId = `reissue ${crypto.randomUUID()}`;
  const code = newCode();
  const read = await readTurn(deps, { channel: 'clock', externalId: 'clock', updateId });
  const change = { fact: 'linkReissued', account: town.account(reference).id, code } as const;
  await writeClockTurn(deps, read, { changes: [change], messages: [] }, updateId, null);
  return code.link;
}
