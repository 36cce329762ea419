/** The process that is soaked: the program with its clock, which says how much memory it holds. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { tick } from '../../src/schedule/tick.ts';
import { serveParent } from './childProcess.ts';
import type { ContestantSettings } from './contestant.ts';
import { startGuitu } from './startGuitu.ts';

/** To start it, or to let it do what is due now. */
export type SoakRequest = ContestantSettings | { readonly tick: true };

/** `heap`: what is left in use once all that is garbage has gone; `resident`: what the system has given the process. In MB. */
export interface SoakReport {
  readonly port: number;
  readonly heap: number;
  readonly resident: number;
}

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');
let started: Awaited<ReturnType<typeof startGuitu>> | undefined;

serveParent<SoakRequest, SoakReport>(async (request) => {
  if ('databaseUrl' in request) {
    started = await startGuitu(request);
    if (!started.server.listening) await once(started.server, 'listening');
  }
  if (started === undefined) throw new Error('nothing was started yet');
  if ('tick' in request) await tick(started.program.deps);
  collectGarbage();
  const { heapUsed, rss } = process.memoryUsage();
  const { port } = started.server.address() as AddressInfo;
  return { port, heap: heapUsed / 2 ** 20, resident: rss / 2 ** 20 };
});
