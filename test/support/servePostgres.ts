/**
 * `npm run postgres:dev [-- port]`: a PostgreSQL for developers who have none. Its data is gone when it ends.
 */
import { startEmbeddedPostgres } from './embeddedPostgres.ts';

const port = Number(process.argv[2] ?? 54320);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  console.error(`Not a port: ${process.argv[2]}`);
  process.exit(1);
}
const server = await startEmbeddedPostgres({ port });
console.log(`DATABASE_URL=${server.url}\nPress Ctrl+C to end it; its data goes with it.`);
// The server does not keep this process alive, so that no test run hangs on it: here something has to.
setInterval(() => undefined, 2 ** 30);
