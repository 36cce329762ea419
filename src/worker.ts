/** The program on Cloudflare Workers: a request or a minute at a time, over a PostgreSQL behind Hyperdrive. */
import { createHandlers } from './worker/handlers.ts';
import { Isolate } from './worker/isolate.ts';
import { readSettings } from './worker/settings.ts';

let isolate: Isolate | undefined;

export default createHandlers({
  open(environment) {
    isolate ??= new Isolate(readSettings(environment), {});
    return isolate;
  },
});
