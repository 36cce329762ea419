import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { text } from 'node:stream/consumers';

/** What grammY hands over with a call without files. */
interface Call {
  readonly method: string;
  readonly body: string;
  readonly signal: Pick<AbortSignal, 'addEventListener'>;
}

const plain = { request: requestHttp, agent: new HttpAgent({ keepAlive: true }) };
const secure = { request: requestHttps, agent: new HttpsAgent({ keepAlive: true }) };

/**
 * As much of `fetch` as the Bot API's JSON calls need, over node:http: grammY's own takes most of the processor time
 * that sending costs.
 */
export async function nodeFetch(url: string, { method, body, signal }: Call): Promise<{ json(): Promise<unknown> }> {
  const { request, agent } = url.startsWith('https:') ? secure : plain;
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing = request(url, { method, agent, headers }, resolve);
    signal.addEventListener('abort', () => outgoing.destroy(new Error('given up')));
    outgoing.once('error', reject).end(body);
  });
  return { json: async () => JSON.parse(await text(response)) };
}
