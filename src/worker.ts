/** The program on Cloudflare Workers: a request or a minute at a time, over a PostgreSQL behind Hyperdrive. */
import { createHandlers } from './worker/handlers.ts';

export default createHandlers();
