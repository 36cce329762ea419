/** One workerd without anything around it, so that its processor time is that of the Worker. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleWorker } from '../../../src/commands/worker/bundle.ts';
import { compatibility } from '../../support/worker/workerd.ts';
import { ticksOf, ticksPerSecond } from '../databaseProcess.ts';

/** It comes with wrangler, and its module is the path of its program. */
const { default: binary }: { default: string } = createRequire(import.meta.url)('workerd');

interface WorkerdOptions {
  /** The module with the handlers; the program's own when absent. */
  readonly entry?: URL;
  readonly databaseUrl: string;
  readonly variables: Readonly<Record<string, string>>;
}

export class WorkerdProcess {
  readonly port: number;
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(parts: { port: number; child: ChildProcess; folder: string }) {
    this.port = parts.port;
    this.#child = parts.child;
    this.#folder = parts.folder;
  }

  static async start({ entry, databaseUrl, variables }: WorkerdOptions): Promise<WorkerdProcess> {
    const folder = await mkdtemp(join(tmpdir(), 'guitu-workerd-'));
    await bundleWorker({ ...(entry === undefined ? {} : { entry }), file: join(folder, 'worker.js') });
    const port = await freePort();
    await writeFile(join(folder, 'config.capnp'), configuration(port, databaseUrl, variables));
    const child = spawn(binary, ['serve', join(folder, 'config.capnp')], { stdio: ['ignore', 'ignore', 'ignore'] });
    process.once('exit', () => child.kill('SIGKILL'));
    const started = new WorkerdProcess({ port, child, folder });
    await started.#answers();
    return started;
  }

  /** Seconds of processor time that it has taken. */
  async cpuSeconds(): Promise<number> {
    return (await ticksOf(this.#child.pid ?? 0)) / ticksPerSecond;
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #answers(): Promise<void> {
    while (this.#child.exitCode === null) {
      const answer = await fetch(`http://127.0.0.1:${this.port}/healthz`).catch(() => undefined);
      if (answer?.status === 200) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('workerd did not start');
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}

/** https://github.com/cloudflare/workerd/blob/main/src/workerd/server/workerd.capnp */
function configuration(port: number, databaseUrl: string, variables: Readonly<Record<string, string>>): string {
  const url = new URL(databaseUrl);
  const quoted = JSON.stringify;
  const texts = Object.entries(variables).map(([name, text]) => `(name = ${quoted(name)}, text = ${quoted(text)})`);
  const hyperdrive = `(designator = "database", database = ${quoted(url.pathname.slice(1))}, user = ${quoted(url.username)},
    password = ${quoted(url.password)}, scheme = "postgresql")`;
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "internet", network = (allow = ["public", "private"])),
    (name = "database", external = (address = ${quoted(url.host)}, tcp = ())),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = ${quoted(compatibility.compatibility_date)},
  bindings = [(name = "HYPERDRIVE", hyperdrive = ${hyperdrive}), ${texts.join(', ')}],
);
`;
}
