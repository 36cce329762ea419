/**
 * JSON calls over node:http, on connections that are kept. `fetch`, grammY's own included, takes several times the
 * processor time, and one such call is made for every message that is sent.
 */
import { type ClientRequest, Agent as HttpAgent, type RequestOptions, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { urlToHttpOptions } from 'node:url';

/** Where calls go, taken apart once rather than at each of them. */
export interface Target {
  readonly request: typeof requestHttp;
  readonly options: RequestOptions;
}

/** What grammY hands over with a call without files. */
interface Call {
  readonly method: string;
  readonly body: string;
  readonly signal: Pick<AbortSignal, 'addEventListener'>;
}

const plain = { request: requestHttp, agent: new HttpAgent({ keepAlive: true }) };
const secure = { request: requestHttps, agent: new HttpsAgent({ keepAlive: true }) };

export function targetOf(url: string): Target {
  const { protocol, hostname, port, path, auth } = urlToHttpOptions(new URL(url));
  const { request, agent } = protocol === 'https:' ? secure : plain;
  return { request, options: { method: 'POST', protocol, hostname, port, path, auth, agent } };
}

/** The text of the answer, whatever its status. `begun` is given the call under way, which it may destroy. */
export function post(
  { request, options }: Target,
  body: string,
  begun: (outgoing: ClientRequest) => void,
): Promise<string> {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const outgoing = request({ ...options, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () => resolve(Buffer.concat(chunks).toString()));
      response.once('error', reject);
    });
    outgoing.once('error', reject).end(body);
    begun(outgoing);
  });
}

/** As much of `fetch` as grammY's JSON calls need. */
export async function nodeFetch(url: string, { body, signal }: Call): Promise<{ json(): Promise<unknown> }> {
  const text = await post(targetOf(url), body, (outgoing) =>
    signal.addEventListener('abort', () => outgoing.destroy(new Error('given up'))),
  );
  return { json: async () => JSON.parse(text) };
}
