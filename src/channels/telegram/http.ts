import { Pool, request } from 'undici';
import type { PostJson } from './post.ts';

const headers = { 'content-type': 'application/json' };

/** What grammY hands over with a call without files. */
interface Call {
  readonly body: string;
  readonly signal: AbortSignal;
}

/** As much of `fetch` as grammY's JSON calls need, without the streams that its own makes of every answer. */
export async function jsonFetch(url: string, { body, signal }: Call): Promise<{ json(): Promise<unknown> }> {
  const answer = await request(url, { method: 'POST', headers, body, signal });
  return answer.body;
}

/**
 * By undici's pool, with no grammY between: a message is sent in almost every turn, and the way over grammY's client and
 * node:http takes three times the processor time.
 */
export function openPool(root: string, patience: number): PostJson {
  const { origin, pathname } = new URL(root);
  const pool = new Pool(origin, { connect: { timeout: patience }, headersTimeout: patience, bodyTimeout: patience });
  return async (path, body) => {
    const answer = await pool.request({ method: 'POST', path: pathname + path, headers, body });
    return answer.body.json();
  };
}
