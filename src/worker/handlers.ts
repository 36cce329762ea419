import { ConfigError } from '../config.ts';
import type { Engine } from '../engine.ts';
import { tick } from '../schedule/tick.ts';
import type { Isolate } from './isolate.ts';
import type { WorkerEnvironment } from './settings.ts';

/** As much of what the runtime hands over with a request as is used here. */
export interface WorkerContext {
  waitUntil(promise: Promise<unknown>): void;
}

export interface WorkerHandlers {
  fetch(request: Request, environment: WorkerEnvironment, context: WorkerContext): Promise<Response>;
  scheduled(event: unknown, environment: WorkerEnvironment, context: WorkerContext): Promise<void>;
}

/** The runtime ends what goes on for longer than 30 s after the answer; what is not sent by then the next minute sends. */
const afterMilliseconds = 20_000;
/** The page comes back by itself, so that no stream holds on to an old version or a connection for ever. */
const streamMilliseconds = 300_000;
/** What falls due within the minute is looked for until the next one's trigger is near. */
const mostSweepMilliseconds = 55_000;

interface HandlerOptions {
  /** Gives the same one each time; the settings are there only once the runtime calls. */
  readonly open: (environment: WorkerEnvironment) => Isolate;
  /** How long a trigger looks for what falls due after its tick. */
  readonly sweepMilliseconds?: number;
}

/** What the runtime calls. */
export function createHandlers({ open, sweepMilliseconds = mostSweepMilliseconds }: HandlerOptions): WorkerHandlers {
  return {
    async fetch(request, environment, context) {
      let own: Isolate;
      try {
        own = open(environment);
      } catch (error) {
        return misconfigured(error);
      }
      const engine = await own.startEngine({ poll: false });
      const answered = own.answer(engine, request).then((response) => followed(response, engine));
      // Whoever asked may be gone before the answer: the turn is taken all the same.
      context.waitUntil(finishAfter(engine, answered));
      return (await answered).response;
    },
    async scheduled(_event, environment) {
      const own = open(environment);
      const startedAt = performance.now();
      const engine = await own.startEngine({ poll: true });
      try {
        const done = await tick(engine.deps);
        if (done > 0) own.log.info('tick', { done });
      } catch (error) {
        own.log.error('tick.failed', { error: error instanceof Error ? error.name : typeof error });
      }
      const rest = startedAt + sweepMilliseconds - performance.now();
      if (rest > 0) await sleep(rest);
      await finish(engine);
    },
  };
}

interface Answer {
  readonly response: Response;
  /** Resolves when all of it is on its way: an event stream goes on after the answer. */
  readonly sent: Promise<void>;
}

function followed(response: Response, { watchers }: Engine): Answer {
  const { body } = response;
  if (body === null || response.headers.get('content-type')?.startsWith('text/event-stream') !== true)
    return { response, sent: Promise.resolve() };
  const timer = setTimeout(() => watchers.close(), streamMilliseconds);
  const { readable, writable } = new TransformStream();
  // The reader going away is how most streams end.
  const sent = body
    .pipeTo(writable)
    .catch(() => undefined)
    .finally(() => clearTimeout(timer));
  return { response: new Response(readable, response), sent };
}

async function finishAfter(engine: Engine, answered: Promise<Answer>): Promise<void> {
  try {
    await (await answered).sent;
  } finally {
    await finish(engine);
  }
}

/** Sends what there is, and lets go of the database. */
export async function finish({ dispatcher, deps, settled }: Engine): Promise<void> {
  await Promise.race([settled().then(() => dispatcher.idle()), sleep(afterMilliseconds)]);
  await dispatcher.stop();
  await deps.database.close();
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Says in the log which setting is wrong, never what it holds, and nothing to who asked. */
function misconfigured(error: unknown): Response {
  const message = error instanceof ConfigError ? error.message : 'unexpected';
  console.error(
    JSON.stringify({ level: 'ERROR', logger: 'guitu', message: 'settings', properties: { says: message } }),
  );
  return Response.json({ error: 'unavailable' }, { status: 503 });
}
