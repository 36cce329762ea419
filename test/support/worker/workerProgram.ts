/** The program as a town knows it, with workerd behind it: requests, ticks and what is sent go there. */
import { inject } from 'vitest';
import type { SettledChat } from '../../../src/deps.ts';
import type { Program } from '../../../src/program.ts';
import type { LoggedLine, PackedRequest, WorkerAnswer, WorkerCall, WorkerTownOptions } from './call.ts';
import type { Workerd } from './workerd.ts';

/** Whether towns of this run are played by the Worker. */
export function isOnWorker(): boolean {
  return process.env.RUNTIME === 'worker';
}

let own: Promise<Workerd> | undefined;

/** The address of the run's workerd, or of one of this process. */
async function workerUrl(): Promise<string> {
  const shared = inject('workerUrl');
  if (shared !== undefined) return shared;
  own ??= startOwn();
  return (await own).url;
}

/** wrangler is large, and not loaded where towns are played on Node. */
async function startOwn(): Promise<Workerd> {
  const { startTownWorker } = await import('./workerd.ts');
  return startTownWorker();
}

export async function stopOwnWorkerd(): Promise<void> {
  await (await own)?.stop();
  own = undefined;
}

export interface WorkerProgramOptions {
  /** What a test itself does on the database, on Node. */
  readonly node: Program;
  readonly town: Omit<WorkerTownOptions, 'id'>;
  readonly now: () => Date;
  readonly logged: LoggedLine[];
}

export interface WorkerProgram extends Program {
  tick(): Promise<number>;
}

export function createWorkerProgram({ node, town, now, logged }: WorkerProgramOptions): WorkerProgram {
  const id = crypto.randomUUID();
  let forget: SettledChat[] = [];
  const call = async (act: WorkerCall['act']): Promise<WorkerAnswer> => {
    const body: WorkerCall = { town: { ...town, id }, now: now().toISOString(), forget, act };
    forget = [];
    const response = await fetch(await workerUrl(), { method: 'POST', body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`the Worker itself failed: ${response.status} ${await response.text()}`);
    const answer = (await response.json()) as WorkerAnswer;
    logged.push(...answer.logged.filter(({ event }) => event !== 'tick'));
    if (answer.error !== null) throw Object.assign(new Error(answer.error.name), answer.error);
    return answer;
  };
  const request = async (input: Request | string | URL, init?: RequestInit): Promise<Response> => {
    const { response } = await call({ kind: 'fetch', request: await pack(input, init) });
    if (response === null) throw new Error('the Worker gave no response');
    const { status, headers, body } = response;
    const isBare = status === 204 || status === 304;
    return new Response(isBare ? null : Uint8Array.fromBase64(body), {
      status,
      headers: headers as [string, string][],
    });
  };
  return {
    ...node,
    app: { request, fetch: request } as never,
    deps: { ...node.deps, memory: { forget: (chat: SettledChat) => forget.push(chat) } as never },
    dispatcher: { ...node.dispatcher, wake: () => {}, idle: async () => void (await call({ kind: 'sweep' })) },
    receive: async (inbound) => void (await call({ kind: 'receive', inbound })),
    async tick() {
      const { logged } = await call({ kind: 'tick' });
      // Of ticks at once, one may bring another's line.
      return logged.reduce((done, { event, properties }) => done + (event === 'tick' ? Number(properties.done) : 0), 0);
    },
  };
}

async function pack(input: Request | string | URL, init?: RequestInit): Promise<PackedRequest> {
  const headers = new Headers(input instanceof Request ? input.headers : init?.headers);
  const address = input instanceof Request ? input.url : new URL(input, 'http://localhost').href;
  const request = input instanceof Request ? input : new Request(address, init);
  const bytes = new Uint8Array(await request.arrayBuffer());
  for (const [name, value] of request.headers) if (!headers.has(name)) headers.set(name, value);
  const body = bytes.length === 0 ? null : bytes.toBase64();
  // A request made by hand does not say how long its body is; one that comes over the wire does.
  if (body !== null && !headers.has('transfer-encoding')) headers.set('content-length', String(bytes.length));
  return { url: address, method: request.method, headers: [...headers], body };
}
