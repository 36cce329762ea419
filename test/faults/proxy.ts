/** A TCP proxy between the service and PostgreSQL that sees each flight, and may act around it. */
import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Server, type Socket } from 'node:net';
import { MessageReader, refusal, sqlStateIn, stringsOf, type WireMessage } from './protocol.ts';

/** `executed`: the server has answered, and the service has not heard it. */
export type Moment = 'before' | 'during' | 'executed' | 'after';
export const moments: readonly Moment[] = ['before', 'during', 'executed', 'after'];

/** `swallow` lets nothing on, and says nothing; `cut` breaks the connection; a SQLSTATE answers in the server's place. */
export type Verdict = 'forward' | 'swallow' | 'cut' | { readonly sqlState: string };

/** A lease that found nothing to send says so in its row. */
const noMail = Buffer.from('"mails": []');

/** What the server said: how many rows, or the SQLSTATE of its refusal. */
export interface Answer {
  readonly rows: number;
  readonly sqlState?: string;
}

/** Asked at each moment of each flight, by the name of the function it calls; `answer` from `executed` on. */
export type Watcher = (flight: string, moment: Moment, answer?: Answer) => Verdict;

const forward: Watcher = () => 'forward';
const cancelled: Verdict = { sqlState: '57014' };

export class DatabaseProxy {
  watch: Watcher = forward;
  /** Flights that never get through: they are told that somebody cancelled them. */
  readonly refused = new Set<string>();
  /** While it is, whoever connects is cut off at once. */
  isShut = false;
  readonly #server: Server;
  readonly #target: URL;
  readonly #sockets = new Set<Socket>();
  readonly #links = new Set<Link>();

  private constructor(target: string) {
    this.#target = new URL(target);
    this.#server = createServer((client) => this.#serve(client));
  }

  static async start(target: string): Promise<DatabaseProxy> {
    const proxy = new DatabaseProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  /** The same database, by way of this proxy. */
  get url(): string {
    const url = new URL(this.#target);
    url.port = String((this.#server.address() as AddressInfo).port);
    return url.href;
  }

  rest(): void {
    this.watch = forward;
  }

  /** Whether no flight is under way. */
  get isQuiet(): boolean {
    return [...this.#links].every((link) => link.isQuiet);
  }

  /** Ends every connection. */
  breakOff(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.breakOff();
    await closed;
  }

  #serve(client: Socket): void {
    if (this.isShut) {
      client.destroy();
      return;
    }
    const server = createConnection({ host: this.#target.hostname, port: Number(this.#target.port) });
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    }
    const watch: Watcher = (flight, moment, answer) =>
      moment === 'before' && this.refused.has(flight) ? cancelled : this.watch(flight, moment, answer);
    const link = new Link(client, server, watch);
    this.#links.add(link);
    client.once('close', () => this.#links.delete(link));
  }
}

/** One connection. Flights are answered in the order in which they were sent. */
class Link {
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #watch: Watcher;
  readonly #statements = new Map<string, string>();
  readonly #underWay: string[] = [];
  #question: Buffer[] = [];
  #answer: Buffer[] = [];
  #flight = '';
  #said: Answer = { rows: 0 };

  constructor(client: Socket, server: Socket, watch: Watcher) {
    this.#client = client;
    this.#server = server;
    this.#watch = watch;
    const asked = new MessageReader({ opening: true });
    const answered = new MessageReader({ opening: false });
    client.on('data', (chunk: Buffer) => {
      for (const message of asked.read(chunk)) this.#ask(message);
    });
    server.on('data', (chunk: Buffer) => {
      for (const message of answered.read(chunk)) this.#hear(message);
    });
    // A killed service must not take back what the server has already been sent.
    client.on('close', () => server.end());
    server.on('close', () => client.destroy());
    for (const socket of [client, server]) socket.on('error', () => socket.destroy());
  }

  get isQuiet(): boolean {
    return this.#underWay.length === 0;
  }

  #ask(message: WireMessage): void {
    this.#question.push(message.bytes);
    this.#name(message);
    if (message.type === 'S' || message.type === 'Q') this.#send();
    // What opens a connection, a flush and an end wait for nobody.
    else if (['', 'p', 'H', 'X'].includes(message.type)) this.#forwardQuestion();
  }

  #name(message: WireMessage): void {
    if (message.type === 'P') {
      const [name = '', text = ''] = stringsOf(message, 2);
      this.#statements.set(name, functionOf(text));
      this.#flight = functionOf(text);
    } else if (message.type === 'B') {
      const [, name = ''] = stringsOf(message, 2);
      this.#flight = this.#statements.get(name) ?? '';
    } else if (message.type === 'Q') {
      this.#flight = functionOf(stringsOf(message, 1)[0] ?? '');
    }
  }

  #send(): void {
    const flight = this.#flight;
    if (!this.#goesOn(this.#watch(flight, 'before'))) {
      this.#question = [];
      return;
    }
    this.#underWay.push(flight);
    this.#forwardQuestion();
    this.#goesOn(this.#watch(flight, 'during'));
  }

  #goesOn(verdict: Verdict): boolean {
    if (verdict === 'cut') this.#client.destroy();
    if (typeof verdict === 'object') this.#client.write(refusal(verdict.sqlState));
    return verdict === 'forward';
  }

  #forwardQuestion(): void {
    this.#server.write(Buffer.concat(this.#question));
    this.#question = [];
  }

  #hear(message: WireMessage): void {
    const { type, bytes } = message;
    this.#answer.push(bytes);
    if (type === 'D' && !bytes.includes(noMail)) this.#said = { ...this.#said, rows: this.#said.rows + 1 };
    if (type === 'E') this.#said = { ...this.#said, sqlState: sqlStateIn(message) };
    const flight = this.#underWay[0];
    if (flight === undefined) this.#forwardAnswer();
    if (flight === undefined || type !== 'Z') return;
    this.#underWay.shift();
    const said = this.#said;
    this.#said = { rows: 0 };
    if (!this.#goesOn(this.#watch(flight, 'executed', said))) {
      this.#answer = [];
      return;
    }
    this.#forwardAnswer();
    this.#goesOn(this.#watch(flight, 'after', said));
  }

  #forwardAnswer(): void {
    if (!this.#client.destroyed) this.#client.write(Buffer.concat(this.#answer));
    this.#answer = [];
  }
}

function functionOf(statement: string): string {
  return /^select (?:\* from )?(\w+)\(/i.exec(statement.trim())?.[1] ?? statement.trim().slice(0, 40);
}
