/**
 * The database of a running embedded server, for the commands beside it: HTTP on a Unix socket that only its owner may
 * open. `POST /query` takes `{ text, parameters }` and answers `{ rows }`, or `{ error: { code, message } }`, where
 * `code` is the SQLSTATE if there is one.
 */
import { chmod, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { relative, resolve } from 'node:path';
import { json } from 'node:stream/consumers';
import * as z from 'zod';
import { PlainError } from '../plainError.ts';
import { type Database, type Parameter, sqlStateOf } from './database.ts';

/** Systems cut a socket's path at 103 to 107 bytes. */
const longestPath = 100;

const querySchema = z.object({
  text: z.string(),
  parameters: z.array(z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string().nullable())])),
});
const answerSchema = z.union([
  z.object({ rows: z.array(z.unknown()) }),
  z.object({ error: z.object({ code: z.string().optional(), message: z.string() }) }),
]);

/** What a query through the socket failed with, as the driver on the other side said it. */
class QueryError extends Error {
  override readonly name = 'QueryError';
  readonly code: string | undefined;

  constructor(message: string, code: string | undefined) {
    super(message);
    this.code = code;
  }
}

/** Where the socket of a folder is. Throws PlainError when no spelling of the path is short enough. */
export function socketPath(folder: string): string {
  const whole = resolve(folder, 'guitu.sock');
  const spellings = [whole, relative(process.cwd(), whole)];
  const path = spellings.find((spelling) => Buffer.byteLength(spelling) <= longestPath);
  if (path === undefined) {
    throw new PlainError('DATA_DIR: the path of this folder is too long for a socket; choose one of at most 85 bytes');
  }
  return path;
}

/** Serves `database` at `path`. The caller holds the folder, so that what lies there is a dead server's. */
export async function serveSocket(database: Database, path: string): Promise<{ close(): Promise<void> }> {
  await rm(path, { force: true });
  const server = createServer((incoming, response) => void answer(database, incoming, response));
  // From its first moment, not from a later chmod on, nobody else may open it.
  const usual = process.umask(0o177);
  const listening = new Promise<void>((done, fail) => server.once('error', fail).listen(path, done));
  process.umask(usual);
  await listening;
  await chmod(path, 0o600);
  return {
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeIdleConnections();
      }),
  };
}

/** The database behind the socket at `path`, or undefined while nobody answers there. */
export async function connectSocket(path: string): Promise<Database | undefined> {
  try {
    await queryThrough(path, 'select 1', []);
  } catch (error) {
    if (error instanceof QueryError) throw error;
    return undefined;
  }
  return {
    async query<Row>(text: string, parameters: readonly Parameter[] = []): Promise<Row[]> {
      try {
        return (await queryThrough(path, text, parameters)) as Row[];
      } catch (error) {
        if (error instanceof QueryError) throw error;
        throw new PlainError('The server that works in DATA_DIR has stopped; please try again.');
      }
    },
    execute: () => Promise.reject(new Error('a script does not go through the socket')),
    close: () => Promise.resolve(),
  };
}

async function queryThrough(path: string, text: string, parameters: readonly Parameter[]): Promise<unknown[]> {
  const body = await post(path, JSON.stringify({ text, parameters }));
  const parsed = answerSchema.parse(JSON.parse(body));
  if ('error' in parsed) throw new QueryError(parsed.error.message, parsed.error.code);
  return parsed.rows;
}

async function answer(database: Database, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const reply = (status: number, body: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  try {
    if (incoming.method !== 'POST' || incoming.url !== '/query')
      return reply(404, { error: { message: 'no such door' } });
    const { text, parameters } = querySchema.parse(await json(incoming));
    reply(200, { rows: await database.query(text, parameters) });
  } catch (error) {
    const message = error instanceof Error ? error.message : 'unknown';
    reply(200, { error: { code: sqlStateOf(error), message } });
  }
}

function post(path: string, body: string): Promise<string> {
  return new Promise((done, fail) => {
    const outgoing = request({ socketPath: path, method: 'POST', path: '/query', agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.once('end', () => done(text)).once('error', fail);
    });
    outgoing.once('error', fail).end(body);
  });
}
