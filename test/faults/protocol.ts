/** As much of PostgreSQL's wire protocol as is needed to see where a flight begins and ends. */
export interface WireMessage {
  /** The type byte; empty for what opens a connection. */
  readonly type: string;
  readonly bytes: Buffer;
}

/** Cuts a stream into messages. https://www.postgresql.org/docs/current/protocol-message-formats.html */
export class MessageReader {
  #rest: Buffer = Buffer.alloc(0);
  #opening: boolean;

  /** `opening`: a frontend's first message has no type byte. */
  constructor({ opening }: { opening: boolean }) {
    this.#opening = opening;
  }

  read(chunk: Buffer): WireMessage[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const messages: WireMessage[] = [];
    for (;;) {
      const head = this.#opening ? 0 : 1;
      if (this.#rest.length < head + 4) return messages;
      const end = head + this.#rest.readInt32BE(head);
      if (this.#rest.length < end) return messages;
      const bytes = this.#rest.subarray(0, end);
      messages.push({ type: this.#opening ? '' : String.fromCharCode(bytes[0] ?? 0), bytes });
      this.#opening = false;
      this.#rest = this.#rest.subarray(end);
    }
  }
}

/** The strings, each ended by a zero, at the beginning of a message's body. */
export function stringsOf({ bytes }: WireMessage, count: number): string[] {
  return bytes.subarray(5).toString('utf8').split('\0', count);
}

/** What a server says instead of a result, when it has rolled the statement back. */
export function refusal(sqlState: string): Buffer {
  const body = Buffer.from(`SERROR\0VERROR\0C${sqlState}\0Mrefused by the fault harness\0\0`);
  const head = Buffer.from('E\0\0\0\0');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body, Buffer.from('Z\0\0\0\x05I')]);
}

/** The SQLSTATE in a server's error. https://www.postgresql.org/docs/current/protocol-error-fields.html */
export function sqlStateIn(message: WireMessage): string {
  const fields = message.bytes.subarray(5).toString('utf8').split('\0');
  return fields.find((field) => field.startsWith('C'))?.slice(1) ?? '';
}
