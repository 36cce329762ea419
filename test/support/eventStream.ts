/** Reads server-sent events as a browser does. https://html.spec.whatwg.org/multipage/server-sent-events.html */
export interface ServerEvent {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: string;
}

export class EventStream {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #decoder = new TextDecoder();
  #rest = '';
  /** Comments so far: a server's signs of life. */
  heartbeats = 0;

  constructor(response: Response) {
    if (response.body === null) throw new Error('a stream has a body');
    this.#reader = response.body.getReader();
  }

  /** The next event, or undefined when the stream has ended. */
  async next(): Promise<ServerEvent | undefined> {
    for (;;) {
      const block = await this.#block();
      if (block === undefined) return undefined;
      const event = this.#read(block);
      if (event !== undefined) return event;
    }
  }

  /** Waits for the next comment; events that come before it are let pass. */
  async heartbeat(): Promise<void> {
    const before = this.heartbeats;
    while (this.heartbeats === before) {
      const block = await this.#block();
      if (block === undefined) throw new Error('the stream ended without another heartbeat');
      this.#read(block);
    }
  }

  close(): Promise<void> {
    return this.#reader.cancel();
  }

  async #block(): Promise<string | undefined> {
    for (;;) {
      const end = this.#rest.indexOf('\n\n');
      if (end >= 0) {
        const block = this.#rest.slice(0, end);
        this.#rest = this.#rest.slice(end + 2);
        return block;
      }
      const { done, value } = await this.#reader.read();
      if (done) return undefined;
      this.#rest += this.#decoder.decode(value, { stream: true });
    }
  }

  #read(block: string): ServerEvent | undefined {
    const fields = block.split('\n').map((line) => /^([^:]*):? ?(.*)$/.exec(line) ?? []);
    if (fields.every(([, name]) => name === '')) {
      this.heartbeats += 1;
      return undefined;
    }
    const valuesOf = (wanted: string) => fields.filter(([, name]) => name === wanted).map(([, , value = '']) => value);
    return {
      event: valuesOf('event').at(-1) ?? 'message',
      id: valuesOf('id').at(-1),
      data: valuesOf('data').join('\n'),
    };
  }
}
