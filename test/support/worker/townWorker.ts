/** The Worker as towns use it: the real handlers, with a clock that moves when told, a call at a time and each to its end. */
import { sqlStateOf } from '../../../src/db/database.ts';
import type { Log } from '../../../src/deps.ts';
import type { Engine } from '../../../src/engine.ts';
import { createHandlers, finish, type WorkerHandlers } from '../../../src/worker/handlers.ts';
import { Isolate } from '../../../src/worker/isolate.ts';
import { readSettings } from '../../../src/worker/settings.ts';
import type { LoggedLine, PackedRequest, WorkerAnswer, WorkerCall, WorkerTownOptions } from './call.ts';

interface PlayedTown {
  readonly isolate: Isolate;
  readonly handlers: WorkerHandlers;
  now: Date;
  logged: LoggedLine[];
}

const towns = new Map<string, PlayedTown>();
const noEnvironment = { HYPERDRIVE: { connectionString: '' } };

export default {
  async fetch(incoming: Request): Promise<Response> {
    const call = (await incoming.json()) as WorkerCall;
    const town = towns.get(call.town.id) ?? open(call.town);
    town.now = new Date(call.now);
    let response: WorkerAnswer['response'] = null;
    let error: WorkerAnswer['error'] = null;
    try {
      response = await act(town, call);
    } catch (thrown) {
      error = { name: thrown instanceof Error ? thrown.name : 'unknown', code: sqlStateOf(thrown) ?? '' };
    }
    const { logged } = town;
    town.logged = [];
    return Response.json({ response, logged, error } satisfies WorkerAnswer);
  },
};

function open({ id, databaseUrl, links, variables, timeoutSeconds }: WorkerTownOptions): PlayedTown {
  const settings = readSettings({ ...variables, HYPERDRIVE: { connectionString: databaseUrl } });
  const log: Log = {
    info: (event, properties = {}) => void town.logged.push({ level: 'info', event, properties }),
    warn: (event, properties = {}) => void town.logged.push({ level: 'warn', event, properties }),
    error: (event, properties = {}) => void town.logged.push({ level: 'error', event, properties }),
  };
  const isolate = new Isolate(settings, { clock: () => town.now, log, links, pace: null, timeoutSeconds });
  const handlers = createHandlers({ open: () => isolate, sweepMilliseconds: 0 });
  const town: PlayedTown = { isolate, handlers, now: new Date(0), logged: [] };
  towns.set(id, town);
  return town;
}

async function act({ isolate, handlers }: PlayedTown, { act, forget }: WorkerCall): Promise<WorkerAnswer['response']> {
  await withEngine(isolate, async ({ deps }) => {
    for (const chat of forget) deps.memory.forget(chat);
  });
  switch (act.kind) {
    case 'fetch':
      return answer(handlers, act.request);
    case 'receive':
      await withEngine(isolate, (engine) => engine.receive(act.inbound));
      return null;
    case 'tick':
      await handlers.scheduled({}, noEnvironment, { waitUntil: () => {} });
      return null;
    case 'sweep':
      await withEngine(isolate, async ({ dispatcher }) => dispatcher.wake());
      return null;
  }
}

async function answer(handlers: WorkerHandlers, packed: PackedRequest): Promise<WorkerAnswer['response']> {
  const after: Promise<unknown>[] = [];
  const { url, method, headers, body } = packed;
  const request = new Request(url, {
    method,
    headers: headers as [string, string][],
    body: body === null ? null : Uint8Array.fromBase64(body),
    redirect: 'manual',
  });
  const response = await handlers.fetch(request, noEnvironment, { waitUntil: (promise) => void after.push(promise) });
  const bytes = new Uint8Array(await response.arrayBuffer());
  await Promise.all(after);
  return { status: response.status, headers: [...response.headers], body: bytes.toBase64() };
}

async function withEngine(isolate: Isolate, work: (engine: Engine) => Promise<void>): Promise<void> {
  const engine = await isolate.startEngine({ poll: false });
  try {
    await work(engine);
  } finally {
    await finish(engine);
  }
}
