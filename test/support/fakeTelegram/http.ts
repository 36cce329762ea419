import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { type Answer, badRequest, type Payload } from './refusal.ts';

/** One call as it came over HTTP; `token` and `method` are undefined for a path that is no Bot API address. */
export interface ApiRequest {
  token: string | undefined;
  method: string | undefined;
  readPayload(): Promise<Payload>;
}

/** The text of a body. Refuses bytes that are not UTF-8. */
function decode(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return badRequest('strings must be encoded in UTF-8');
  }
}

function readJson(body: string): Payload {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Answered like every other body that is no JSON object.
  }
  return badRequest("can't parse JSON object");
}

async function readForm(body: Buffer, contentType: string): Promise<Payload> {
  try {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
    return Object.fromEntries(form);
  } catch {
    return badRequest("can't parse form data");
  }
}

async function readBody(request: IncomingMessage): Promise<Payload> {
  const body = await buffer(request);
  if (body.length === 0) return {};
  const contentType = request.headers['content-type'] ?? '';
  if (contentType.startsWith('application/json')) return readJson(decode(body));
  if (contentType.startsWith('application/x-www-form-urlencoded')) {
    return Object.fromEntries(new URLSearchParams(decode(body)));
  }
  if (contentType.startsWith('multipart/form-data')) return readForm(body, contentType);
  return badRequest('unsupported content type');
}

/** Takes an HTTP request apart. Parameters come from the query string and the body; the body wins. */
export function readRequest(request: IncomingMessage): ApiRequest {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const [, token, method] = /^\/bot([^/]+)\/([^/]+)$/.exec(url.pathname) ?? [];
  return {
    token,
    method,
    readPayload: async () => ({ ...Object.fromEntries(url.searchParams), ...(await readBody(request)) }),
  };
}

/** Sends an answer; with `truncated` its length is announced in full and only the first half sent. */
export function writeAnswer(response: ServerResponse, answer: Answer, { truncated = false } = {}): void {
  const body = Buffer.from(JSON.stringify(answer));
  response.writeHead(answer.ok ? 200 : answer.error_code, {
    'content-type': 'application/json',
    'content-length': body.length,
  });
  if (!truncated) response.end(body);
  else response.write(body.subarray(0, body.length >> 1), () => response.destroy());
}
