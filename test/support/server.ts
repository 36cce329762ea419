/** The real program as a process of its own, over HTTP. */
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { type Ended, type Environment, start } from './commands.ts';

export interface RunningServer {
  /** What it printed first. */
  readonly firstLine: string;
  /** `http://127.0.0.1:<port>`. */
  readonly address: string;
  readonly ended: Promise<Ended>;
  kill(signal: 'SIGTERM' | 'SIGKILL'): void;
}

/** Starts the program on a free port; it is killed after the test that started it, if it still runs. */
export async function startServer(environment: Environment): Promise<RunningServer> {
  const started = start('src/node.ts', [], { PORT: '0', LOG_LEVEL: 'warning', ...environment });
  const { child, ended } = started;
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const firstLine = await Promise.race([
    new Promise<string>((done) => child.stdout?.once('data', (chunk) => done(String(chunk).trim()))),
    ended.then(({ stderr }) => Promise.reject(new Error(`it did not start: ${stderr}`))),
  ]);
  const port = /(\d+)$/.exec(firstLine)?.[1];
  return { firstLine, address: `http://127.0.0.1:${port}`, ended, kill: (signal) => void child.kill(signal) };
}

/** A browser's session on a running server: its one cookie, which may be another's. */
export class ServerSession {
  readonly #address: () => string;
  #cookie = '';

  constructor(address: () => string, other?: ServerSession) {
    this.#address = address;
    this.#cookie = other === undefined ? '' : other.#cookie;
  }

  async request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.#cookie !== '') headers.set('cookie', this.#cookie);
    const response = await fetch(this.#address() + path, { ...init, headers });
    const set = response.headers.getSetCookie()[0]?.split(';')[0];
    if (set !== undefined) this.#cookie = set;
    return response;
  }

  post(content: object): Promise<Response> {
    return this.request('/chat/messages', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: crypto.randomUUID(), ...content }),
    });
  }

  /** The texts of the chat, once there are so many. */
  async texts(atLeast: number): Promise<string[]> {
    for (;;) {
      const response = await this.request('/chat/messages');
      const { messages }: { messages: { text: string }[] } = await response.json();
      if (messages.length >= atLeast) return messages.map(({ text }) => text);
      await sleep(20);
    }
  }
}
