import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

type Reply<Answer> = { readonly answer: Answer } | { readonly error: string };

/** A process of this bench, asked one thing at a time. It ends when its parent does. */
export class Child<Request, Answer> {
  readonly #process: ChildProcess;
  readonly #file: string;

  /** Starts `file` of this folder. */
  constructor(file: string) {
    this.#file = file;
    this.#process = fork(fileURLToPath(new URL(file, import.meta.url)), {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
  }

  async ask(request: Request): Promise<Answer> {
    const settled = new AbortController();
    const { signal } = settled;
    try {
      const message = once(this.#process, 'message', { signal });
      const end = once(this.#process, 'exit', { signal }).then(() => {
        throw new Error(`${this.#file} ended early`);
      });
      this.#process.send(request as object);
      const [reply] = (await Promise.race([message, end])) as [Reply<Answer>];
      if ('error' in reply) throw new Error(`${this.#file}: ${reply.error}`);
      return reply.answer;
    } finally {
      settled.abort();
    }
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const end = once(this.#process, 'exit');
    this.#process.disconnect();
    await end;
  }
}

/** In such a process: answers what its parent asks. */
export function serveParent<Request, Answer>(handle: (request: Request) => Promise<Answer>): void {
  const reply = (message: Reply<Answer>) => process.send?.(message);
  process.on('message', (request: Request) => {
    handle(request).then(
      (answer) => reply({ answer }),
      (error: unknown) => reply({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
  process.once('disconnect', () => process.exit());
}
