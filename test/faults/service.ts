/** The real service as a process that can be killed at any moment and started again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { inject } from 'vitest';
import { bundleOf } from '../support/bundledProgram.ts';

export const botToken = '4217:faults';
export const webhookSecret = 'a-secret-of-the-faults';

export interface ServiceSettings {
  readonly databaseUrl: string;
  /** Migrates past the proxy, so that a start sends nothing through it but the service's own work. */
  readonly migrationUrl: string;
  readonly apiRoot: string;
  /** A file that is loaded before the program. */
  readonly first?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export function environmentOf(
  { databaseUrl, migrationUrl, apiRoot, environment }: ServiceSettings,
  port = 0,
): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH ?? '',
    PORT: String(port),
    LOG_LEVEL: 'error',
    DATABASE_URL: databaseUrl,
    MIGRATION_DATABASE_URL: migrationUrl,
    DATA_KEY: Buffer.alloc(32, 7).toString('base64'),
    TELEGRAM_BOT_TOKEN: botToken,
    TELEGRAM_API_ROOT: apiRoot,
    TELEGRAM_WEBHOOK_SECRET: webhookSecret,
    PUBLIC_URL: 'https://faults.invalid',
    ...environment,
  };
}

export class Service {
  readonly #settings: ServiceSettings;
  #child: ChildProcess | undefined;
  #port = 0;
  /** When it was killed, in milliseconds since 1970. */
  readonly kills: number[] = [];

  constructor(settings: ServiceSettings) {
    this.#settings = settings;
  }

  get address(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  async start(): Promise<void> {
    const { first } = this.#settings;
    const imports = first === undefined ? [] : ['--import', first];
    const child = spawn(
      process.execPath,
      ['--no-warnings', ...imports, bundleOf(inject('programFolder'), 'src/node.ts')],
      {
        // Always the same port, because whoever posts to it does not know of its restarts.
        env: environmentOf(this.#settings, this.#port),
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    this.#child = child;
    let complaint = '';
    child.stderr.on('data', (chunk) => {
      complaint = `${complaint}${chunk}`.slice(-2000);
    });
    const ended = once(child, 'exit').then(() => Promise.reject(new Error(`the service ended early: ${complaint}`)));
    const [line] = await Promise.race([once(child.stdout, 'data'), ended]);
    ended.catch(() => undefined);
    child.stdout.resume();
    this.#port = Number(/(\d+)\s*$/.exec(String(line))?.[1]);
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT' | 'SIGUSR2'): void {
    this.#child?.kill(signal);
  }

  /** SIGKILL: sent at once, from inside whatever is just watching. */
  kill(): void {
    this.kills.push(Date.now());
    this.#child?.kill('SIGKILL');
  }

  /** Resolves when the process is gone. */
  async gone(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    await once(child, 'exit');
  }

  async stop(): Promise<void> {
    this.#child?.kill('SIGTERM');
    await this.gone();
  }
}
