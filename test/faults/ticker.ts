/** The clock's work as a process of its own that can be killed at any moment: `npm run tick` as of some time. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { inject } from 'vitest';
import { bundleOf } from '../support/bundledProgram.ts';
import { environmentOf, type ServiceSettings } from './service.ts';

export class Ticker {
  readonly #settings: ServiceSettings;
  #child: ChildProcess | undefined;

  constructor(settings: ServiceSettings) {
    this.#settings = settings;
  }

  /** Resolves when it has ended: true when it did all its work. Throws its words when it failed without being killed. */
  async tick(at: Date): Promise<boolean> {
    const program = bundleOf(inject('programFolder'), 'src/commands/tick.ts');
    const command = ['--no-warnings', program, '--at', at.toISOString()];
    const child = spawn(process.execPath, command, {
      env: environmentOf(this.#settings),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#child = child;
    const complaint = text(child.stderr);
    const [code, signal] = await once(child, 'exit');
    if (code !== 0 && signal !== 'SIGKILL') throw new Error(`the tick failed: ${await complaint}`);
    return code === 0;
  }

  kill(): void {
    this.#child?.kill('SIGKILL');
  }
}
