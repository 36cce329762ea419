import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { botInfo } from './contestant.ts';

interface SentMessage {
  readonly chat_id: number | string;
  readonly text: string;
}

/** A Bot API that takes every message at once, and says when one has come. */
export class Sink {
  readonly #waiting = new Map<number, (text: string) => void>();
  #port = 0;
  #server: Server | undefined;
  #lastMessageId = 0;

  async listen(): Promise<void> {
    const server = createServer((request, response) => {
      json(request).then(
        (message) => this.#take(message as SentMessage, response),
        () => response.writeHead(400).end(),
      );
    });
    // Longer than any pause between two rounds of a contestant.
    server.keepAliveTimeout = 600_000;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async close(): Promise<void> {
    this.#server?.close();
    this.#server?.closeAllConnections();
  }

  get apiRoot(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** The text of the next message for this chat, when it has been taken. */
  delivered(chat: number): Promise<string> {
    return new Promise((resolve) => this.#waiting.set(chat, resolve));
  }

  #take({ chat_id, text }: SentMessage, response: ServerResponse): void {
    const id = Number(chat_id);
    const chat = { id, type: 'private', first_name: 'Bench' };
    const date = Math.floor(Date.now() / 1000);
    const message = { message_id: ++this.#lastMessageId, from: botInfo, chat, date, text };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ok: true, result: message }));
    const resolve = this.#waiting.get(id);
    this.#waiting.delete(id);
    resolve?.(text);
  }
}
