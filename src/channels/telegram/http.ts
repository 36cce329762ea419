import { request } from 'undici';

/** What grammY hands over with a call without files. */
interface Call {
  readonly body: string;
  readonly signal: AbortSignal;
}

export const jsonHeaders = { 'content-type': 'application/json' };

/** As much of `fetch` as grammY's JSON calls need, without the streams that its own makes of every answer. */
export async function jsonFetch(url: string, { body, signal }: Call): Promise<{ json(): Promise<unknown> }> {
  const answer = await request(url, { method: 'POST', headers: jsonHeaders, body, signal });
  return answer.body;
}
